/** Several engines and several processes on one PostgreSQL: everything happens, and nothing twice. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import type { Outgoing, PlatformEvent } from '#platform'
import { composeHouse } from '../../src/compose.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import type { House } from '../../src/engine/house.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { createLog } from '../../src/log.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { openDatabase } from '../../src/store/database.ts'
import { instantText } from '../../src/time/format.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { recordingPlatform } from '../house.ts'
import { company, poll, round } from './company.ts'
import { nextWeekday, type Program, standingIn, startProgram } from './program.ts'

const postgres = databases.find((engine) => engine.dialect === 'postgres')!
const people = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn'].map((name) => ({ name }))
const manifestOf = (rituals: string): string => company({ people, organisation: 'holidays: none', rituals })

/** A round on every day, and polls that run into the day after. */
const fullWeek = manifestOf(
  round("every: day, at: '09:00', window: 4h, reminder: 2h30m") +
    poll("every: week, on: [mon, wed], at: '09:00', window: 26h, reminder: 2h30m"),
)
/** For processes, which begin on whatever day it is. */
const mondays = manifestOf(round("every: week, on: mon, at: '09:00', window: 4h, reminder: 2h30m"))

interface Replica {
  house: House
  engine: Engine
  stop(): Promise<void>
}

/** As many engines as processes, each with connections and a queue of its own; the clock and the platform are the world's. */
async function replicas(
  db: TestDatabase,
  count: number,
  clock: House['clock'],
  platform: House['platforms'],
): Promise<Replica[]> {
  const rituals = await discoverRituals()
  const reading = parseManifest(fullWeek, 'replicas.yaml', rituals)
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems))
  const keyFolder = mkdtempSync(join(inject('testFolder'), 'keys-'))
  const start = async (): Promise<Replica> => {
    const own = await openDatabase(db.url)
    const log = createLog('silent')
    const house = await composeHouse({
      db: own,
      clock,
      log,
      manifest: reading.manifest,
      rituals,
      keyFolder,
      platforms: new Map(platform),
    })
    const engine = createEngine(house)
    await applyManifest(own, reading.manifest, instantText(clock.now()))
    await engine.start()
    const stop = async (): Promise<void> => {
      await house.queue.stop(1000)
      await own.close()
    }
    return { house, engine, stop }
  }
  return Promise.all(Array.from({ length: count }, start))
}

