/** One run: a database, a workspace, replicas, people, and what goes wrong; then calm, and the books. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { instantText } from '../../src/time/format.ts'
import { luckOf } from '../attack/chance.ts'
import { quantile } from '../bench/result.ts'
import { startPostgres } from '../postgres-server.ts'
import { openSlack } from '../slack/double.ts'
import { startBalancer } from './balancer.ts'
import { balance, type Entry } from './books.ts'
import { type CompanySize, foundCompany } from './company.ts'
import { letLoose, type Tally } from './monkey.ts'
import { openCrowd } from './people.ts'
import { createReplica, type Replica } from './replica.ts'

export interface ChaosOptions extends CompanySize {
  seed: string
  /** Milliseconds in which things go wrong. */
  milliseconds: number
  replicas: number
  door: 'http' | 'socket'
  /** A folder for what the replicas log. */
  logs?: string | undefined
  progress(text: string): void
}

export interface Report {
  entries: Entry[]
  deeds: Tally
  /** Of people's presses and forms, in milliseconds. */
  answered: { p50: number; p99: number; count: number }
  complaints: string[]
}

/** Milliseconds by which machines' clocks are off; no two alike. */
const SKEW = 4 * 60_000
/** As many times Slack's own. */
const PACE = 20
/** Occurrences of so many minutes before the start wait to be held late, or told as missed. */
const BEFORE = { minutes: 2 }
/** Milliseconds in which everything must be done once nothing goes wrong any more. */
const CALM = 120_000

export async function runChaos(options: ChaosOptions): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-chaos-'))
  const server = await startPostgres({ durable: true })
  const slack = await openSlack({ pace: { generosity: 2 * PACE }, retries: [0, 1000, 2000, 4000], pageSize: 1000 })
  const company = foundCompany(slack, options)
  const db = await openDatabase(server.url, { onConnectionError: () => {} })
  const replicas: Replica[] = []
  try {
    const from = Temporal.Now.instant().subtract(BEFORE)
    await prepare(db, company.manifest, from)
    writeFileSync(join(folder, 'manifest.yaml'), company.manifest)
    const env = {
      ...slack.environment(options.door),
      TEAMRUNDE_MANIFEST: join(folder, 'manifest.yaml'),
      TEAMRUNDE_KEYS: join(folder, 'keys'),
    }
    for (let number = 0; number < options.replicas; number += 1) {
      const skew = options.replicas === 1 ? SKEW : Math.round(SKEW * ((2 * number) / (options.replicas - 1) - 1))
      replicas.push(
        await createReplica({ number, databasePort: server.port, skew, pace: PACE, env, logs: options.logs }),
      )
    }
    await using balancer = await startBalancer(replicas)
    if (options.door === 'http') slack.listenAt(`http://127.0.0.1:${balancer.port}/slack/events`)
    const crowd = openCrowd(
      slack,
      company,
      luckOf(`${options.seed} people`),
      Math.min(25_000, options.milliseconds / 2),
    )
    await Promise.all(replicas.map((replica) => replica.start()))
    options.progress(
      `${replicas.length} replicas are up; ${Math.round(options.milliseconds / 1000)} s in which things go wrong`,
    )
    const deeds = await letLoose(
      { replicas, server, slack },
      luckOf(`${options.seed} deeds`),
      options.milliseconds,
      options.progress,
    )
    await Promise.all(replicas.map((replica) => replica.start()))
    options.progress('calm')
    await crowd.goHome()
    const until = await settled(db, options)
    const world = { db, slack, company, answers: crowd.answers, replicas, from, until }
    const entries = await balance(world)
    const codes = await Promise.all(replicas.map((replica) => replica.terminate()))
    const complaints = [
      ...replicas.flatMap((each) => each.complaints),
      ...codes.filter((code) => code !== 0).map((code) => `ended with ${code}`),
    ]
    const times = crowd.milliseconds.length > 0 ? crowd.milliseconds : [0]
    return {
      entries,
      deeds,
      complaints,
      answered: { p50: quantile(times, 0.5), p99: quantile(times, 0.99), count: crowd.milliseconds.length },
    }
  } finally {
    await Promise.all(replicas.map((replica) => replica.kill()))
    await Promise.all(replicas.map(({ way }) => way[Symbol.asyncDispose]()))
    await slack[Symbol.asyncDispose]()
    await db.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As if a program had planned everything up to `from`, and ended. */
async function prepare(db: Database, manifest: string, from: Temporal.Instant): Promise<void> {
  const reading = parseManifest(manifest, 'chaos.yaml', await discoverRituals())
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  await migrate(db)
  await applyManifest(db, reading.manifest, instantText(from))
}

/** Waits for a moment at which nothing is overdue and nothing on its way. @returns that moment */
async function settled(db: Database, { progress }: ChaosOptions): Promise<Temporal.Instant> {
  const end = performance.now() + CALM
  for (;;) {
    const now = Temporal.Now.instant()
    const left = await overdue(db, now)
    // What has opened in this very minute is still being asked and answered.
    if (left === 0) return now
    if (performance.now() > end) {
      progress(`${left} things are still not done`)
      return now
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function overdue(db: Database, at: Temporal.Instant): Promise<number> {
  const occurrences = await db.kysely
    .selectFrom('occurrence')
    .select((select) => select.fn.countAll<number>().as('left'))
    .where('next_at', '<=', instantText(at))
    .executeTakeFirstOrThrow()
  const deliveries = await db.kysely
    .selectFrom('delivery')
    .select((select) => select.fn.countAll<number>().as('left'))
    .where('state', 'in', ['queued', 'sending'])
    .whereRef('sent_revision', '<', 'revision')
    .executeTakeFirstOrThrow()
  return occurrences.left + deliveries.left
}
