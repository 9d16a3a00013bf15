/** One transaction of the engine: rows change, and the wake-ups that follow from them are enqueued once, last and in a fixed order. */
import type { Job } from '../jobs/queue.ts'
import type { House, Writes } from './house.ts'

const pending = new WeakMap<Writes, Job[]>()

/** Runs `fn` in a transaction; jobs passed to `wake` in it exist when it is committed. */
export function act<T>(house: House, fn: (trx: Writes) => Promise<T>): Promise<T> {
  return house.db.write(async (trx) => {
    const jobs: Job[] = []
    pending.set(trx, jobs)
    const result = await fn(trx)
    pending.delete(trx)
    if (jobs.length > 0) await house.queue.enqueue(trx, inOrder(jobs))
    return result
  })
}

/** Asks for jobs at the end of the transaction that `act` opened. */
export function wake(trx: Writes, ...jobs: Job[]): void {
  const collected = pending.get(trx)
  if (!collected) throw new Error('wake() belongs into a transaction opened by act().')
  collected.push(...jobs)
}

/** The same order everywhere, so that two transactions never wait for each other. */
const inOrder = (jobs: Job[]): Job[] => jobs.toSorted((a, b) => compare(a.name, b.name) || compare(a.key, b.key))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
