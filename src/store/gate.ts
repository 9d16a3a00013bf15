import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Where everyone passes who uses a database: it refuses those who would wait for themselves, and tells when the last one has
 * left.
 */
export interface Gate {
  /**
   * Passed by whoever asks for a connection or a write. Throws inside a write that is still open: waiting there would never
   * end on SQLite's one connection, and on PostgreSQL it would quietly leave the transaction.
   */
  enter(): void
  /** Owed once for each `enter` that did not throw. */
  leave(): void
  /** Runs `fn` as part of a write. */
  asWrite<T>(fn: () => Promise<T>): Promise<T>
  /** Resolves when everyone has left. */
  empty(): Promise<void>
}

/** One gate belongs to one database: writing to two databases at once is nobody's mistake. */
export function createGate(): Gate {
  const scope = new AsyncLocalStorage<{ open: boolean }>()
  let inside = 0
  let waiting: (() => void)[] = []
  return {
    enter() {
      if (scope.getStore()?.open) {
        throw new Error('The database was used past the transaction of the running write: use the trx it was given.')
      }
      inside += 1
    },
    leave() {
      inside -= 1
      if (inside > 0) return
      for (const resolve of waiting) resolve()
      waiting = []
    },
    async asWrite(fn) {
      // Timers and promises started in here outlive the write and keep its scope, hence the mark that it is over.
      const mark = { open: true }
      try {
        return await scope.run(mark, fn)
      } finally {
        mark.open = false
      }
    },
    async empty() {
      if (inside > 0) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
