import { sql, type Kysely, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'
import { NO_TIME_LIMIT, USUAL_TIME_LIMIT } from './silence.ts'
import { asProblem } from './trouble.ts'

/** The two databases the store runs on. */
export type Dialect = 'sqlite' | 'postgres'

/**
 * An open database. `S` is the schema, ours unless a test brings its own.
 *
 * Reads may go through `kysely` anywhere outside a `write`. Inside a `write` everything, reads too, goes through the
 * `trx` it was given; using `kysely` or `write` there throws, because on SQLite's one connection it would wait for itself
 * for ever and on PostgreSQL it would escape the transaction.
 */
export interface Database<S = Schema> {
  readonly kysely: Kysely<S>
  readonly dialect: Dialect
  /** Where it lives, without a password, for messages and logs. */
  readonly place: string
  /** What it was opened with. On PostgreSQL this holds the password: never log it. */
  readonly url: string
  /**
   * Runs `fn` in one transaction and resolves with its result once that is committed and on disk. A throw rolls back and
   * comes out unchanged.
   *
   * Nothing is tried again here, not even after a deadlock or a cut connection: a commit whose answer got lost may have
   * happened, and `fn` may have filled variables of its caller. Those who can repeat safely do: jobs by their backoff,
   * platforms by sending the event again.
   *
   * `fn` touches only the database: whoever waits for the network in here makes everyone else wait too. On SQLite nobody
   * else writes meanwhile; on PostgreSQL others do, and each statement sees what they have committed (read committed), so
   * rows are moved on by conditional updates.
   */
  write<T>(fn: (trx: Transaction<S>) => Promise<T>): Promise<T>
  /** Waits for running work, then closes. Closing twice is fine. */
  close(): Promise<void>
}

/** How to open a database. */
export interface OpenOptions {
  /**
   * `own` (default) writes, and on SQLite takes the file for this process alone. `read` only looks, and may do so while
   * another process owns the file.
   */
  readonly access?: 'own' | 'read'
  /** Told about connections that broke while nobody used them; nothing needs to be done about them. */
  readonly onConnectionError?: (error: Error) => void
  /** Told whenever the database refuses a statement, a commit or a connection; for counting, since who asked is told too. */
  readonly onRefusal?: () => void
}

/**
 * Opens `sqlite:data/teamrunde.db`, `sqlite::memory:` or `postgres://name:password@host/database`.
 *
 * The driver is loaded only when it is asked for. PostgreSQL is not contacted before the first query. Throws when the
 * address is of neither kind, and a ProblemError when the SQLite file can't be opened or another process already owns it.
 */
export async function openDatabase<S = Schema>(url: string, options: OpenOptions = {}): Promise<Database<S>> {
  if (url.startsWith('sqlite:')) {
    const path = sqlitePath(url)
    const { openSqlite } = await import('./sqlite.ts')
    try {
      return openSqlite<S>(url, path, options)
    } catch (error) {
      throw asProblem(error, path)
    }
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres<S>(url, options)
  }
  throw new Error(
    `DATABASE_URL is neither sqlite: nor postgres://. Set it to sqlite:data/teamrunde.db or to postgres://name:password@host/database.`,
  )
}

/** `sqlite:a.db`, `sqlite:/a.db` and `sqlite:///a.db` all name a file; the last is how other programs write the second. */
export function sqlitePath(url: string): string {
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
  if (path === '') throw new Error('DATABASE_URL names no file after sqlite:. Set it to sqlite:data/teamrunde.db.')
  return path
}

/**
 * Makes deleted rows unreadable in the database's own files: to be called after the delete is committed, outside a
 * transaction. SQLite rewrites the whole file and empties its log; PostgreSQL frees the named tables' dead rows for
 * overwriting, while its write-ahead log keeps them until the server recycles it. What must be unreadable even there has to
 * be sealed with a key kept elsewhere.
 *
 * Throws when SQLite's log cannot be emptied because another process reads the file; calling again is then right.
 */
export async function secureErase<S>(database: Database<S>, tables: readonly (keyof S & string)[]): Promise<void> {
  if (database.dialect === 'postgres') return erasePostgres(database.kysely, tables)
  // These wait for readers of other processes, and wait here; everything else waits without holding up the process.
  await sql`pragma busy_timeout = 5000`.execute(database.kysely)
  try {
    await sql`vacuum`.execute(database.kysely)
    await emptyLog(database)
  } finally {
    await sql`pragma busy_timeout = 0`.execute(database.kysely)
  }
}

async function emptyLog<S>(database: Database<S>): Promise<void> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(database.kysely)
  if (rows[0]?.busy === 1) {
    throw new Error(`The log of ${database.place} could not be emptied: another process is reading the file.`)
  }
}

async function erasePostgres<S>(kysely: Kysely<S>, tables: readonly string[]): Promise<void> {
  await kysely.connection().execute(async (connection) => {
    // A big table takes longer than any request may, and VACUUM refuses to run inside a transaction.
    await sql.raw(NO_TIME_LIMIT).execute(connection)
    try {
      for (const table of tables) await sql`vacuum ${sql.table(table)}`.execute(connection)
    } finally {
      await sql.raw(USUAL_TIME_LIMIT).execute(connection)
    }
  })
}
