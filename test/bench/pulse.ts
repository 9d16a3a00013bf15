/** What the pulse costs: a vote beside a check-in's answer, the close of a poll of 10,000, and a year of a thousand teams. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PlatformEvent } from '#platform'
import { act } from '../../src/engine/act.ts'
import { createEngine } from '../../src/engine/engine.ts'
import type { House } from '../../src/engine/house.ts'
import { advance } from '../../src/engine/occurrence.ts'
import { acrossBench } from './across.ts'
import { ANSWERS } from './company.ts'
import { companyOf, groundOf, plan } from './pulse-company.ts'
import { judged, median, progress, rounded, type Result } from './result.ts'

const VOTERS = 10_000
/** Short ones, taking turns: what else the machine does then hits both alike. */
const ROUNDS = 21
const ANSWERING = 400
/** Answers on their way at once. */
const AT_ONCE = 10

const schedule = { every: 'week', on: 'thu', at: '10:00', zone: 'team', window: '26h', reminder: 'none' }
const pulse = { id: 'spirit', kind: 'pulse', team: 'all', schedule }
const checkIn = { id: 'morning', kind: 'check-in', team: 'all', schedule }

export async function pulseBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    return [
      await votingBench(join(folder, 'voting')),
      await closing(join(folder, 'closing')),
      ...(await acrossBench(join(folder, 'across'))),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const membersOf = async (house: House): Promise<{ id: string; external: string }[]> =>
  await house.db.kysely
    .selectFrom('participant')
    .innerJoin('identity', 'identity.member_id', 'participant.member_id')
    .select(['participant.member_id as id', 'identity.external_id as external'])
    .where('participant.role', '=', 'member')
    .distinct()
    .orderBy('identity.external_id')
    .execute()

/** The same people answer both, in turns; what is measured is the whole way of an event to the disk and back. */
export async function votingBench(folder: string): Promise<Result> {
  await using ground = await groundOf(folder, companyOf(ANSWERING + 1, [pulse, checkIn]))
  const { house } = ground
  const poll = await plan(house, 'spirit', 26)
  const round = await plan(house, 'morning', 26)
  await advance(house, poll)
  await advance(house, round)
  const { inbox } = createEngine(house)
  const people = await membersOf(house)
  let events = 0
  const submit = (occurrence: string, form: string, answers: object) => (external: string) => {
    const event: PlatformEvent = {
      type: 'submit',
      id: `e${events++}`,
      platform: 'web',
      person: external,
      ticket: { occurrence, form, delivery: null },
      answers: { ...answers },
      inPlace: true,
    }
    return inbox.handle(event)
  }
  const vote = submit(poll, 'ballot', { spirit: '4', goal: '4', way: '3', candour: '5' })
  const answer = submit(round, 'answer', ANSWERS)
  await timed(people, vote)
  await timed(people, answer)
  const votes: Cost[] = []
  const answers: Cost[] = []
  for (let index = 0; index < ROUNDS; index++) {
    votes.push(await timed(people, vote))
    answers.push(await timed(people, answer))
  }
  return judged({
    name: 'a vote beside a check-in’s answer',
    goal: 'at most 1.3 times',
    unit: 'ms',
    value: median(votes.map(({ ms }) => ms)),
    floor: median(answers.map(({ ms }) => ms)),
    meets: (value, floor) => value <= 1.3 * floor,
    details: {
      votes: votes.map(({ ms }) => rounded(ms)),
      answers: answers.map(({ ms }) => rounded(ms)),
      msOfComputing: {
        vote: rounded(median(votes.map(({ computing }) => computing))),
        answer: rounded(median(answers.map(({ computing }) => computing))),
      },
      atOnce: AT_ONCE,
    },
  })
}

/** Milliseconds for each, and those of them in which something was computed, which hardly feel what else the machine does. */
interface Cost {
  ms: number
  computing: number
}

/** Ten are on their way at once. */
async function timed(
  people: { external: string }[],
  send: (person: string) => Promise<{ type: string }>,
): Promise<Cost> {
  const waiting = people.map(({ external }) => external)
  const begun = performance.now()
  const before = process.cpuUsage()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const reply = await send(next)
        if (reply.type !== 'replace') throw new Error(`not taken: ${JSON.stringify(reply)}`)
      }
    }),
  )
  const { user, system } = process.cpuUsage(before)
  return { ms: (performance.now() - begun) / people.length, computing: (user + system) / 1000 / people.length }
}

async function closing(folder: string): Promise<Result> {
  await using ground = await groundOf(folder, companyOf(VOTERS + 1, [pulse]))
  const { house } = ground
  const poll = await plan(house, 'spirit', 26)
  await advance(house, poll)
  progress(`  ${VOTERS} people are asked`)
  const people = await membersOf(house)
  for (let from = 0; from < people.length; from += 500) {
    await act(house, async (trx) => {
      for (const [index, { id }] of people.slice(from, from + 500).entries())
        await house.ballots.cast(trx, poll, id, { spirit: 1 + (index % 5), goal: 4, way: 3, candour: 1 + (index % 4) })
    })
  }
  const { closes_at: closes } = await house.db.kysely
    .selectFrom('occurrence')
    .select('closes_at')
    .where('id', '=', poll)
    .executeTakeFirstOrThrow()
  ground.set(closes)
  const begun = performance.now()
  await advance(house, poll)
  const seconds = (performance.now() - begun) / 1000
  const { document } = await house.db.kysely.selectFrom('result').select('document').executeTakeFirstOrThrow()
  const { tally } = JSON.parse(document) as { tally: { n: number } | null }
  if (tally?.n !== people.length) throw new Error(`counted ${tally?.n} of ${people.length}`)
  return judged({
    name: 'closing a poll of 10,000 ballots',
    goal: 'under 2 s, with the spool erased, the file vacuumed and every prompt brought up to date',
    unit: 's',
    value: seconds,
    meets: (value) => value < 2,
  })
}
