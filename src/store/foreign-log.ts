import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { ProblemError } from '../errors.ts'

/** Where the header says whether the file is kept with a log beside it; a backup is not, until it is begun with. https://sqlite.org/fileformat.html#database_header */
const KIND_AT = 18
const WITHOUT_LOG = 1

/**
 * A backup that was copied over a database whose process was killed: SQLite would take the log that still lies there for the backup's own, and spoil it.
 * @throws ProblemError
 */
export function refuseForeignLog(path: string): void {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false })
  if (!log || log.size === 0 || kindOf(path) !== WITHOUT_LOG) return
  throw new ProblemError(
    `${path} is a backup, and beside it lies the log of the database that stood there before, which would spoil it. ` +
      `Move ${path}-wal and ${path}-shm away first.`,
  )
}

function kindOf(path: string): number | undefined {
  let file
  try {
    file = openSync(path, 'r')
    const kind = Buffer.alloc(1)
    return readSync(file, kind, 0, 1, KIND_AT) === 1 ? kind[0] : undefined
  } catch {
    // What is wrong with it, whoever opens it will be told.
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
