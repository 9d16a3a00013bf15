/** The floor goes round: everyone once before anyone twice, leaders only where there is nobody else. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate, Group, Person, Role } from '#ritual'
import { anke, away, ben, entry, jana, lotta, mehmet, selin, viewOf, type Scene } from '../../test/views.ts'
import { draw, facilitatorOf, heldBy, nextInTurn, stretches } from './facilitator.ts'
import retro from './ritual.ts'
import { FORM } from './state.ts'
import type { Tally } from './tally.ts'
import { tries } from '../../test/depth.ts'

const candidate = (person: Person, role: Role = 'member', since = '2026-01-01'): Candidate => ({
  ...person,
  role,
  since,
  email: null,
  zone: 'Europe/Berlin',
  leaders: [],
  workingHours: { from: '08:00', to: '17:00' },
  workDays: [1, 2, 3, 4, 5],
})

const drawn = (facilitator: string): Group => ({ key: 'round', members: [], facts: { facilitator } })
const viewed = (scene: Scene<Tally> = {}) => viewOf(retro, { groups: [drawn('ben')], ...scene })
const handOver = (to: string, at = '2026-12-03T09:00:00.000Z') => entry(ben, { to }, { form: FORM.handOver, at })

describe('the drawing', () => {
  it('goes round everyone before anybody’s second turn, whoever is away now and then', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(), (size, seed) => {
        const people = Array.from({ length: size }, (_, index) => candidate({ id: `m${index}`, name: '', unit: null }))
        let holders: string[] = []
        for (let round = 0; round < size * 2; round += 1) {
          const absent = (seed >> (round % 8)) % 3 === 0 ? (seed + round) % size : -1
          const present = people.filter((_, index) => index !== absent)
          const next = nextInTurn(present, holders)!.id
          const waited = (id: string): number => (holders.includes(id) ? holders.indexOf(id) : Infinity)
          expect(present.every(({ id }) => waited(next) >= waited(id))).toBe(true)
          holders = [next, ...holders]
        }
      }),
      tries(50),
    )
  })

  it('takes a leader last, and newcomers after those who have been here longer', () => {
    const people = [candidate(anke, 'leader'), candidate(ben, 'member', '2026-11-01'), candidate(jana)]
    expect(nextInTurn(people, [])!.id).toBe('jana')
    expect(nextInTurn(people, ['jana', 'ben'])!.id).toBe('ben')
    expect(nextInTurn([candidate(anke, 'leader')], [])!.id).toBe('anke')
    expect(nextInTurn([], [])).toBeNull()
  })

  it('counts the turn for whoever had the floor in the end', () => {
    const past = [{ date: '2026-11-18', entries: [handOver('selin')] }]
    const rounds = [{ groups: [drawn('ben')] }, { groups: [drawn('jana')] }]
    const people = [ben, jana, selin].map((person) => candidate(person))
    expect(draw(viewOf(retro, { past }), people, rounds)).toEqual([
      { key: 'round', members: ['ben', 'jana', 'selin'], facts: { facilitator: 'ben' } },
    ])
  })

  it('asks nobody to hold a retro alone', () => {
    expect(draw(viewOf(retro), [candidate(ben)], [])).toEqual([])
  })
})

describe('the floor', () => {
  it('is held by whoever was drawn, until it is handed on', () => {
    expect(facilitatorOf(viewed())?.id).toBe('ben')
    const view = viewed({ entries: [handOver('selin'), entry(jana, {}, { form: FORM.takeOver })] })
    expect(facilitatorOf(view)?.id).toBe('jana')
    expect(stretches(view).map(({ person }) => person.id)).toEqual(['ben', 'selin', 'jana'])
    expect(heldBy(view).map(({ name }) => name)).toEqual(['Ben', 'Selin', 'Jana'])
  })

  it('goes to the next one when whoever held it is not here any more, and to a leader only then', () => {
    const gone = [ben, selin].map((person) => away(person))
    expect(facilitatorOf(viewed({ absent: gone, entries: [handOver('selin')] }))?.id).toBe('jana')
    const all = [ben, selin, jana, mehmet, lotta].map((person) => away(person))
    expect(facilitatorOf(viewed({ absent: all }))?.id).toBe('anke')
    expect(facilitatorOf(viewed({ absent: all, leaders: [] }))).toBeNull()
  })

  it('is never without anyone as long as somebody is here', () => {
    expect(facilitatorOf(viewOf(retro, { groups: [] }))).not.toBeNull()
  })
})
