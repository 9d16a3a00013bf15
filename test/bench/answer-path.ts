/**
 * The answer path: a request that stores one check-in answer, against a bare server that commits one row. Both are processes of their own, the
 * load comes from a third, and they take turns, so that whatever else happens on the machine hits both.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnswerDatabase, numberIn, sqliteAt } from './answer-database.ts'
import { inTurn, type Measured, onFloor, onProduct, openLoop, p50, p99, saturated, type Sides } from './answer-load.ts'
import { BACKGROUND } from './company.ts'
import { startProcess } from './processes.ts'
import { startProduct } from './product.ts'
import { judged, median, progress, quantile, rounded, type Result } from './result.ts'

const ROUNDS = 5
const JOBS_PER_SECOND = 200

type Pair = Record<'product' | 'floor', Measured>

/** What one round measured: as many as go through, at a steady pace, and at that pace beside jobs. */
interface Round {
  full: Pair
  paced: Pair
  busy: Pair
}

interface Bench extends Sides {
  database: AnswerDatabase
  busySeconds: number
}

export async function answerPathBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    const bench = await begin(folder)
    const rounds: Round[] = []
    await onProduct(bench, saturated)
    await onFloor(bench, saturated)
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await measure(bench, round))
      progress(`  round ${round + 1} of ${ROUNDS}: ${summary(rounds.at(-1)!)}`)
    }
    await end(bench)
    const checked = await check(folder, bench)
    return resultsOf(rounds, { ...checked, lateP99: rounded(quantile(bench.late, 0.99)) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function begin(folder: string): Promise<Bench> {
  const load = startProcess('test/bench/load.ts')
  await load.told()
  const floor = startProcess('test/bench/floor.ts', { args: [join(folder, 'floor.db')] })
  const { port } = (await floor.told()) as { port: number }
  const begun = performance.now()
  const database = sqliteAt(join(folder, 'product.db'))
  const product = await startProduct(folder, database, { preload: ['background.ts'] })
  progress(`  500 people are asked (${rounded((performance.now() - begun) / 1000)} s)`)
  return {
    load,
    product,
    database,
    floor: { origin: `http://127.0.0.1:${port}`, running: floor, answers: 0 },
    confirmed: 0,
    late: [],
    busySeconds: 0,
  }
}

async function measure(bench: Bench, round: number): Promise<Round> {
  const both = async (onProducts: () => Promise<Measured>, onFloors: () => Promise<Measured>): Promise<Pair> => {
    const [product, floor] = await inTurn(round, onProducts, onFloors)
    return { product, floor }
  }
  const paced = openLoop(round)
  const busy = openLoop(round + ROUNDS)
  return {
    full: await both(
      () => onProduct(bench, saturated),
      () => onFloor(bench, saturated),
    ),
    paced: await both(
      () => onProduct(bench, paced),
      () => onFloor(bench, paced),
    ),
    busy: await both(
      () => withBackground(bench, () => onProduct(bench, busy)),
      () => onFloor(bench, busy),
    ),
  }
}

async function withBackground(bench: Bench, work: () => Promise<Measured>): Promise<Measured> {
  const { running } = bench.product
  running.send({ jobsPerSecond: JOBS_PER_SECOND })
  await running.told()
  const begun = performance.now()
  const outcome = await work()
  bench.busySeconds += (performance.now() - begun) / 1000
  running.send({ jobsPerSecond: 0 })
  return outcome
}

async function end(bench: Bench): Promise<void> {
  await bench.floor.running.stop()
  await bench.product.running.stop()
  await bench.load.stop()
}

/** Counts what is on disk. @throws when a confirmed answer is not there, or the background work did not take place. */
async function check(folder: string, { database, ...bench }: Bench): Promise<Record<string, number>> {
  const stored = await numberIn(database, `select count(*) from response where answers is not null`)
  const pairs = await numberIn(
    database,
    `select count(*) from (select distinct occurrence_id, member_id from response) as pair`,
  )
  const delivered = await numberIn(
    database,
    `select sum(sent_revision - 1) from delivery join occurrence on occurrence.id = occurrence_id
     where delivery.key = 'prompt' and ritual_id like '${BACKGROUND}-%'`,
  )
  await database.close()
  const floor = sqliteAt(join(folder, 'floor.db'))
  const floorStored = await numberIn(floor, `select count(*) from answer`)
  await floor.close()
  const jobsPerSecond = Math.round(delivered / bench.busySeconds)
  if (stored !== bench.confirmed) throw new Error(`${bench.confirmed} answers were confirmed, ${stored} are stored.`)
  if (floorStored !== bench.floor.answers) throw new Error(`The floor stored ${floorStored}.`)
  if (jobsPerSecond < 0.95 * JOBS_PER_SECOND) throw new Error(`Only ${jobsPerSecond} jobs a second were done.`)
  return { stored, firstAnswers: pairs, jobsPerSecond }
}

function resultsOf(rounds: Round[], details: Record<string, number>): Result[] {
  const medians = (kind: keyof Round, of: (measured: Measured) => number) => ({
    value: median(rounds.map((round) => of(round[kind].product))),
    floor: median(rounds.map((round) => of(round[kind].floor))),
  })
  const each = (kind: keyof Round, of: (measured: Measured) => number) => ({
    product: rounds.map((round) => rounded(of(round[kind].product))),
    floor: rounds.map((round) => rounded(of(round[kind].floor))),
  })
  const rps = ({ requestsPerSecond }: Measured): number => requestsPerSecond
  const computing = (measured: Measured): number => measured.computing
  const latency = (name: string, kind: keyof Round): Result =>
    judged({
      name,
      goal: 'p99 at most 1.5 times the floor’s plus 3 ms',
      unit: 'ms p99',
      ...medians(kind, p99),
      meets: (value, floor) => value <= 1.5 * floor + 3,
      details: { p50: medians(kind, p50), p99: each(kind, p99) },
    })
  return [
    judged({
      name: 'answers a second with 10 connections',
      goal: 'at least half the floor’s',
      unit: 'requests/s',
      ...medians('full', rps),
      meets: (value, floor) => value >= floor / 2,
      details: { requestsPerSecond: each('full', rps), msOfComputing: medians('full', computing), ...details },
    }),
    latency('answers at 300 a second', 'paced'),
    latency('answers at 300 a second beside 200 jobs a second', 'busy'),
  ]
}

function summary({ full, paced, busy }: Round): string {
  const pair = ({ product, floor }: Pair, of: (measured: Measured) => number, unit: string): string =>
    `${rounded(of(product))} of ${rounded(of(floor))} ${unit}`
  return [
    pair(full, ({ requestsPerSecond }) => requestsPerSecond, 'requests/s'),
    pair(paced, p99, 'ms p99'),
    pair(busy, p99, 'ms p99 beside jobs'),
  ].join(', ')
}
