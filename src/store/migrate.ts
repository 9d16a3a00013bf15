import { readdir } from 'node:fs/promises'
import { sql, type Kysely, type TableMetadata } from 'kysely'
import { Migrator, type Migration, type MigrationResult } from 'kysely/migration'
import { ProblemError } from '../errors.ts'
import type { Database } from './database.ts'
import { expectFit } from './fitness.ts'
import { NO_TIME_LIMIT, USUAL_TIME_LIMIT } from './silence.ts'
import { asProblem } from './trouble.ts'

/** Where the product's own migrations are. */
export const MIGRATIONS = new URL('./migrations/', import.meta.url)

/** The database is newer than this code: an applied migration is unknown here. */
export class NewerSchemaError extends ProblemError {
  override name = 'NewerSchemaError'
}

/**
 * Brings the schema up to date and returns the names of the migrations that it ran, none when there was nothing to do. All
 * pending ones run in one transaction: a failure leaves the database as it was and comes out as it is.
 *
 * Several replicas may call this at once; they go one after the other (PostgreSQL: an advisory lock; SQLite: one process).
 *
 * A migration is a file `src/store/migrations/0001-what.ts` that exports `up(db)`. Files run in the order of their names
 * and never change once released. Throws a NewerSchemaError when the database has been used by newer code, and a ProblemError
 * when it can't be reached.
 */
export async function migrate<S>(database: Database<S>, folder: URL = MIGRATIONS): Promise<string[]> {
  const migrations = await load(folder)
  const tables = await firstContact(database)
  const isNew = !tables.some(({ name }) => name === 'kysely_migration')
  await expectFit(database, isNew)
  if (!isNew && (await isUpToDate(database, migrations))) return []
  return withoutTimeout(database, async (kysely) => {
    const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } })
    const { error, results = [] } = await migrator.migrateToLatest()
    // The migrator never throws: what went wrong is in its answer.
    if (error === undefined) return results.map((result) => result.migrationName)
    await refuseNewer(database, kysely, migrations)
    throw failure(error, results)
  })
}

type Migrations = Record<string, Migration>

/** Asked first, so that a start with nothing to do waits for no other and for no database that has fallen silent. */
async function isUpToDate<S>(database: Database<S>, migrations: Migrations): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(database.kysely)
  const known = Object.keys(migrations)
  return rows.length === known.length && rows.every(({ name }) => known.includes(name))
}

async function load(folder: URL): Promise<Migrations> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-[a-z0-9-]+\.ts$/.test(file)).toSorted()
  const migrations: Migrations = {}
  for (const file of files) {
    const migration: Partial<Migration> = await import(new URL(file, folder).href)
    if (typeof migration.up !== 'function') throw new Error(`The migration ${file} exports no function named up.`)
    migrations[file.slice(0, -'.ts'.length)] = { up: migration.up }
  }
  return migrations
}

/** A replica that waits for another's migration, and a migration of a big table, take longer than any request may. */
async function withoutTimeout<S, T>(database: Database<S>, run: (kysely: Kysely<S>) => Promise<T>): Promise<T> {
  if (database.dialect === 'sqlite') return run(database.kysely)
  return database.kysely.connection().execute(async (connection) => {
    await sql.raw(NO_TIME_LIMIT).execute(connection)
    try {
      return await run(connection)
    } finally {
      await sql.raw(USUAL_TIME_LIMIT).execute(connection)
    }
  })
}

/** Looking which tables there are is the first that reads the database itself: what is wrong with it shows here. */
async function firstContact<S>({ kysely, place }: Database<S>): Promise<TableMetadata[]> {
  try {
    await sql`select 1`.execute(kysely)
    return await kysely.introspection.getTables({ withInternalKyselyTables: true })
  } catch (error) {
    throw asProblem(error, place)
  }
}

async function refuseNewer<S>(database: Database<S>, kysely: Kysely<S>, migrations: Migrations): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(kysely)
  const unknown = rows.map((row) => row.name).filter((name) => !(name in migrations))
  if (unknown.length === 0) return
  throw new NewerSchemaError(
    `The database ${database.place} was used by a newer Teamrunde: it has ${unknown.join(', ')}, which this one does not ` +
      `know. Start the newer version, or restore a backup from before the update.`,
  )
}

function failure(error: unknown, results: readonly MigrationResult[]): Error {
  const failed = results.find((result) => result.status === 'Error')
  const reason = error instanceof Error ? error.message : String(error)
  if (!failed) return new Error(`The database could not be brought up to date: ${reason}`, { cause: error })
  return new Error(`The migration ${failed.migrationName} failed, nothing was changed: ${reason}`, { cause: error })
}
