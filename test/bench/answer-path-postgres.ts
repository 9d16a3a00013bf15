/**
 * The answer path on PostgreSQL: one replica against a bare server that commits one row on pg, and three replicas against one. The server is as
 * durable as people's own. Whoever is not measured stands still, so that idle replicas take nothing from the one that is.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../postgres-server.ts'
import { type AnswerDatabase, numberIn, postgresOn } from './answer-database.ts'
import { inTurn, type Measured, onFloor, onProduct, openLoop, p50, p99, saturated, type Sides } from './answer-load.ts'
import { startProcess } from './processes.ts'
import { type Product, startProduct, startReplica } from './product.ts'
import { judged, median, progress, quantile, rounded, type Result } from './result.ts'

const ROUNDS = 5
const REPLICAS = 3
/** What the server of the tests leaves out to be quicker. */
const AS_IN_LIFE = ['fsync=on', 'full_page_writes=on', 'autovacuum=on']

interface Bench extends Sides {
  database: AnswerDatabase
  floorDatabase: AnswerDatabase
  replicas: Pick<Product, 'origin' | 'running'>[]
}

interface Round {
  one: Measured
  three: Measured
  floor: Measured
  paced: Measured
  pacedFloor: Measured
}

export async function answerPathOnPostgresBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  const server = await startPostgres({ durable: true, settings: AS_IN_LIFE, place: tmpdir() })
  try {
    const bench = await begin(folder, server.url)
    await onThree(bench)
    await onFloor(bench, saturated)
    const rounds: Round[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await measure(bench, round))
      progress(`  round ${round + 1} of ${ROUNDS}: ${summary(rounds.at(-1)!)}`)
    }
    const stored = await check(bench)
    await end(bench)
    return resultsOf(rounds, { stored, lateP99: rounded(quantile(bench.late, 0.99)) })
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function begin(folder: string, server: string): Promise<Bench> {
  const load = startProcess('test/bench/load.ts')
  await load.told()
  const floorDatabase = await postgresOn(server)
  const floor = startProcess('test/bench/floor-postgres.ts', { args: [floorDatabase.url] })
  const { port } = (await floor.told()) as { port: number }
  const begun = performance.now()
  const database = await postgresOn(server)
  const product = await startProduct(folder, database)
  const replicas = [product, ...(await Promise.all([1, 2].map(() => startReplica(folder, database))))]
  progress(`  500 people are asked, ${REPLICAS} replicas run (${rounded((performance.now() - begun) / 1000)} s)`)
  return {
    load,
    product,
    database,
    floorDatabase,
    replicas,
    floor: { origin: `http://127.0.0.1:${port}`, running: floor, answers: 0 },
    confirmed: 0,
    late: [],
  }
}

const onThree = (bench: Bench): Promise<Measured> => onProduct(bench, saturated, bench.replicas)

/** While only the first replica moves. */
async function alone<T>({ replicas }: Bench, work: () => Promise<T>): Promise<T> {
  const others = replicas.slice(1)
  for (const { running } of others) running.child.kill('SIGSTOP')
  try {
    return await work()
  } finally {
    for (const { running } of others) running.child.kill('SIGCONT')
  }
}

async function measure(bench: Bench, round: number): Promise<Round> {
  const open = openLoop(round)
  const [one, floor] = await inTurn(
    round,
    () => alone(bench, () => onProduct(bench, saturated)),
    () => alone(bench, () => onFloor(bench, saturated)),
  )
  const three = await onThree(bench)
  const [paced, pacedFloor] = await inTurn(
    round,
    () => alone(bench, () => onProduct(bench, open)),
    () => alone(bench, () => onFloor(bench, open)),
  )
  return { one, floor, three, paced, pacedFloor }
}

/** Counts what is in the databases. @throws when a confirmed answer is not there */
async function check({ database, floorDatabase, confirmed, floor }: Bench): Promise<number> {
  const stored = await numberIn(database, 'select count(*) from response where answers is not null')
  const floorStored = await numberIn(floorDatabase, 'select count(*) from answer')
  if (stored !== confirmed) throw new Error(`${confirmed} answers were confirmed, ${stored} are stored.`)
  if (floorStored !== floor.answers) throw new Error(`The floor stored ${floorStored} of ${floor.answers}.`)
  return stored
}

async function end({ replicas, floor, load }: Bench): Promise<void> {
  for (const { running } of replicas) await running.stop()
  await floor.running.stop()
  await load.stop()
}

function resultsOf(rounds: Round[], details: Record<string, number>): Result[] {
  const medianOf = (kind: keyof Round, of: (measured: Measured) => number): number =>
    median(rounds.map((round) => of(round[kind])))
  const each = (of: (measured: Measured) => number, ...kinds: (keyof Round)[]): object =>
    Object.fromEntries(kinds.map((kind) => [kind, rounds.map((round) => rounded(of(round[kind])))]))
  const rps = ({ requestsPerSecond }: Measured): number => requestsPerSecond
  const computing = (...kinds: (keyof Round)[]): object =>
    Object.fromEntries(kinds.map((kind) => [kind, rounded(medianOf(kind, (measured) => measured.computing))]))
  return [
    judged({
      name: 'answers a second on PostgreSQL with 10 connections',
      goal: 'at least half of a bare server’s with one commit on pg',
      unit: 'requests/s',
      value: medianOf('one', rps),
      floor: medianOf('floor', rps),
      meets: (value, floor) => value >= floor / 2,
      details: { requestsPerSecond: each(rps, 'one', 'floor'), msOfComputing: computing('one', 'floor'), ...details },
    }),
    judged({
      name: 'answers at 300 a second on PostgreSQL',
      goal: 'p99 at most 1.5 times the bare server’s',
      unit: 'ms p99',
      value: medianOf('paced', p99),
      floor: medianOf('pacedFloor', p99),
      meets: (value, floor) => value <= 1.5 * floor,
      details: { p50: each(p50, 'paced', 'pacedFloor'), p99: each(p99, 'paced', 'pacedFloor') },
    }),
    judged({
      name: 'three replicas on PostgreSQL with 10 connections',
      goal: 'no slower than one',
      unit: 'requests/s',
      value: medianOf('three', rps),
      floor: medianOf('one', rps),
      meets: (value, floor) => value >= floor,
      details: { requestsPerSecond: each(rps, 'three', 'one'), msOfComputing: computing('three', 'one') },
    }),
  ]
}

function summary({ one, three, floor, paced, pacedFloor }: Round): string {
  const rps = (measured: Measured): number => rounded(measured.requestsPerSecond)
  const ms = (measured: Measured): number => rounded(p99(measured))
  return `one ${rps(one)}, three ${rps(three)}, floor ${rps(floor)} requests/s; ${ms(paced)} of ${ms(pacedFloor)} ms p99`
}
