/**
 * The answer path on PostgreSQL: one replica against a bare server that commits one row on pg, and three replicas against one. The server is as
 * durable as people's own. Whoever is not measured stands still, so that idle replicas take nothing from the one that is. Ten connections are a quiet hour,
 * forty a morning on which everyone answers; three bare servers beside one tell how much of what three replicas lose is the machine's.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../postgres-server.ts'
import { type AnswerDatabase, numberIn, postgresOn } from './answer-database.ts'
import {
  inTurn,
  type Measured,
  onFloor,
  onProduct,
  openLoop,
  p50,
  p99,
  saturated,
  saturatedOn,
  type Sides,
  type Wish,
} from './answer-load.ts'
import { startProcess } from './processes.ts'
import { type Product, startProduct, startReplica } from './product.ts'
import { judged, median, progress, quantile, rounded, type Result } from './result.ts'

const ROUNDS = 5
const REPLICAS = 3
const many = saturatedOn(40)
/** What the server of the tests leaves out to be quicker. */
const AS_IN_LIFE = ['fsync=on', 'full_page_writes=on', 'autovacuum=on']

interface Bench extends Sides {
  database: AnswerDatabase
  floorDatabase: AnswerDatabase
  replicas: Server[]
  floors: Server[]
}

type Server = Pick<Product, 'origin' | 'running'>

interface Round {
  one: Measured
  three: Measured
  floor: Measured
  threeFloors: Measured
  oneOfMany: Measured
  threeOfMany: Measured
  floorOfMany: Measured
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
  const floors: Server[] = []
  while (floors.length < REPLICAS) floors.push(await startFloor(floorDatabase))
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
    floor: { ...floors[0]!, answers: 0 },
    floors,
    confirmed: 0,
    late: [],
  }
}

async function startFloor({ url }: AnswerDatabase): Promise<Server> {
  const running = startProcess('test/bench/floor-postgres.ts', { args: [url] })
  const { port } = (await running.told()) as { port: number }
  return { origin: `http://127.0.0.1:${port}`, running }
}

const onThree = (bench: Bench, wish = saturated): Promise<Measured> => onProduct(bench, wish, bench.replicas)

/** While only the first replica moves, or none. */
async function alone<T>({ replicas }: Bench, work: () => Promise<T>, moving = 1): Promise<T> {
  const others = replicas.slice(moving)
  for (const { running } of others) running.child.kill('SIGSTOP')
  try {
    return await work()
  } finally {
    for (const { running } of others) running.child.kill('SIGCONT')
  }
}

async function measure(bench: Bench, round: number): Promise<Round> {
  const open = openLoop(round)
  const pair = (wish: Wish): Promise<[Measured, Measured]> =>
    inTurn(
      round,
      () => alone(bench, () => onProduct(bench, wish)),
      () => alone(bench, () => onFloor(bench, wish), 0),
    )
  const [one, floor] = await pair(saturated)
  const [three, threeFloors] = await inTurn(
    round,
    () => onThree(bench),
    () => alone(bench, () => onFloor(bench, saturated, bench.floors), 0),
  )
  const [oneOfMany, floorOfMany] = await pair(many)
  const threeOfMany = await onThree(bench, many)
  const [paced, pacedFloor] = await pair(open)
  return { one, floor, three, threeFloors, oneOfMany, threeOfMany, floorOfMany, paced, pacedFloor }
}

/** Counts what is in the databases. @throws when a confirmed answer is not there */
async function check({ database, floorDatabase, confirmed, floor }: Bench): Promise<number> {
  const stored = await numberIn(database, 'select count(*) from response where answers is not null')
  const floorStored = await numberIn(floorDatabase, 'select count(*) from answer')
  if (stored !== confirmed) throw new Error(`${confirmed} answers were confirmed, ${stored} are stored.`)
  if (floorStored !== floor.answers) throw new Error(`The floor stored ${floorStored} of ${floor.answers}.`)
  return stored
}

async function end({ replicas, floors, load }: Bench): Promise<void> {
  for (const { running } of [...replicas, ...floors]) await running.stop()
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
      name: 'answers a second on PostgreSQL with 40 connections',
      goal: 'at least half of a bare server’s with one commit on pg',
      unit: 'requests/s',
      value: medianOf('oneOfMany', rps),
      floor: medianOf('floorOfMany', rps),
      meets: (value, floor) => value >= floor / 2,
      details: {
        requestsPerSecond: each(rps, 'oneOfMany', 'floorOfMany'),
        msOfComputing: computing('oneOfMany', 'floorOfMany'),
      },
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
      details: {
        requestsPerSecond: each(rps, 'three', 'one', 'threeFloors', 'floor'),
        msOfComputing: computing('three', 'one', 'threeFloors', 'floor'),
      },
    }),
    judged({
      name: 'three replicas on PostgreSQL with 40 connections',
      goal: 'no slower than one',
      unit: 'requests/s',
      value: medianOf('threeOfMany', rps),
      floor: medianOf('oneOfMany', rps),
      meets: (value, floor) => value >= floor,
      details: {
        requestsPerSecond: each(rps, 'threeOfMany', 'oneOfMany'),
        msOfComputing: computing('threeOfMany', 'oneOfMany'),
      },
    }),
  ]
}

function summary({ one, three, floor, threeFloors, oneOfMany, threeOfMany, floorOfMany, ...open }: Round): string {
  const rps = (measured: Measured): number => rounded(measured.requestsPerSecond)
  const ms = (measured: Measured): number => rounded(p99(measured))
  return [
    `one ${rps(one)}, three ${rps(three)}, floor ${rps(floor)} and ${rps(threeFloors)} requests/s`,
    `${rps(oneOfMany)}, ${rps(threeOfMany)} and ${rps(floorOfMany)} with many`,
    `${ms(open.paced)} of ${ms(open.pacedFloor)} ms p99`,
  ].join('; ')
}
