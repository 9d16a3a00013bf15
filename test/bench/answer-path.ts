/**
 * The answer path: a request that stores one check-in answer, against a bare server that commits one row. Both are processes of their own, the
 * load comes from a third, and they take turns, so that whatever else happens on the machine hits both.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { BACKGROUND } from './company.ts'
import type { Order, Outcome } from './load.ts'
import { startProcess, type Running } from './processes.ts'
import { databaseIn, startProduct, type Product } from './product.ts'
import { judged, median, progress, quantile, rounded, type Result } from './result.ts'

const ROUNDS = 5
const SATURATED = { requests: 1500, connections: 10 }
const OPEN = { requests: 1200, perSecond: 300 }
const JOBS_PER_SECOND = 200

const SUBMIT = '/playground/api/submit'

/** What one round measured. */
interface Round {
  requestsPerSecond: number
  latencies: number[]
  busyLatencies: number[]
}

interface Bench {
  load: Running
  product: Product
  floor: { origin: string; running: Running; answers: number }
  /** Answers the product has confirmed. */
  confirmed: number
  late: number[]
  busySeconds: number
}

export async function answerPathBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    const bench = await begin(folder)
    const rounds: { product: Round; floor: Round }[] = []
    await warmUp(bench)
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await measure(bench, round))
      progress(`  round ${round + 1} of ${ROUNDS}: ${summary(rounds.at(-1)!)}`)
    }
    await end(bench)
    const checked = check(folder, bench)
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
  const product = await startProduct(folder, { preload: ['background.ts'] })
  progress(`  500 people are asked (${rounded((performance.now() - begun) / 1000)} s)`)
  return {
    load,
    product,
    floor: { origin: `http://127.0.0.1:${port}`, running: floor, answers: 0 },
    confirmed: 0,
    late: [],
    busySeconds: 0,
  }
}

async function warmUp(bench: Bench): Promise<void> {
  await onProduct(bench, saturated)
  await onFloor(bench, saturated)
}

const saturated: Pick<Order, 'pace'> & { requests: number } = {
  pace: { type: 'saturated', connections: SATURATED.connections },
  requests: SATURATED.requests,
}

const openLoop = (seed: number): typeof saturated => ({
  pace: { type: 'open', perSecond: OPEN.perSecond, seed },
  requests: OPEN.requests,
})

/** Who begins changes from round to round. */
async function measure(bench: Bench, round: number): Promise<{ product: Round; floor: Round }> {
  const turn = async <T>(onOne: () => Promise<T>, onOther: () => Promise<T>): Promise<[T, T]> => {
    if (round % 2 === 0) return [await onOne(), await onOther()]
    const other = await onOther()
    return [await onOne(), other]
  }
  const full = await turn(
    () => onProduct(bench, saturated),
    () => onFloor(bench, saturated),
  )
  const paced = await turn(
    () => onProduct(bench, openLoop(round)),
    () => onFloor(bench, openLoop(round)),
  )
  const busy = await turn(
    () => withBackground(bench, () => onProduct(bench, openLoop(round + ROUNDS))),
    () => onFloor(bench, openLoop(round + ROUNDS)),
  )
  const of = (one: 0 | 1): Round => ({
    requestsPerSecond: full[one].latencies.length / full[one].seconds,
    latencies: paced[one].latencies,
    busyLatencies: busy[one].latencies,
  })
  return { product: of(0), floor: of(1) }
}

async function withBackground(bench: Bench, work: () => Promise<Outcome>): Promise<Outcome> {
  const { running } = bench.product
  running.send({ jobsPerSecond: JOBS_PER_SECOND })
  await running.told()
  const begun = performance.now()
  const outcome = await work()
  bench.busySeconds += (performance.now() - begun) / 1000
  running.send({ jobsPerSecond: 0 })
  return outcome
}

async function onProduct(bench: Bench, { pace, requests }: typeof saturated): Promise<Outcome> {
  const bodies = bench.product.nextBodies(requests)
  const order: Order = { origin: bench.product.origin, path: SUBMIT, bodies, pace, reply: 'replace' }
  const outcome = await carriedOut(bench, order)
  bench.confirmed += requests
  // What the answers have caused is done before the other side's turn.
  await bench.product.settled()
  return outcome
}

