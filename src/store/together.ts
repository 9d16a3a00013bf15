/** On PostgreSQL every statement is a way there and back, and its planning, parsing and waiting cost more than one row more or less: what is asked in the same turn goes out as one. */
import { setImmediate as nextTurn } from 'node:timers'
import DataLoader from 'dataloader'
import type { DialectAdapter } from 'kysely'
import type { Reads } from '../engine/house.ts'

/** So that one that has to wait for a lock holds up few others. */
export const MOST = 20

/**
 * @param all does what was asked in one turn of the event loop, outside any transaction; an outcome for each call, in their order. It is called again for each one
 *   alone when several together have failed: one that can't be done costs the others nothing
 * @returns the same for a single call
 */
export function together<Call, Outcome>(
  all: (db: Reads, calls: readonly Call[]) => Promise<Outcome[]>,
): (db: Reads, call: Call) => Promise<Outcome> {
  const alone = async (db: Reads, call: Call): Promise<Outcome> => (await all(db, [call]))[0]!
  const known = new WeakMap<DialectAdapter, DataLoader<Call, Outcome>>()
  return (db, call) => {
    const { adapter } = db.getExecutor()
    let loader = known.get(adapter)
    if (!loader) known.set(adapter, (loader = loaderOf(db)))
    return loader.load(call)
  }

  function loaderOf(db: Reads): DataLoader<Call, Outcome> {
    const load = async (calls: readonly Call[]): Promise<(Outcome | Error)[]> => {
      try {
        return await all(db, calls)
      } catch (error) {
        if (calls.length === 1) throw error
        return Promise.all(calls.map((call) => alone(db, call).catch((fault: Error) => fault)))
      }
    }
    return new DataLoader(load, { cache: false, maxBatchSize: MOST, batchScheduleFn: (send) => void nextTurn(send) })
  }
}
