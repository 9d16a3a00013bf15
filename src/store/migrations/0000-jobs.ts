import { SqliteAdapter, sql, type Kysely } from 'kysely'

/**
 * The jobs of the runner on SQLite (src/jobs/sqlite.ts). On PostgreSQL pg-boss keeps jobs in a schema of its own.
 *
 * A waiting job is unique by name and key; the same key may wait again while an earlier job of it runs.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof SqliteAdapter)) return
  await db.schema
    .createTable('job')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('run_at', 'text', (column) => column.notNull())
    .addColumn('lane', 'text')
    .addColumn('data', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('max_attempts', 'integer', (column) => column.notNull())
    .addColumn('error', 'text')
    .execute()
  await db.schema
    .createIndex('job_waits_once')
    .unique()
    .on('job')
    .columns(['name', 'key'])
    .where(sql.ref('state'), '=', sql.lit('waiting'))
    .execute()
  await db.schema.createIndex('job_due').on('job').columns(['state', 'run_at']).execute()
}
