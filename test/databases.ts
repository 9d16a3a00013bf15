import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'
import { systemClock } from '../src/clock.ts'
import { openQueue } from '../src/jobs/open.ts'
import { openDatabase, type Database, type Dialect } from '../src/store/database.ts'
import { MIGRATIONS, migrate } from '../src/store/migrate.ts'
import type { Schema } from '../src/store/schema.ts'

/**
 * A database of one's own. `close` removes it with everything in it; `await using` closes by itself. `url` opens it a
 * second time, as another replica or process would.
 */
export type TestDatabase<S = Schema> = Database<S> & AsyncDisposable

/** One of the two databases that everything has to work on. */
export interface Engine {
  readonly name: string
  readonly dialect: Dialect
  /** A fresh database with the product's schema. */
  open<S = Schema>(): Promise<TestDatabase<S>>
  /** A fresh database without any table. */
  openEmpty<S = Schema>(): Promise<TestDatabase<S>>
}

const sqlite: Engine = {
  name: 'SQLite',
  dialect: 'sqlite',
  async open<S>() {
    const database = await sqlite.openEmpty<S>()
    await migrate(database)
    return database
  },
  async openEmpty<S>() {
    const folder = mkdtempSync(join(inject('testFolder'), 'database-'))
    const url = `sqlite:${join(folder, 'teamrunde.db')}`
    return disposable(await openDatabase<S>(url), async () => rmSync(folder, { recursive: true, force: true }))
  },
}

const postgres: Engine = {
  name: 'PostgreSQL',
  dialect: 'postgres',
  open: async <S>() => copyOf<S>(await migratedTemplate()),
  openEmpty: <S>() => copyOf<S>('template0'),
}

/** Loop over these: `for (const engine of databases) describe(engine.name, () => { ... await engine.open() ... })`. */
export const databases: readonly Engine[] = [sqlite, postgres]

function disposable<S>(database: Database<S>, remove: () => Promise<void>): TestDatabase<S> {
  let closed: Promise<void> | undefined
  const close = () => (closed ??= database.close().then(remove))
  return { ...database, close, [Symbol.asyncDispose]: close }
}

async function copyOf<S>(template: string): Promise<TestDatabase<S>> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin((admin) => admin.query(`create database ${name} template ${template} strategy file_copy`))
  const url = databaseUrl(name)
  const drop = () => asAdmin(async (admin) => void (await admin.query(`drop database ${name} with (force)`)))
  return disposable(await openDatabase<S>(url), drop)
}

/** Migrated once per run and state of the migrations, by whichever worker comes first; the others wait for it. */
async function migratedTemplate(): Promise<string> {
  const name = `migrated_${stateOfMigrations()}`
  return asAdmin(async (admin) => {
    await admin.query('select pg_advisory_lock(1)')
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await createTemplate(admin, name)
    return name
  })
}

async function createTemplate(admin: Client, name: string): Promise<void> {
  await admin.query(`drop database if exists ${name}_draft with (force)`)
  await admin.query(`create database ${name}_draft template template0`)
  const database = await openDatabase(databaseUrl(`${name}_draft`))
  try {
    await migrate(database)
    // With pg-boss's schema in the template, no test has to wait for it.
    const queue = await openQueue(database, systemClock, { warn: () => {}, error: () => {} })
    await queue.stop()
  } finally {
    await database.close()
  }
  await admin.query(`alter database ${name}_draft rename to ${name}`)
}

function stateOfMigrations(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(MIGRATIONS).toSorted())
    hash.update(file).update(readFileSync(new URL(file, MIGRATIONS)))
  return hash.digest('hex').slice(0, 16)
}

async function asAdmin<T>(run: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  try {
    return await run(admin)
  } finally {
    await admin.end()
  }
}

function databaseUrl(name: string): string {
  return inject('postgresUrl').replace(/\/postgres$/, `/${name}`)
}
