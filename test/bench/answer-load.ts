/** Both sides of an answer path under the same load: what was asked of whom, and what came of it. */
import type { Order, Outcome } from './load.ts'
import { computed, type Running } from './processes.ts'
import type { Product } from './product.ts'
import { quantile } from './result.ts'

export const SATURATED = { requests: 1500, connections: 10 }
export const OPEN = { requests: 1200, perSecond: 300 }

const SUBMIT = '/playground/api/submit'

export interface Sides {
  load: Running
  product: Product
  floor: { origin: string; running: Running; answers: number }
  /** Answers the product has confirmed. */
  confirmed: number
  /** Milliseconds by which the generator was late. */
  late: number[]
}

export type Wish = Pick<Order, 'pace'> & { requests: number }

export const saturatedOn = (connections: number): Wish => ({
  pace: { type: 'saturated', connections },
  requests: SATURATED.requests,
})

export const saturated = saturatedOn(SATURATED.connections)

export const openLoop = (seed: number): Wish => ({
  pace: { type: 'open', perSecond: OPEN.perSecond, seed },
  requests: OPEN.requests,
})

export interface Measured extends Pick<Outcome, 'latencies'> {
  requestsPerSecond: number
  /** Milliseconds of computing for one request with all that follows from it. */
  computing: number
}

export async function onProduct(
  sides: Sides,
  { pace, requests }: Wish,
  replicas: Pick<Product, 'origin' | 'running'>[] = [sides.product],
): Promise<Measured> {
  const bodies = sides.product.nextBodies(requests)
  const origins = replicas.map(({ origin }) => origin)
  const order: Order = { origins, path: SUBMIT, bodies, pace, reply: 'replace' }
  sides.confirmed += requests
  return measured(
    replicas.map(({ running }) => running),
    async () => {
      const outcome = await carriedOut(sides, order)
      // What the answers have caused is done before the other side's turn.
      await sides.product.settled()
      return outcome
    },
  )
}

export async function onFloor(
  sides: Sides,
  { pace, requests }: Wish,
  servers: Pick<Product, 'origin' | 'running'>[] = [sides.floor],
): Promise<Measured> {
  const [body] = sides.product.nextBodies(1)
  const bodies = Array<string>(requests).fill(body!)
  const order: Order = { origins: servers.map(({ origin }) => origin), path: SUBMIT, bodies, pace }
  sides.floor.answers += requests
  return measured(
    servers.map(({ running }) => running),
    () => carriedOut(sides, order),
  )
}

async function measured(running: Running[], work: () => Promise<Outcome>): Promise<Measured> {
  const all = (): number => running.reduce((sum, each) => sum + computed(each), 0)
  const before = all()
  const { latencies, seconds } = await work()
  const count = latencies.length
  return { latencies, requestsPerSecond: count / seconds, computing: (all() - before) / count }
}

async function carriedOut(sides: Sides, order: Order): Promise<Outcome> {
  sides.load.send(order)
  const outcome = (await sides.load.told()) as Outcome
  const [failure] = outcome.failures
  if (failure !== undefined) {
    throw new Error(`${outcome.failures.length} of ${order.bodies.length} answers were not right, such as: ${failure}`)
  }
  sides.late.push(...outcome.late)
  return outcome
}

/** Who begins changes from round to round. */
export async function inTurn<T>(round: number, one: () => Promise<T>, other: () => Promise<T>): Promise<[T, T]> {
  if (round % 2 === 0) return [await one(), await other()]
  const second = await other()
  return [await one(), second]
}

export const p99 = ({ latencies }: Measured): number => quantile(latencies, 0.99)
export const p50 = ({ latencies }: Measured): number => quantile(latencies, 0.5)
