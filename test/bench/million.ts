/**
 * A million answers in the table, three years of a large company: what a report of one round, a leader's status, somebody's export and the look at what is past its time
 * cost, and what they hold in memory, beside the same with a tenth of the rows.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { PlatformEvent } from '#platform'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import type { House } from '../../src/engine/house.ts'
import { boundsOf } from '../../src/engine/overdue.ts'
import { enforceRetention } from '../../src/engine/retention.ts'
import { stockOf } from '../../src/engine/stock.ts'
import { chunks } from '../../src/store/people.ts'
import { instantText } from '../../src/time/format.ts'
import { ANSWERS } from './company.ts'
import { companyOf, type Ground, groundOf } from './pulse-company.ts'
import { judged, median, progress, rounded, type Result } from './result.ts'

const PEOPLE = 1000
/** Of these a tenth is there in the first half. */
const ROUNDS = 1000
const TIMES = 5

const schedule = { every: 'week', on: 'thu', at: '10:00', zone: 'team', window: '4h', reminder: 'none' }
const checkIn = { id: 'morning', kind: 'check-in', team: 'all', schedule }

export async function millionBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    await using ground = await groundOf(folder, companyOf(PEOPLE, [checkIn]))
    await fill(ground.house, 0, ROUNDS / 10)
    const few = await lookedAt(ground)
    await fill(ground.house, ROUNDS / 10, ROUNDS)
    progress(`  ${PEOPLE * ROUNDS} answers are stored`)
    const many = await lookedAt(ground)
    return [...many].map(([what, cost]) => judge(what, cost, few.get(what)!))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function judge(what: string, many: Cost, few: Cost): Result {
  return judged({
    name: `${what} with 1,000,000 answers stored, beside 100,000`,
    goal: 'under 2 s, and less than 20 MB more memory in use than with a tenth',
    unit: 'ms',
    value: many.ms,
    floor: few.ms,
    meets: (value) => value < 2000 && many.mostMB - few.mostMB < 20,
    details: { worstMs: rounded(many.worstMs), memoryMB: { few: rounded(few.mostMB), many: rounded(many.mostMB) } },
  })
}

/** The rounds' numbers count backwards in time: the first ones are the last that were held. */
async function fill(house: House, from: number, until: number): Promise<void> {
  const members = (await house.db.kysely.selectFrom('member').select('id').orderBy('id').execute()).map(({ id }) => id)
  for (let round = from; round < until; round += 1) await hold(house, `morning@${round}`, members, round)
}

async function hold(house: House, id: string, members: readonly string[], ago: number): Promise<void> {
  const opens = house.clock.now().subtract({ hours: 24 * (ago + 1) })
  const [at, closes] = [instantText(opens), instantText(opens.add({ hours: 4 }))]
  const frozen = {
    options: {},
    threshold: 5,
    phases: [{ name: 'answering', closesAt: closes }],
    size: members.length,
    asked: 0,
    leaders: [],
  }
  await house.db.write(async (trx) => {
    await trx
      .insertInto('occurrence')
      .values({
        id,
        ritual_id: 'morning',
        nominal: at,
        local_at: at.slice(0, 19),
        state: 'closed',
        reason: null,
        number: ROUNDS - ago,
        phase: ago === 0 ? 'closed' : 'over',
        opens_at: at,
        closes_at: closes,
        next_at: null,
        frozen: JSON.stringify(frozen),
      })
      .execute()
    for (const some of chunks([...members], 80)) {
      await trx
        .insertInto('participant')
        .values(some.map((member) => participant(id, member, at)))
        .execute()
      await trx
        .insertInto('response')
        .values(some.map((member) => response(id, member, at)))
        .execute()
    }
  })
}

const participant = (occurrence_id: string, member_id: string, opens_at: string) =>
  ({
    occurrence_id,
    member_id,
    role: 'member',
    status: 'answered',
    reason: null,
    until: null,
    opens_at,
    remind_at: null,
  }) as const

const response = (occurrence_id: string, member_id: string, at: string) => ({
  occurrence_id,
  member_id,
  form: 'answer',
  answers: JSON.stringify(ANSWERS),
  at,
  late: 0,
})

interface Cost {
  ms: number
  worstMs: number
  /** In use at the most right after it was done, beyond what was in use before. */
  mostMB: number
}

async function lookedAt({ house }: Ground): Promise<Map<string, Cost>> {
  const engine = createEngine(house)
  const deeds: Record<string, () => Promise<unknown>> = {
    'a report of one round': () => asks(engine, 0, 'report morning', /Rostock/),
    'a leader’s status': () => asks(engine, 0, 'status', /zuletzt/),
    'somebody’s export': () => asks(engine, 7, 'export', /Rostock/),
    'counting what is past its time': () =>
      stockOf(
        house.db,
        ['response'],
        boundsOf({ responses: '60 months', results: '60 months' }, house.clock.now()),
        house.texts,
      ),
    'the daily deletion, with nothing to delete': async () => {
      await house.db.kysely.deleteFrom('setting').where('key', '=', 'retention').execute()
      await enforceRetention({ ...house, manifest: keptLong(house) })
    },
  }
  const costs = new Map<string, Cost>()
  for (const [what, deed] of Object.entries(deeds)) costs.set(what, await costOf(deed))
  return costs
}

const keptLong = ({ manifest }: House): House['manifest'] => ({
  ...manifest,
  privacy: { ...manifest.privacy, retention: { responses: '60 months', results: '60 months' } },
})

let events = 0

async function asks({ inbox }: Engine, who: number, text: string, expected: RegExp): Promise<void> {
  const event: PlatformEvent = {
    type: 'command',
    id: `ask${events++}`,
    platform: 'web',
    person: `p${who}`,
    text,
    conversation: null,
  }
  const reply = await inbox.handle(event)
  const said = JSON.stringify(reply)
  if (!expected.test(said)) throw new Error(`"${text}" was answered with ${said.slice(0, 2000)}`)
}

async function costOf(deed: () => Promise<unknown>): Promise<Cost> {
  await deed()
  const times: number[] = []
  let most = 0
  for (let time = 0; time < TIMES; time += 1) {
    collect()
    const held = process.memoryUsage().heapUsed
    const begun = performance.now()
    await deed()
    times.push(performance.now() - begun)
    most = Math.max(most, process.memoryUsage().heapUsed - held)
  }
  return { ms: median(times), worstMs: Math.max(...times), mostMB: most / 1e6 }
}

/** Node's own collector: without it the heap shows what is not swept yet rather than what is in use. */
const collect = ((): (() => void) => {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
})()
