/**
 * When what was committed to an SQLite file survives a power cut. With `synchronous = FULL` SQLite would wait for the disk within each commit, and
 * the whole process with it: whoever presses a button would wait for somebody else's answer. So SQLite commits into its log without waiting
 * (`synchronous = NORMAL`), the log is flushed here beside everything else, and who wrote is told afterwards. The log is written from front
 * to back: one flush serves all who have committed before it begins. (https://sqlite.org/wal.html, https://sqlite.org/pragma.html#pragma_synchronous)
 */
import { closeSync, fdatasync, openSync } from 'node:fs'

export interface OnDisk {
  /**
   * Resolves when everything committed before this call is on disk. When the disk has refused once it rejects for good: what the system then
   * still holds of the log, nobody knows before the next start reads it.
   */
  flushed(): Promise<void>
  close(): void
}

/**
 * @param log the file `…-wal`: there from the first commit on, and the same one as long as the database is open
 * @param flush Node's own, except where a test is the disk
 */
export function onDisk(log: string, flush: typeof fdatasync = fdatasync): OnDisk {
  let file: number | undefined
  let last: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  const begin = (): Promise<void> => {
    last = next!
    next = null
    file ??= openSync(log, 'r+')
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    flush(file, (error) => (error ? reject(error) : resolve()))
    return promise
  }
  return {
    flushed: () => (next ??= last.then(begin)),
    close() {
      if (file !== undefined) closeSync(file)
    },
  }
}