describe('two engines with their queues on one PostgreSQL', () => {
  it('live through a week side by side: every round, question, answer and report once', async () => {
    await using db = await postgres.open()
    let time = Temporal.Instant.from('2026-12-06T11:00:00.000Z')
    const clock = { now: () => time }
    const recording = recordingPlatform('web', () => instantText(time))
    const sent: Outgoing[] = []
    const { send } = recording.platform
    recording.platform.send = async (outgoing) => {
      sent.push(outgoing)
      return send(outgoing)
    }
    const both = await replicas(db, 2, clock, new Map([['web', recording.platform]]))
    let events = 0

    /** Everything that is due has been done by one of them. */
    const settled = async (): Promise<void> => {
      await Promise.all(both.map(({ engine }) => engine.tick()))
      await Promise.all(both.map(({ engine }) => engine.drain()))
      await vi.waitFor(
        async () => {
          const now = instantText(time)
          const due = await db.kysely.selectFrom('occurrence').select('id').where('next_at', '<=', now).execute()
          const waiting = await db.kysely
            .selectFrom('delivery')
            .select('id')
            .where('state', 'in', ['queued', 'sending'])
            .where('not_before', '<=', now)
            .execute()
          if (due.length + waiting.length > 0) throw new Error('There is still something to do.')
        },
        { timeout: 10_000, interval: 10 },
      )
    }
    const to = async (local: string): Promise<void> => {
      time = Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Berlin').toInstant()
      await settled()
    }
    /** Each answer reaches both, as a platform would deliver it twice. */
    const submit = (person: string, occurrence: string, form: string, answers: Record<string, unknown>) => {
      const ticket = { occurrence, form, delivery: null }
      const event: PlatformEvent = {
        type: 'submit',
        id: `e${(events += 1)}`,
        platform: 'web',
        person,
        ticket,
        answers,
        inPlace: false,
      }
      return both.map(({ engine }) => engine.inbox.handle(event))
    }

    await settled()
    const days = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11']
    for (const [index, day] of days.entries()) {
      await to(`${day}T09:00`)
      const answers = people
        .slice(0, 3 + (index % 3))
        .flatMap(({ name }) =>
          submit(name, `round@${day}T09:00`, 'answer', { done: `${name} ${day}`, next: null, blocker: null }),
        )
      const statements = index === 0 ? ['goal', 'way', 'candour'] : ['ideas', 'help', 'successes']
      const ballot = Object.fromEntries(['spirit', ...statements].map((name) => [name, 4]))
      const votes =
        index === 0 || index === 2
          ? people.slice(0, 5).flatMap(({ name }) => submit(name, `spirit@${day}T09:00`, 'ballot', ballot))
          : []
      const replies = await Promise.all([...answers, ...votes])
      expect(new Set(replies.map(({ type }) => type))).toEqual(new Set(['replace']))
      for (const moment of ['11:30', '13:00']) await to(`${day}T${moment}`)
    }
    await Promise.all(both.map(({ stop }) => stop()))

    const ids = sent.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    const occurrences = await db.kysely
      .selectFrom('occurrence')
      .select(['id', 'state', 'number'])
      .where('number', 'is not', null)
      .orderBy('id')
      .execute()
    expect(occurrences.map(({ id, state, number }) => `${id} ${state} ${number}`)).toEqual([
      ...days.map((day, index) => `round@${day}T09:00 closed ${index + 1}`),
      'spirit@2026-12-07T09:00 closed 1',
      'spirit@2026-12-09T09:00 closed 2',
    ])
    const responses = await db.kysely.selectFrom('response').select(['member_id', 'occurrence_id']).execute()
    expect(responses).toHaveLength(3 + 4 + 5 + 3 + 4)
    const results = await db.kysely.selectFrom('result').select('document').execute()
    expect(results.map(({ document }) => JSON.parse(document).answered)).toEqual([5, 5])
    const prompts = await db.kysely
      .selectFrom('delivery')
      .select((select) => ['recipient', select.fn.countAll<number>().as('count')])
      .where('key', '=', 'prompt')
      .groupBy('recipient')
      .execute()
    // Everyone for each round and each poll, the leader for the polls alone.
    expect(prompts.map(({ count }) => count).toSorted()).toEqual([2, ...people.map(() => days.length + 2)])
    const inChannel = [...recording.standing.values()].filter(({ conversation }) => conversation === 'service')
    expect(inChannel.filter(({ under }) => under === null)).toHaveLength(days.length + 2)
    expect(inChannel.filter(({ under }) => under !== null)).toHaveLength(3 + 4 + 5 + 3 + 4)
  })
})

describe('two processes on one PostgreSQL', () => {
  it('start together, ask once, take answers at both doors and report once', async () => {
    await using db = await postgres.openEmpty()
    const folder = mkdtempSync(join(inject('testFolder'), 'processes-'))
    const env = { DATABASE_URL: db.url, TEAMRUNDE_PLAYGROUND: '1' }
    const both: Program[] = await Promise.all([0, 1].map(() => startProgram({ folder, manifest: mondays, env })))
    const everywhere = (local: string) => Promise.all(both.map((program) => program.to(local)))
    const monday = nextWeekday((await both[0]!.state('ana')).clock.now, 1)

    await everywhere(`${monday}T10:00`)
    const done = await Promise.all(
      people.map(async ({ name }, index) => {
        const door = both[index % 2]!
        const opened = await door.post('command', { person: name, text: 'antworten runde' })
        if (opened.body.reply.type !== 'form') throw new Error(opened.text)
        const { ticket } = opened.body.reply
        const answers = { done: `Es schreibt ${name}.`, next: null, blocker: null }
        return (await door.post('submit', { person: name, ticket, answers })).body.reply.type
      }),
    )
    expect(done).toEqual(people.map(() => 'replace'))
    await everywhere(`${monday}T13:30`)

    for (const program of both) {
      const seen = await program.state('ana')
      // On the days before nobody has answered.
      const reports = standingIn(seen, '#service').filter(
        ({ html, under }) => under === null && /\d Antwort/.test(html),
      )
      expect(reports.map(({ html }) => html)).toEqual([expect.stringContaining('6 Antworten')])
      expect(standingIn(seen, '#service').filter(({ under }) => under !== null)).toHaveLength(people.length)
      expect(standingIn(seen, '@ana').filter(({ html }) => html.includes('Danke'))).toHaveLength(1)
    }
    expect(await Promise.all(both.map((program) => program.terminate()))).toEqual([0, 0])
    const complaints = both.flatMap(({ lines }) => lines.filter((line) => /"level":[56]0/.test(line)))
    expect(complaints).toEqual([])
  }, 120_000)
})
