/** Whether a PostgreSQL database is one that the program can live in: told in a sentence, before it is half-way in. */
import { sql } from 'kysely'
import { ProblemError } from '../errors.ts'
import type { Database } from './database.ts'

interface Findings {
  encoding: string
  is_read_only: boolean
  is_standby: boolean
  schema: string | null
  /** Null where there is no such schema, or no table yet. */
  may_create_tables: boolean | null
  may_create_schemas: boolean
  has_queue: boolean
  may_use_tables: boolean | null
}

/** @param isNew nothing of ours is in it yet @throws ProblemError that says what its administrator has to do */
export async function expectFit<S>(database: Database<S>, isNew: boolean): Promise<void> {
  if (database.dialect === 'sqlite') return
  const { rows } = await sql<Findings>`
    select current_setting('server_encoding') as encoding,
      current_setting('transaction_read_only')::boolean as is_read_only,
      pg_is_in_recovery() as is_standby,
      current_schema() as schema,
      has_schema_privilege(current_schema(), 'create') as may_create_tables,
      has_database_privilege(current_database(), 'create') as may_create_schemas,
      to_regnamespace('pgboss') is not null as has_queue,
      has_table_privilege(to_regclass('kysely_migration'), 'insert') as may_use_tables`.execute(database.kysely)
  const reason = obstacle(rows[0]!, isNew)
  if (reason !== null) throw new ProblemError(`The database ${database.place} can't be used: ${reason}.`)
}

/** What fits every word that people write; the second takes bytes as they come. */
const ENCODINGS = new Set(['UTF8', 'SQL_ASCII'])

function obstacle(found: Findings, isNew: boolean): string | null {
  if (found.is_standby) return 'it is a standby, which may only be read. DATABASE_URL has to lead to its primary'
  if (found.is_read_only) return 'its administrator has set default_transaction_read_only, so it may only be read'
  if (!ENCODINGS.has(found.encoding))
    return `its encoding is ${found.encoding}, in which not everything can be written. Create it with encoding 'UTF8'`
  if (found.may_use_tables === false) return 'its tables belong to another account. Start with that one'
  if (!isNew) return null
  if (found.schema === null) return 'there is no schema of its search_path in it'
  if (!found.may_create_tables)
    return `this account may not create tables in its schema ${found.schema}. Make it the owner of the database`
  return found.has_queue || found.may_create_schemas
    ? null
    : 'this account may not create the schema pgboss in it. Make it the owner of the database'
}
