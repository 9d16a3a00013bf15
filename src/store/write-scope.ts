import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Knows whether the code that is running belongs to an open `write`, to refuse what would otherwise wait for itself for
 * ever (SQLite) or quietly leave the transaction (PostgreSQL).
 */
export interface WriteScope {
  /** Runs `fn` as part of a write. */
  run<T>(fn: () => Promise<T>): Promise<T>
  /** Called by whoever asks for a connection of its own: throws from inside a write that is still open. */
  refuse(): void
}

/** One scope belongs to one database: writing to two databases at once is nobody's mistake. */
export function createWriteScope(): WriteScope {
  const storage = new AsyncLocalStorage<{ open: boolean }>()
  return {
    async run(fn) {
      // Timers and promises started in here outlive the write and keep its scope, hence the mark that it is over.
      const scope = { open: true }
      try {
        return await storage.run(scope, fn)
      } finally {
        scope.open = false
      }
    },
    refuse() {
      if (!storage.getStore()?.open) return
      throw new Error(
        'The database was used past the transaction of the write that is running: use the trx it was given.',
      )
    },
  }
}
