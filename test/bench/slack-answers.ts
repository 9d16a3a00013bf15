/**
 * Slack's answer path: a signed press that stores an answer through the whole adapter, against a bare Bolt app that acknowledges it and commits
 * one row. Both are processes of their own, the load comes from a third, and they take turns.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import type { Outcome, Order } from './load.ts'
import { computed, said, startFlags, startProcess, type Running } from './processes.ts'
import { judged, median, progress, quantile, rounded, type Result } from './result.ts'
import { openInSlack, slackManifest } from './slack-company.ts'
import { type Press, pressesIn, SECRET, signed } from './slack-presses.ts'

const ROUNDS = 5
const SATURATED = { requests: 1200, connections: 10 }
const OPEN = { requests: 1200, perSecond: 300 }
const PATH = '/slack/events'

interface Bench {
  load: Running
  slack: Running
  /** Where a press may be answered. */
  answerTo: string
  product: { origin: string; running: Running }
  floor: { origin: string; running: Running; stored: number }
  presses: Press[]
  next: number
  late: number[]
}

interface Round {
  requestsPerSecond: number
  /** Milliseconds of computing for one request with all that follows from it; unlike the others it hardly feels what else the machine does. */
  computing: number
  latencies: number[]
}

export async function slackAnswersBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    const bench = await begin(folder)
    await onProduct(bench, saturated)
    await onFloor(bench, saturated)
    const rounds: { product: Round; floor: Round }[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await measure(bench, round))
      progress(`  round ${round + 1} of ${ROUNDS}: ${summary(rounds.at(-1)!)}`)
    }
    await end(bench)
    return resultsOf(rounds, { ...check(folder, bench), lateP99: rounded(quantile(bench.late, 0.99)) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function begin(folder: string): Promise<Bench> {
  const opens = Temporal.Now.instant().subtract({ minutes: 3 })
  const manifest = join(folder, 'manifest.yaml')
  const database = join(folder, 'product.db')
  writeFileSync(manifest, slackManifest(opens))
  const begun = performance.now()
  await openInSlack(database, slackManifest(opens), opens, join(folder, 'keys'))
  const presses = pressesIn(database)
  progress(`  ${presses.length} prompts stand in Slack (${rounded((performance.now() - begun) / 1000)} s)`)
  const load = startProcess('test/bench/load.ts')
  await load.told()
  const slack = startProcess('test/bench/slack-stand-in.ts')
  const { port: slackPort } = (await slack.told()) as { port: number }
  const apiUrl = `http://127.0.0.1:${slackPort}/api/`
  const floor = startProcess('test/bench/slack-floor.ts', { args: [join(folder, 'floor.db'), SECRET, apiUrl] })
  const { port } = (await floor.told()) as { port: number }
  const running = startProcess('src/main.ts', { flags: startFlags(), env: environment(folder, manifest, apiUrl) })
  const productPort = await said(running, /"port":(\d+)/)
  return {
    load,
    slack,
    answerTo: `http://127.0.0.1:${slackPort}/response/1`,
    product: { origin: `http://127.0.0.1:${productPort}`, running },
    floor: { origin: `http://127.0.0.1:${port}`, running: floor, stored: 0 },
    presses,
    next: 0,
    late: [],
  }
}

const environment = (folder: string, manifest: string, apiUrl: string): Record<string, string> => ({
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: `sqlite:${join(folder, 'product.db')}`,
  TEAMRUNDE_MANIFEST: manifest,
  TEAMRUNDE_KEYS: join(folder, 'keys'),
  LOG_LEVEL: 'info',
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_SIGNING_SECRET: SECRET,
  SLACK_API_URL: apiUrl,
  TMPDIR: folder,
})

type Wish = Pick<Order, 'pace'> & { requests: number }

const saturated: Wish = {
  pace: { type: 'saturated', connections: SATURATED.connections },
  requests: SATURATED.requests,
}

const openLoop = (seed: number): Wish => ({
  pace: { type: 'open', perSecond: OPEN.perSecond, seed },
  requests: OPEN.requests,
})

/** Who begins changes from round to round. */
async function measure(bench: Bench, round: number): Promise<{ product: Round; floor: Round }> {
  const before = { product: computed(bench.product.running), floor: computed(bench.floor.running) }
  const turn = async (wish: Wish): Promise<{ product: Outcome; floor: Outcome }> => {
    if (round % 2 === 0) return { product: await onProduct(bench, wish), floor: await onFloor(bench, wish) }
    const floor = await onFloor(bench, wish)
    return { product: await onProduct(bench, wish), floor }
  }
  const full = await turn(saturated)
  const paced = await turn(openLoop(round))
  const of = (side: 'product' | 'floor'): Round => ({
    computing: (computed(bench[side].running) - before[side]) / (SATURATED.requests + OPEN.requests),
    requestsPerSecond: full[side].latencies.length / full[side].seconds,
    latencies: paced[side].latencies,
  })
  return { product: of('product'), floor: of('floor') }
}

async function onProduct(bench: Bench, wish: Wish): Promise<Outcome> {
  const outcome = await carriedOut(bench, bench.product.origin, wish)
  await quiet(bench.slack)
  return outcome
}

async function onFloor(bench: Bench, wish: Wish): Promise<Outcome> {
  bench.floor.stored += wish.requests
  return carriedOut(bench, bench.floor.origin, wish)
}

async function carriedOut(bench: Bench, origin: string, { pace, requests }: Wish): Promise<Outcome> {
  const requestsSigned = Array.from({ length: requests }, () =>
    signed(bench.presses[bench.next++ % bench.presses.length]!, bench.answerTo),
  )
  const order: Order = {
    origins: [origin],
    path: PATH,
    pace,
    bodies: requestsSigned.map(({ body }) => body),
    headers: requestsSigned.map(({ headers }) => headers),
  }
  bench.load.send(order)
  const outcome = (await bench.load.told()) as Outcome
  const [failure] = outcome.failures
  if (failure !== undefined)
    throw new Error(`${outcome.failures.length} of ${requests} were not taken, such as: ${failure}`)
  bench.late.push(...outcome.late)
  return outcome
}

/** What the presses have caused is done before the other side's turn: nothing was said to Slack for half a second. */
async function quiet(slack: Running): Promise<void> {
  let before = -1
  for (;;) {
    slack.send({})
    const { calls } = (await slack.told()) as { calls: number }
    if (calls === before) return
    before = calls
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function end({ product, floor, slack, load }: Bench): Promise<void> {
  await product.running.stop()
  await floor.running.stop()
  await slack.stop()
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
  const sent = bench.next - bench.floor.stored
  if (stored !== sent) throw new Error(`${sent} presses were acknowledged, ${stored} answers are stored.`)
  if (floorStored !== bench.floor.stored) throw new Error(`The floor stored ${floorStored} of ${bench.floor.stored}.`)
  return { stored, prompts: bench.presses.length }
}

function resultsOf(rounds: { product: Round; floor: Round }[], details: Record<string, number>): Result[] {
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
      name: 'presses in Slack a second with 10 connections',
      goal: 'at least 0.6 of a bare Bolt app’s',
      unit: 'requests/s',
      ...medians(rps),
      meets: (value, floor) => value >= 0.6 * floor,
      details: { requestsPerSecond: each(rps), msOfComputing: medians(({ computing }) => computing), ...details },
    }),
    judged({
      name: 'presses in Slack at 300 a second',
      goal: 'p99 at most 1.5 times a bare Bolt app’s',
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
