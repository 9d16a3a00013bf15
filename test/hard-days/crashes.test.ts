/**
 * The process dies at any moment of a short life, a new one takes over on the same database, and in the end the books are those of a life without
 * a death: everything once, nothing lost.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outgoing } from '#platform'
import { databases, type Engine } from '../databases.ts'
import { DEEP } from '../depth.ts'
import { type Story, tell } from '../house.ts'
import { company, poll, round } from './company.ts'
import { type Fate, type Moment, mortal } from './mortal.ts'

const people = ['ana', 'ben', 'cem', 'dana', 'elif'].map((name) => ({ name }))

/** What happens one after the other. Whoever gets no confirmation sends the same again, as people and platforms do. */
type Life = ((story: Story) => Promise<unknown>)[]

const to = (local: string) => (story: Story) => story.to(local)
const submit = (person: string, occurrence: string, form: string, answers: Record<string, unknown>) => (story: Story) =>
  story.send({
    type: 'submit',
    person,
    id: `${person} ${occurrence}`,
    ticket: { occurrence, form, delivery: null },
    answers,
  })

const ROUND = 'round@2026-12-07T09:00'
const said = (person: string, done: string) => submit(person, ROUND, 'answer', { done, next: null, blocker: null })

const roundLife: Life = [
  (story) =>
    story.restart(
      company({
        rituals: round("every: week, on: mon, at: '09:00', window: 4h, reminder: 2h30m"),
        people: people.slice(0, 3),
      }),
    ),
  to('2026-12-07T09:00'),
  said('ana', 'Übergabe Ost'),
  to('2026-12-07T11:30'),
  said('ben', 'Reifenlager'),
  to('2026-12-07T13:00'),
  said('cem', 'Nachtrag'),
  to('2026-12-07T13:10'),
]

const POLL = 'spirit@2026-12-03T10:00'
const voted = (person: string, step: number) =>
  submit(person, POLL, 'ballot', { spirit: step, goal: step, way: step, candour: step })

const pollLife: Life = [
  (story) =>
    story.restart(company({ rituals: poll("every: week, on: thu, at: '10:00', window: 26h, reminder: 5h"), people })),
  to('2026-12-03T10:00'),
  submit('lead', POLL, 'prediction', { spirit: 5, goal: 4, way: 4, candour: 4, guess: '80' }),
  voted('ana', 4),
  voted('ben', 3),
  to('2026-12-03T15:00'),
  voted('cem', 2),
  voted('dana', 5),
  voted('elif', 1),
  to('2026-12-04T12:00'),
  to('2026-12-04T12:10'),
]

interface Lived {
  books: unknown
  moments: Moment[]
}

/** @param deaths the moments to die at, each counted from the start of its process */
async function live(engine: Engine, now: string, life: Life, deaths: readonly number[]): Promise<Lived> {
  const { engine: fragile, fate } = mortal(engine)
  await using story = await tell(fragile, { manifest: company({ rituals: '  []', people }), now })
  const sent = watchPlatform(story, fate)
  const next = [...deaths]
  const untilDone = async (work: () => Promise<unknown>): Promise<void> => {
    await attempt(work)
    if (!fate.dead) return
    fate.revive(next.shift() ?? null)
    await untilDone(() => story.restart())
    watchKeys(story, fate)
    await untilDone(work)
  }
  watchKeys(story, fate)
  fate.revive(next.shift() ?? null)
  for (const step of life) await untilDone(() => step(story))
  const moments = [...fate.moments]
  expect(next).toEqual([])
  return { books: { ...(await booksOf(story)), sentBlindlyTwice: twice(sent) }, moments }
}

/** A process that dies takes its error with it. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Death') throw error
  }
}

/** A message can be accepted by the platform just before the process that sent it dies. */
function watchPlatform({ platform: { platform } }: Story, fate: Fate): Outgoing[] {
  const sent: Outgoing[] = []
  const { send, update } = platform
  platform.send = async (outgoing) => {
    sent.push(outgoing)
    const reference = await send(outgoing)
    fate.pass('a message was accepted')
    return reference
  }
  platform.update = async (reference, outgoing) => {
    await update(reference, outgoing)
    fate.pass('an edit was accepted')
  }
  return sent
}

