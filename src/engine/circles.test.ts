import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Entry, Group } from '#ritual'
import { circlesOf, logFor } from './circles.ts'

const PEOPLE = ['ana', 'ben', 'cem', 'dana', 'elif']
const person = fc.constantFrom(...PEOPLE)

const groups = fc
  .array(fc.subarray(PEOPLE, { minLength: 2 }), { maxLength: 5 })
  .map((all) => all.map((members, place): Group => ({ key: `g${place}`, members, facts: {} })))

/** `for` says which group an entry is meant for; it may name one that its author is not in, or none at all. */
const entries = fc.array(
  fc
    .record({ member: person, for: fc.option(fc.constantFrom('g0', 'g1', 'g2', 'nowhere')) })
    .map(({ member, for: group }): Entry => ({
      member,
      role: 'member',
      form: 'note',
      answers: { for: group },
      at: '2026-12-03T09:00:00.000Z',
      late: false,
    })),
  { maxLength: 30 },
)

const ritual = { concerns: ({ answers }: Entry) => (answers?.['for'] ?? null) as string | null }

it('nobody reads what was said in a group they are not in, and everyone reads their own words', () => {
  fc.assert(
    fc.property(groups, entries, person, (drawn, log, reader) => {
      const circle = circlesOf(drawn)(reader)
      const read = logFor(ritual, log)(circle, reader)
      const mayRead = ({ member, answers }: Entry): boolean =>
        member === reader ||
        drawn.some(
          ({ key, members }) =>
            members.includes(reader) &&
            members.includes(member) &&
            [null, key].includes(answers!['for'] as string | null),
        )
      expect(read).toEqual(log.filter(mayRead))
    }),
  )
})

it('a circle is one’s own groups and everyone in them; alone, it is oneself', () => {
  fc.assert(
    fc.property(groups, person, (drawn, reader) => {
      const circle = circlesOf(drawn)(reader)
      expect(circle.groups).toEqual(drawn.filter(({ members }) => members.includes(reader)))
      expect(circle.people).toEqual(new Set([reader, ...circle.groups.flatMap(({ members }) => members)]))
    }),
  )
})
