import BetterSqlite from 'better-sqlite3'
import { ProblemError } from '../errors.ts'

/**
 * Takes `<path>.lock` for this process, so that two of them never run the same SQLite file.
 *
 * The lock is an open write transaction in a tiny database of its own: the operating system lets go of it the moment the
 * process is gone, however it went, so nothing has to be cleaned up after a kill -9 and no process number can be mistaken
 * for another's. The number of the holder is stored beside it only to be named in the message.
 *
 * Returns the function that lets go. Throws a ProblemError when another process, or this one, already holds it.
 */
export function lockFile(path: string): () => void {
  const lock = new BetterSqlite(`${path}.lock`, { timeout: 0 })
  try {
    lock.exec('begin immediate; create table if not exists holder (pid integer)')
    lock.exec('delete from holder')
    lock.prepare('insert into holder values (?)').run(process.pid)
    lock.exec('commit; begin immediate')
    return () => lock.close()
  } catch (error) {
    const holder = isBusy(error) ? holderOf(lock) : undefined
    lock.close()
    if (!isBusy(error)) throw error
    throw new ProblemError(
      `${path} is already in use by another Teamrunde${holder ? ` (process ${holder})` : ''}. ` +
        `A SQLite file belongs to one process: stop the other one, or use PostgreSQL (DATABASE_URL=postgres://...) to run several.`,
      { cause: error },
    )
  }
}

export function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

function holderOf(lock: BetterSqlite.Database): number | undefined {
  try {
    return lock.prepare<[], { pid: number }>('select pid from holder').get()?.pid
  } catch {
    // The other process is writing its number at this very moment: the message does without it.
    return undefined
  }
}
