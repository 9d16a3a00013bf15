/**
 * The answer path of a chat platform: presses that store an answer through the whole adapter, against the platform's bare library that acknowledges
 * them and commits one row. Both are processes of their own, the load comes from a third, and they take turns.
 */
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import type { Outcome, Order } from './load.ts'
import { computed, startProcess, type Running } from './processes.ts'
import { judged, median, progress, quantile, rounded, type Result } from './result.ts'

const ROUNDS = 5
const CONNECTIONS = 10
const PER_SECOND = 300

export interface PressBench {
  /** `Slack`, and what it is measured against: `a bare Bolt app`. */
  platform: string
  bare: string
  path: string
  /** Of each turn. */
  requests: number
  /** What the product speaks to; it tells how many calls it has had. */
  standIn: Running
  product: { origin: string; running: Running }
  floor: { origin: string; running: Running }
  /** The next press, another one each time. */
  press(): { body: string; headers: Record<string, string> }
  prompts: number
}

interface Bench extends PressBench {
  load: Running
  sent: { product: number; floor: number }
  late: number[]
}

interface Round {
  requestsPerSecond: number
  /** Milliseconds of computing for one request with all that follows from it; unlike the others it hardly feels what else the machine does. */
  computing: number
  latencies: number[]
}

/** @param begin brings everything up in an empty folder: the product on `product.db`, the floor on `floor.db` */
export async function pressPathBench(
  folder: string,
  begin: (folder: string) => Promise<PressBench>,
): Promise<Result[]> {
  const load = startProcess('test/bench/load.ts')
  await load.told()
  const bench: Bench = { ...(await begin(folder)), load, sent: { product: 0, floor: 0 }, late: [] }
  await onProduct(bench, saturated(bench))
  await onFloor(bench, saturated(bench))
  const rounds: { product: Round; floor: Round }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await measure(bench, round))
    progress(`  round ${round + 1} of ${ROUNDS}: ${summary(rounds.at(-1)!)}`)
  }
  await end(bench)
  return resultsOf(bench, rounds, { ...check(folder, bench), lateP99: rounded(quantile(bench.late, 0.99)) })
}

type Wish = Pick<Order, 'pace'> & { requests: number }

const saturated = ({ requests }: Bench): Wish => ({ pace: { type: 'saturated', connections: CONNECTIONS }, requests })

const openLoop = ({ requests }: Bench, seed: number): Wish => ({
  pace: { type: 'open', perSecond: PER_SECOND, seed },
  requests,
})

/** Who begins changes from round to round. */
async function measure(bench: Bench, round: number): Promise<{ product: Round; floor: Round }> {
  const before = { product: computed(bench.product.running), floor: computed(bench.floor.running) }
  const turn = async (wish: Wish): Promise<{ product: Outcome; floor: Outcome }> => {
    if (round % 2 === 0) return { product: await onProduct(bench, wish), floor: await onFloor(bench, wish) }
    const floor = await onFloor(bench, wish)
    return { product: await onProduct(bench, wish), floor }
  }
  const full = await turn(saturated(bench))
  const paced = await turn(openLoop(bench, round))
  const of = (side: 'product' | 'floor'): Round => ({
    computing: (computed(bench[side].running) - before[side]) / (2 * bench.requests),
    requestsPerSecond: full[side].latencies.length / full[side].seconds,
    latencies: paced[side].latencies,
  })
  return { product: of('product'), floor: of('floor') }
}

async function onProduct(bench: Bench, wish: Wish): Promise<Outcome> {
  bench.sent.product += wish.requests
  const outcome = await carriedOut(bench, bench.product.origin, wish)
  await quiet(bench.standIn)
  return outcome
}

async function onFloor(bench: Bench, wish: Wish): Promise<Outcome> {
  bench.sent.floor += wish.requests
  return carriedOut(bench, bench.floor.origin, wish)
}

async function carriedOut(bench: Bench, origin: string, { pace, requests }: Wish): Promise<Outcome> {
  const presses = Array.from({ length: requests }, () => bench.press())
  const order: Order = {
    origins: [origin],
    path: bench.path,
    pace,
    bodies: presses.map(({ body }) => body),
    headers: presses.map(({ headers }) => headers),
  }
  bench.load.send(order)
  const outcome = (await bench.load.told()) as Outcome
  const [failure] = outcome.failures
  if (failure !== undefined)
    throw new Error(`${outcome.failures.length} of ${requests} were not taken, such as: ${failure}`)
  bench.late.push(...outcome.late)
  return outcome
}

/** What the presses have caused is done before the other side's turn: nothing was said to the platform for half a second. */
async function quiet(standIn: Running): Promise<void> {
  let before = -1
  for (;;) {
    standIn.send({})
    const { calls } = (await standIn.told()) as { calls: number }
    if (calls === before) return
    before = calls
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function end({ product, floor, standIn, load }: Bench): Promise<void> {
  await product.running.stop()
  await floor.running.stop()
  await standIn.stop()
  await load.stop()
}

/** Counts what is on disk. @throws when a press that was acknowledged is not there */
function check(folder: string, bench: Bench): Record<string, number> {
  const count = (file: string, sql: string): number => {
    const db = new BetterSqlite(join(folder, file), { readonly: true })
    const found = Number(db.prepare(sql).pluck().get())
    db.close()
    return found
  }
  const stored = count('product.db', 'select count(*) from response')
  const floorStored = count('floor.db', 'select count(*) from answer')
  const { sent, prompts } = bench
  if (stored !== sent.product)
    throw new Error(`${sent.product} presses were acknowledged, ${stored} answers are stored.`)
  if (floorStored !== sent.floor) throw new Error(`The floor stored ${floorStored} of ${sent.floor}.`)
  return { stored, prompts }
}

function resultsOf(
  { platform, bare }: PressBench,
  rounds: { product: Round; floor: Round }[],
  details: Record<string, number>,
): Result[] {
  const each = (of: (round: Round) => number) => ({
    product: rounds.map(({ product }) => of(product)),
    floor: rounds.map(({ floor }) => of(floor)),
  })
  const medians = (of: (round: Round) => number) => {
    const { product, floor } = each(of)
    return { value: median(product), floor: median(floor) }
  }
  const p99 = ({ latencies }: Round): number => quantile(latencies, 0.99)
  const p50 = ({ latencies }: Round): number => quantile(latencies, 0.5)
  const rps = ({ requestsPerSecond }: Round): number => requestsPerSecond
  return [
    judged({
      name: `presses in ${platform} a second with ${CONNECTIONS} connections`,
      goal: `at least 0.6 of ${bare}’s`,
      unit: 'requests/s',
      ...medians(rps),
      meets: (value, floor) => value >= 0.6 * floor,
      details: { requestsPerSecond: each(rps), msOfComputing: medians(({ computing }) => computing), ...details },
    }),
    judged({
      name: `presses in ${platform} at ${PER_SECOND} a second`,
      goal: `p99 at most 1.5 times ${bare}’s`,
      unit: 'ms p99',
      ...medians(p99),
      meets: (value, floor) => value <= 1.5 * floor,
      details: { p50: medians(p50), p99: each(p99) },
    }),
  ]
}

function summary({ product, floor }: { product: Round; floor: Round }): string {
  const p99 = (round: Round): number => rounded(quantile(round.latencies, 0.99))
  return `${rounded(product.requestsPerSecond)} of ${rounded(floor.requestsPerSecond)} requests/s, ${p99(product)} of ${p99(floor)} ms p99`
}
