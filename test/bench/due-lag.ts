/**
 * 10,000 check-ins that open within one minute, each with its prompt, on both databases, with the queue, the clock and the tick of the program and a platform that only
 * takes notes. **Due lag** is from the moment an occurrence was to open until its opening was committed; **delivery lag** from then on until its prompt stood.
 * Schedules know minutes, so here the minute is filled evenly: at one and the same moment nobody could open them all within a second.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../../src/clock.ts'
import { composeHouse } from '../../src/compose.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { createEngine } from '../../src/engine/engine.ts'
import type { House } from '../../src/engine/house.ts'
import { createLog } from '../../src/log.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { noMeter } from '../../src/meter.ts'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { instantText, localText } from '../../src/time/format.ts'
import { recordingPlatform } from '../house.ts'
import { startPostgres } from '../postgres-server.ts'
import { judged, progress, quantile, rounded, type Result } from './result.ts'
import { noonZone } from './chat-company.ts'

const TEAMS = 1000
const RITUALS = 10_000
/** Milliseconds. */
const MINUTE = 60_000
/** Milliseconds before the first, in which the plan is laid out anew. */
const AHEAD = 20_000

export async function dueLagBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  // As in life: what is committed is on the disk, and tables are looked after.
  const settings = ['fsync=on', 'full_page_writes=on', 'autovacuum=on']
  const server = await startPostgres({ durable: true, settings, place: tmpdir() })
  try {
    return [
      await measured('SQLite', `sqlite:${join(folder, 'due.db')}`, folder),
      await measured('PostgreSQL', server.url, folder),
    ]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measured(name: string, url: string, folder: string): Promise<Result> {
  const lags: number[] = []
  const deliveries: number[] = []
  const zone = noonZone(Temporal.Now.instant())
  const rituals = await discoverRituals()
  const reading = parseManifest(JSON.stringify(companyIn(zone)), 'bench.yaml', rituals)
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems))
  const db = await openDatabase(url)
  await migrate(db)
  mkdirSync(join(folder, name))
  const { platform, sends } = recordingPlatform('web', () => instantText(systemClock.now()))
  const house = await composeHouse({
    db,
    clock: systemClock,
    log: createLog('silent'),
    manifest: reading.manifest,
    rituals,
    keyFolder: join(folder, name),
    platforms: new Map([['web', platform]]),
    meter: {
      ...noMeter,
      due: (seconds) => void lags.push(seconds * 1000),
      delivered: (_platform, _outcome, seconds) => void deliveries.push(seconds * 1000),
    },
  })
  await applyManifest(db, reading.manifest, instantText(systemClock.now()))
  await db.write((trx) => trx.updateTable('member').set({ welcomed_at: '2026-01-01T00:00:00.000Z' }).execute())
  const engine = createEngine(house)
  await engine.start()
  await spread(house, zone)
  progress(`  ${name}: ${RITUALS} occurrences are planned`)
  const ticking = setInterval(() => void engine.tick(), MINUTE)
  const before = process.cpuUsage()
  await until(async () => lags.length >= RITUALS && sends() >= RITUALS)
  const { user, system } = process.cpuUsage(before)
  clearInterval(ticking)
  if ((await count(house, 'open')) !== RITUALS || sends() !== RITUALS || lags.length !== RITUALS)
    throw new Error(`${lags.length} were opened, ${sends()} prompts sent: not each of ${RITUALS} once.`)
  await house.queue.stop(1000)
  await db.close()
  const p99 = quantile(lags, 0.99)
  progress(`  ${name}: p99 ${rounded(p99)} ms, worst ${rounded(Math.max(...lags))} ms`)
  return judged({
    name: `due lag of 10,000 occurrences within a minute on ${name}`,
    goal: 'p99 under 1 s',
    unit: 'ms p99',
    value: p99,
    meets: (value) => value < 1000,
    details: {
      measured: 'from the moment each was to open until its opening was committed, the prompts going out meanwhile',
      p50: rounded(quantile(lags, 0.5)),
      worst: rounded(Math.max(...lags)),
      deliveryLag: { p50: rounded(quantile(deliveries, 0.5)), p99: rounded(quantile(deliveries, 0.99)) },
      prompts: sends(),
      msOfComputingEach: rounded((user + system) / 1000 / RITUALS),
    },
  })
}

const person = (team: number, who: string): string => `${who}${team}@bench.example`
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** One occurrence each in the coming weeks, in some hours. */
function companyIn(zone: string): object {
  const numbers = Array.from({ length: TEAMS }, (_, team) => team)
  const day = DAYS[Temporal.Now.zonedDateTimeISO(zone).dayOfWeek - 1]
  const starting = Temporal.Now.plainDateISO(zone).toString()
  return {
    organisation: { name: 'Bench', language: 'de', zone, holidays: 'none', workWeek: DAYS },
    admins: [person(0, 'lead')],
    people: numbers.flatMap((team) =>
      ['lead', 'ana'].map((who) => ({ email: person(team, who), name: `${who} ${team}` })),
    ),
    teams: numbers.map((team) => ({
      id: `team-${team}`,
      name: `Team ${team}`,
      leaders: [person(team, 'lead')],
      members: [person(team, 'ana')],
      channels: [`web:team-${team}`],
    })),
    rituals: Array.from({ length: RITUALS }, (_, ritual) => ({
      id: `round-${ritual}`,
      kind: 'check-in',
      team: `team-${ritual % TEAMS}`,
      schedule: { every: '12 weeks', on: day, at: '15:30', starting, zone: 'team', window: '4h', reminder: 'none' },
      options: { leaderTakesPart: false },
    })),
  }
}

/** Moves all occurrences into one minute, evenly, and their wake-ups with them. */
async function spread(house: House, zone: string): Promise<void> {
  const first = systemClock.now().add({ milliseconds: AHEAD })
  const rows = await house.db.kysely
    .selectFrom('occurrence')
    .select('id')
    .where('state', '=', 'planned')
    .orderBy('id')
    .execute()
  if (rows.length !== RITUALS) throw new Error(`${rows.length} occurrences are planned.`)
  for (let from = 0; from < rows.length; from += 500) {
    const some = rows.slice(from, from + 500).map(({ id }, index) => {
      const at = first.add({ milliseconds: Math.round(((from + index) * MINUTE) / RITUALS) })
      return { id, at: instantText(at), local: localText(at.toZonedDateTimeISO(zone).toPlainDateTime()) }
    })
    await house.db.write(async (trx) => {
      for (const { id, at, local } of some)
        await trx
          .updateTable('occurrence')
          .set({ opens_at: at, next_at: at, local_at: local })
          .where('id', '=', id)
          .execute()
      await house.queue.enqueue(
        trx,
        some.map(({ id, at }) => ({ name: 'occurrence', key: id, runAt: at })),
      )
    })
  }
  const late = systemClock.now().epochMilliseconds - first.epochMilliseconds
  if (late > 0) throw new Error(`Laying out the plan took ${late} ms too long.`)
}

const count = async (house: House, state: 'open'): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from occurrence where state = ${state}`.execute(
    house.db.kysely,
  )
  return Number(rows[0]!.n)
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 4 * MINUTE; !(await isDone());) {
    if (performance.now() > end) throw new Error('It did not come to an end.')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