async function onFloor(bench: Bench, { pace, requests }: typeof saturated): Promise<Outcome> {
  const [body] = bench.product.nextBodies(1)
  const order: Order = { origin: bench.floor.origin, path: SUBMIT, bodies: Array<string>(requests).fill(body!), pace }
  bench.floor.answers += requests
  return carriedOut(bench, order)
}

async function carriedOut(bench: Bench, order: Order): Promise<Outcome> {
  bench.load.send(order)
  const outcome = (await bench.load.told()) as Outcome
  const [failure] = outcome.failures
  if (failure !== undefined) {
    throw new Error(`${outcome.failures.length} of ${order.bodies.length} answers were not right, such as: ${failure}`)
  }
  bench.late.push(...outcome.late)
  return outcome
}

async function end(bench: Bench): Promise<void> {
  await bench.floor.running.stop()
  await bench.product.running.stop()
  await bench.load.stop()
}

/** Counts what is on disk. @throws when a confirmed answer is not there, or the background work did not take place. */
function check(folder: string, bench: Bench): Record<string, number> {
  const product = new BetterSqlite(databaseIn(folder), { readonly: true })
  const count = (sql: string): number => Number(product.prepare(sql).pluck().get())
  const stored = count(`select count(*) from response where answers is not null`)
  const pairs = count(`select count(*) from (select distinct occurrence_id, member_id from response)`)
  const delivered = count(
    `select sum(sent_revision - 1) from delivery join occurrence on occurrence.id = occurrence_id
     where delivery.key = 'prompt' and ritual_id like '${BACKGROUND}-%'`,
  )
  product.close()
  const floor = new BetterSqlite(join(folder, 'floor.db'), { readonly: true })
  const floorStored = Number(floor.prepare(`select count(*) from answer`).pluck().get())
  floor.close()
  const jobsPerSecond = Math.round(delivered / bench.busySeconds)
  if (stored !== bench.confirmed) throw new Error(`${bench.confirmed} answers were confirmed, ${stored} are stored.`)
  if (floorStored !== bench.floor.answers) throw new Error(`The floor stored ${floorStored}.`)
  if (jobsPerSecond < 0.95 * JOBS_PER_SECOND) throw new Error(`Only ${jobsPerSecond} jobs a second were done.`)
  return { stored, firstAnswers: pairs, jobsPerSecond }
}

function resultsOf(rounds: { product: Round; floor: Round }[], details: Record<string, number>): Result[] {
  const each = (side: 'product' | 'floor', of: (round: Round) => number): number[] =>
    rounds.map((round) => of(round[side]))
  const medians = (of: (round: Round) => number) => ({
    value: median(each('product', of)),
    floor: median(each('floor', of)),
  })
  const shown = (of: (round: Round) => number) => ({
    product: each('product', of).map(rounded),
    floor: each('floor', of).map(rounded),
  })
  const p99 = (latencies: number[]): number => quantile(latencies, 0.99)
  const p50 = (latencies: number[]): number => quantile(latencies, 0.5)
  const rps = (round: Round): number => round.requestsPerSecond
  const latency = (name: string, of: (round: Round) => number[], more: Record<string, unknown> = {}): Result =>
    judged({
      name,
      goal: 'p99 at most 1.5 times the floor’s plus 3 ms',
      unit: 'ms p99',
      ...medians((round) => p99(of(round))),
      meets: (value, floor) => value <= 1.5 * floor + 3,
      details: { p50: medians((round) => p50(of(round))), p99: shown((round) => p99(of(round))), ...more },
    })
  return [
    judged({
      name: 'answers a second with 10 connections',
      goal: 'at least half the floor’s',
      unit: 'requests/s',
      ...medians(rps),
      meets: (value, floor) => value >= floor / 2,
      details: { requestsPerSecond: shown(rps), ...details },
    }),
    latency('answers at 300 a second', (round) => round.latencies),
    latency('answers at 300 a second beside 200 jobs a second', (round) => round.busyLatencies),
  ]
}

function summary({ product, floor }: { product: Round; floor: Round }): string {
  const pair = (of: (round: Round) => number, unit: string): string =>
    `${rounded(of(product))} of ${rounded(of(floor))} ${unit}`
  return [
    pair((round) => round.requestsPerSecond, 'requests/s'),
    pair((round) => quantile(round.latencies, 0.99), 'ms p99'),
    pair((round) => quantile(round.busyLatencies, 0.99), 'ms p99 beside jobs'),
  ].join(', ')
}
