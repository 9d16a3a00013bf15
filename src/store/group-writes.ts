import { AsyncLocalStorage } from 'node:async_hooks'
import type BetterSqlite from 'better-sqlite3'
import type { Kysely, Transaction } from 'kysely'
import type { Gate } from './gate.ts'

/** Waits on the disk cost more than anything else in a write, so those who ask at the same time share one. */
const LARGEST_GROUP = 50

/** Taken before a test's fake timers can replace it. */
const nextTurn = globalThis.setImmediate

interface Entry<S> {
  /** Runs the caller's function in the caller's own async context. */
  readonly run: (trx: Transaction<S>) => Promise<unknown>
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * The write path on SQLite's one connection: writes that were asked for in the same turn of the event loop run one after the
 * other, each behind a savepoint of its own, and are committed together. Each still resolves only when it is on disk, and
 * one that throws takes back only what it did itself.
 *
 * @param flushed resolves when what has been committed is on disk
 */
export function groupWrites<S>(
  kysely: Kysely<S>,
  raw: BetterSqlite.Database,
  gate: Gate,
  flushed: () => Promise<void> = async () => {},
) {
  const savepoint = savepointOf(raw)
  let waiting: Entry<S>[] = []
  let idle = true

  async function commitNextGroup(): Promise<void> {
    const group = waiting.slice(0, LARGEST_GROUP)
    waiting = waiting.slice(LARGEST_GROUP)
    const settle = await commit(kysely, savepoint, group)
    idle = waiting.length === 0
    // The next group need not wait for the disk, only for the connection.
    if (!idle) nextTurn(commitNextGroup)
    await flushed().then(settle, (error: unknown) => refuse(group, error))
    for (const _ of group) gate.leave()
  }

  return function write<T>(fn: (trx: Transaction<S>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      gate.enter()
      const inCallersContext = AsyncLocalStorage.snapshot()
      const run = (trx: Transaction<S>): Promise<unknown> => inCallersContext(() => gate.asWrite(() => fn(trx)))
      waiting.push({ run, resolve: resolve as (result: unknown) => void, reject })
      if (idle) nextTurn(commitNextGroup)
      idle = false
    })
  }
}

/** Commits a group and returns the function that tells each of its members how it went. */
async function commit<S>(kysely: Kysely<S>, savepoint: Savepoint, group: readonly Entry<S>[]) {
  const outcomes: (() => void)[] = []
  const attempt = group.length === 1 ? plainly : behindSavepoint
  try {
    await kysely.transaction().execute(async (trx) => {
      for (const entry of group) outcomes.push(await attempt(savepoint, trx, entry))
    })
    return () => outcomes.forEach((outcome) => outcome())
  } catch (error) {
    return () => refuse(group, error)
  }
}

const refuse = <S>(group: readonly Entry<S>[], error: unknown): void => group.forEach(({ reject }) => reject(error))

async function plainly<S>(_: Savepoint, trx: Transaction<S>, entry: Entry<S>): Promise<() => void> {
  const result = await entry.run(trx)
  return () => entry.resolve(result)
}

async function behindSavepoint<S>(savepoint: Savepoint, trx: Transaction<S>, entry: Entry<S>) {
  savepoint.set()
  try {
    const result = await entry.run(trx)
    savepoint.release()
    return () => entry.resolve(result)
  } catch (error) {
    // A full disk and the like make SQLite roll back everything by itself: then the whole group has failed.
    if (!savepoint.stands()) throw error
    savepoint.takeBack()
    return () => entry.reject(error)
  }
}

interface Savepoint {
  set(): void
  release(): void
  takeBack(): void
  /** Whether the transaction is still there to go back in. */
  stands(): boolean
}

function savepointOf(raw: BetterSqlite.Database): Savepoint {
  const set = raw.prepare('savepoint entry')
  const release = raw.prepare('release entry')
  return {
    set: () => void set.run(),
    release: () => void release.run(),
    takeBack: () => void raw.exec('rollback to entry; release entry'),
    stands: () => raw.inTransaction,
  }
}
