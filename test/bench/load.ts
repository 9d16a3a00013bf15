/** The load generator, in a process of its own so that it takes nothing from those it measures. One order in, one outcome out. */
import { Pool } from 'undici'

export interface Order {
  /** Of one server, or of its replicas, which take turns. */
  origins: string[]
  path: string
  bodies: string[]
  /** For each body its own, such as a signature; otherwise they are JSON. */
  headers?: Record<string, string>[]
  /**
   * `saturated`: each connection sends its next request as soon as it has its answer. `open`: requests go out at moments drawn beforehand
   * (a Poisson process, the same one for the same seed), whether or not earlier ones have been answered.
   */
  pace: { type: 'saturated'; connections: number } | { type: 'open'; perSecond: number; seed: number }
  /** What the `reply.type` in the answer has to be; without it the status alone counts. */
  reply?: string
}

export interface Outcome {
  seconds: number
  /** Milliseconds from sending to the whole answer, one per request. */
  latencies: number[]
  /** Milliseconds by which requests went out later than drawn: the generator's own fault. */
  late: number[]
  /** What was wrong with answers; anything here fails the bench. */
  failures: string[]
}

/** An open loop must never wait for a connection. */
const ENOUGH_CONNECTIONS = 100

const HEADERS = { 'content-type': 'application/json' }

async function carryOut(order: Order): Promise<Outcome> {
  const connections = order.pace.type === 'saturated' ? order.pace.connections : ENOUGH_CONNECTIONS
  const pools = order.origins.map((origin) => new Pool(origin, { connections, pipelining: 1 }))
  const outcome: Outcome = { seconds: 0, latencies: [], late: [], failures: [] }
  const replies: string[] = []
  const send = async (body: string, index: number): Promise<void> => {
    const begun = performance.now()
    const headers = order.headers?.[index] ?? HEADERS
    const answer = await pools[index % pools.length]!.request({ method: 'POST', path: order.path, headers, body })
    const text = await answer.body.text()
    outcome.latencies.push(performance.now() - begun)
    if (answer.statusCode === 200) replies.push(text)
    else outcome.failures.push(`${answer.statusCode} ${text.slice(0, 300)}`)
  }
  const begun = performance.now()
  await (order.pace.type === 'saturated'
    ? saturate(order.bodies, order.pace.connections, send)
    : openLoop(order.bodies, order.pace, send, outcome.late))
  outcome.seconds = (performance.now() - begun) / 1000
  for (const pool of pools) await pool.close()
  outcome.failures.push(...replies.flatMap((text) => complaint(text, order.reply)))
  return outcome
}

type Send = (body: string, index: number) => Promise<void>

async function saturate(bodies: string[], connections: number, send: Send): Promise<void> {
  let next = 0
  const work = async (): Promise<void> => {
    while (next < bodies.length) {
      const index = next++
      await send(bodies[index]!, index)
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
}

async function openLoop(
  bodies: string[],
  pace: { perSecond: number; seed: number },
  send: Send,
  late: number[],
): Promise<void> {
  const random = randomFrom(pace.seed)
  const sent: Promise<void>[] = []
  let due = performance.now()
  for (const [index, body] of bodies.entries()) {
    due += (-Math.log(1 - random()) * 1000) / pace.perSecond
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    late.push(performance.now() - due)
    sent.push(send(body, index))
  }
  await Promise.all(sent)
}

function complaint(text: string, expected: string | undefined): string[] {
  if (expected === undefined) return []
  const { reply } = JSON.parse(text) as { reply?: { type?: string } }
  return reply?.type === expected ? [] : [text.slice(0, 300)]
}

/** Mulberry32 by Tommy Ettinger: moments that are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

if (import.meta.main) {
  process.on('message', (order: Order) => void carryOut(order).then((outcome) => process.send?.(outcome)))
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}
