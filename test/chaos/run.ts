/** One run: a database, a workspace, replicas, people, and what goes wrong; then calm, and the books. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/database.ts'
import { luckOf } from '../attack/chance.ts'
import { quantile } from '../bench/result.ts'
import { startPostgres } from '../postgres-server.ts'
import { openSlack } from '../slack/double.ts'
import { prepare, settled } from './around.ts'
import { startBalancer } from './balancer.ts'
import { balance, type Entry } from './books.ts'
import { type CompanySize, foundCompany } from './company.ts'
import { letLoose, type Tally } from './monkey.ts'
import { type Crowd, openCrowd } from './people.ts'
import { createReplica, type Replica } from './replica.ts'

export interface ChaosOptions extends CompanySize {
  seed: string
  /** Milliseconds in which things go wrong. */
  milliseconds: number
  replicas: number
  /** By how many times everything that goes wrong is shorter than on a long day; 1 when left out. */
  haste?: number
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
export const PACE = 20

export async function runChaos(options: ChaosOptions): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-chaos-'))
  const server = await startPostgres({ durable: true })
  const slack = await openSlack({ pace: { generosity: 2 * PACE }, retries: [0, 1000, 2000, 4000], pageSize: 1000 })
  const company = foundCompany(slack, options)
  const db = await openDatabase(server.url, { onConnectionError: () => {} })
  const replicas: Replica[] = []
  try {
    const from = await prepare(db, company.manifest)
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
      { replicas, server, slack, haste: options.haste ?? 1 },
      luckOf(`${options.seed} deeds`),
      options.milliseconds,
      options.progress,
    )
    await Promise.all(replicas.map((replica) => replica.start()))
    options.progress('calm')
    await crowd.goHome()
    const until = await settled(db, options.progress)
    const world = { db, slack, company, answers: crowd.answers, replicas, from, until }
    const entries = await balance(world)
    const codes = await Promise.all(replicas.map((replica) => replica.terminate()))
    return reportOf(entries, deeds, crowd, replicas, codes)
  } finally {
    await Promise.all(replicas.map((replica) => replica.kill()))
    await Promise.all(replicas.map(({ way }) => way[Symbol.asyncDispose]()))
    await slack[Symbol.asyncDispose]()
    await db.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function reportOf(
  entries: Entry[],
  deeds: Tally,
  { milliseconds }: Crowd,
  replicas: readonly Replica[],
  codes: (number | null)[],
): Report {
  const complaints = [
    ...replicas.flatMap((each) => each.complaints),
    ...codes.filter((code) => code !== 0).map((code) => `ended with ${code}`),
  ]
  const times = milliseconds.length > 0 ? milliseconds : [0]
  const answered = { p50: quantile(times, 0.5), p99: quantile(times, 0.99), count: milliseconds.length }
  return { entries, deeds, complaints, answered }
}
