/** The contract of rituals that let people promise something, or that put appointments into calendars. */
import { expect, it } from 'vitest'
import type { CalendarEntry, Message, Post, Promised } from '#ritual'
import type { AnyRitual } from '../../src/engine/discovery.ts'
import { parseDuration } from '../../src/time/duration.ts'
import { purely } from './purity.ts'
import { type AnyView, LANGUAGES, peopleIn, readerIn, type Scene, viewIn } from './scenes.ts'

type Holds = (check: (scene: Scene) => void) => void

const CANARY = 'Kanarienvogel 4711'

export function promisesContract(ritual: AnyRitual, holds: Holds): void {
  it('says what was promised: whose, by when, under a key of its own', () => {
    holds((scene) => {
      if (scene.phase === 'planned') return
      const said = purely(
        () => viewIn(ritual, scene),
        (view) => ritual.promises!(view),
      )
      const ids = new Set(peopleIn(scene).map(([{ id }]) => id))
      expect(new Set(said.map(({ key }) => key)).size).toBe(said.length)
      for (const { owner, to, due, text } of said) {
        expect(ids).toContain(owner)
        if (to !== null) expect(ids).toContain(to)
        expect(Temporal.PlainDate.from(due).toString()).toBe(due)
        expect(text.trim()).not.toBe('')
      }
    })
  })

  it('tells of a promise between two people to the two alone', () => {
    holds((scene) => {
      if (scene.phase === 'planned') return
      const view = viewIn(ritual, scene)
      const pair =
        view.groups.find(({ members }) => members.length > 1)?.members ?? view.participants.map(({ id }) => id)
      const [owner, to] = pair
      if (owner === undefined || to === undefined) return
      const promises = ritual.scope === 'group' ? [...view.promises, ...between(owner, to)] : view.promises
      for (const post of postsIn(ritual, { ...view, promises })) {
        if (isFor(view, post, [owner, to])) continue
        for (const message of messagesOf(ritual, scene, view, post)) {
          expect(JSON.stringify(message), `post ${post.key}`).not.toContain(CANARY)
        }
      }
    })
  })
}

/** Open, kept and dropped ones, due and overdue. */
const between = (owner: string, to: string): Promised[] =>
  (['open', 'kept', 'late', 'dropped'] as const).flatMap((state) =>
    ['2026-11-20', '2026-12-02', '2026-12-20'].map((due, index) => ({
      id: `canary-${state}-${index}`,
      occurrence: index === 0 ? 'o-before' : 'o1',
      key: `canary-${state}-${index}`,
      owner: index === 1 ? to : owner,
      to: index === 1 ? owner : to,
      text: CANARY,
      trigger: CANARY,
      due,
      state,
      moved: index,
      missed: null,
      settled: state === 'open' ? null : '2026-12-01',
    })),
  )

const postsIn = (ritual: AnyRitual, view: AnyView): Post[] => [
  ...ritual.announce(view),
  ...(view.phase === 'closed' ? ritual.report(view) : []),
]

function isFor(view: AnyView, { to }: Post, two: readonly string[]): boolean {
  if (typeof to !== 'object') return false
  if ('member' in to) return two.includes(to.member)
  const group = view.groups.find(({ key }) => key === to.group)
  return group !== undefined && group.members.every((member) => two.includes(member))
}

function messagesOf(ritual: AnyRitual, scene: Scene, view: AnyView, post: Post): Message[] {
  const person = peopleIn(scene).find(
    ([{ id }]) => typeof post.to === 'object' && 'member' in post.to && post.to.member === id,
  )?.[0]
  return LANGUAGES.map((language) => post.message(readerIn(ritual, scene, view, person, language)))
}

export function calendarContract(ritual: AnyRitual, holds: Holds): void {
  it('puts appointments into calendars that can be read, and nothing that anybody wrote', () => {
    holds((scene) => {
      for (const [person] of peopleIn(scene).slice(0, 3)) {
        for (const language of LANGUAGES) {
          const entries = purely(
            () => viewIn(ritual, scene, person),
            (view) => ritual.calendar!(view, readerIn(ritual, scene, view, person, language)),
          )
          expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length)
          for (const entry of entries) expectReadable(entry, scene)
        }
      }
    })
  })
}

function expectReadable({ title, startsAt, lasts, text }: CalendarEntry, scene: Scene): void {
  Temporal.Instant.from(startsAt)
  parseDuration(lasts)
  expect(title.trim()).not.toBe('')
  const said = `${title}\n${text ?? ''}`
  expect(said).not.toMatch(/\{\{|undefined|\[object|NaN/)
  for (const written of writtenIn(scene)) expect(said).not.toContain(written)
}

/** What people wrote, as far as it could be told from anything else. */
const writtenIn = ({ entries }: Scene): string[] =>
  entries
    .flatMap(({ answers }) => Object.values(answers ?? {}))
    .filter((value) => typeof value === 'string')
    .map((value) => value.trim())
    .filter((value) => value.length > 10 && !/^\d{4}-\d\d-\d\d/.test(value))