function watchKeys({ house: { ballots } }: Story, fate: Fate): void {
  const { open, destroyKey } = ballots
  ballots.open = async (id) => {
    await open(id)
    fate.pass('a key was made')
  }
  ballots.destroyKey = async (id) => {
    fate.pass('a key is to be destroyed')
    await destroyKey(id)
    fate.pass('a key was destroyed')
  }
}

/** The same message again is allowed only to someone who looks whether it stands already. */
const twice = (sent: Outgoing[]): string[] => {
  const blind = sent.filter(({ mayStand }) => !mayStand).map(({ id }) => id)
  return blind.filter((id, index) => blind.indexOf(id) !== index)
}

async function booksOf(story: Story) {
  const { kysely } = story.db
  const deliveries = await kysely
    .selectFrom('delivery')
    .select(['key', 'recipient', 'state', 'message'])
    .orderBy('id')
    .execute()
  return {
    occurrences: await kysely
      .selectFrom('occurrence')
      .select(['id', 'state', 'reason', 'number', 'phase', 'next_at'])
      .orderBy('id')
      .execute(),
    participants: await kysely
      .selectFrom('participant')
      .select(['occurrence_id', 'member_id', 'status', 'remind_at'])
      .orderBy('member_id')
      .execute(),
    responses: await kysely
      .selectFrom('response')
      .select(['member_id', 'form', 'answers', 'at', 'late'])
      .orderBy('id')
      .execute(),
    results: await kysely.selectFrom('result').select(['occurrence_id', 'document']).execute(),
    spool: await kysely.selectFrom('spool').selectAll().execute(),
    deliveries,
    standing: [...story.platform.standing.values()]
      .map(({ id, conversation, text, under }) => ({ id, conversation, text, under }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    keyIsGone: story.house.ballots.lost(POLL),
  }
}

/**
 * Which moments to die at: after every kind of commit, and at every kind of hand-over to the outside, somewhere in the life. What a death before a commit
 * leaves behind is what the commit before it left, so of those a handful will do; and some die again while they recover. `most` bounds them all:
 * which ones they are is drawn anew each time.
 */
function deathsIn(moments: Moment[], most: number): number[][] {
  const numbers = moments.map((_, number) => number)
  const [rolledBack, kept] = [true, false].map((wanted) =>
    numbers.filter((number) => ['in the middle', 'before the commit'].includes(moments[number]!.when) === wanted),
  )
  const kinds = Map.groupBy(kept!, (number) => `${moments[number]!.when} ${moments[number]!.what}`)
  const some = (from: number[], count: number): number[] => fc.sample(fc.constantFrom(...from), count)
  const once = [...[...kinds.values()].flatMap((alike) => some(alike, 1)), ...some(rolledBack!, 3)]
  const again = fc.sample(fc.tuple(fc.constantFrom(...numbers), fc.nat(20)), 2)
  const all = [...once.map((number) => [number]), ...again]
  const length = Math.min(most, all.length)
  return fc.sample(fc.shuffledSubarray(all, { minLength: length, maxLength: length }), 1)[0]!
}

/** The faults are the engine's, not the database's; a death costs twice as much on PostgreSQL. */
const MOST_DEATHS = DEEP ? { sqlite: 100, postgres: 100 } : { sqlite: 14, postgres: 4 }

const lives: [string, string, Life][] = [
  ['a check-in', '2026-12-06T12:00', roundLife],
  ['a poll', '2026-12-02T12:00', pollLife],
]

for (const engine of databases) {
  describe(`a death on ${engine.name}`, () => {
    it.each(lives)(
      'at any moment of %s leaves no trace in the books',
      async (_, now, life) => {
        const undisturbed = await live(engine, now, life, [])
        expect(undisturbed.books).toMatchObject({ spool: [], sentBlindlyTwice: [] })
        const waiting = deathsIn(undisturbed.moments, MOST_DEATHS[engine.dialect])
        const oneAfterTheOther = async (): Promise<void> => {
          for (let deaths = waiting.shift(); deaths; deaths = waiting.shift()) {
            const { when, what } = undisturbed.moments[deaths[0]!]!
            const { books } = await live(engine, now, life, deaths)
            expect(books, `died ${when}: ${what} (moments ${deaths.join(' and ')})`).toEqual(undisturbed.books)
          }
        }
        // While one waits for the database, another goes on.
        await Promise.all([oneAfterTheOther(), oneAfterTheOther(), oneAfterTheOther()])
      },
      120_000,
    )
  })
}
