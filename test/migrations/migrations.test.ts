/** A database as it was after each of the migrations, with rows in every table, comes up to date with all of them, and the bot goes to work on it. */
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { describe, expect, inject, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { openQueue } from '../../src/jobs/open.ts'
import { MIGRATIONS, migrate } from '../../src/store/migrate.ts'
import { databases, type Engine, type TestDatabase } from '../databases.ts'
import { tell } from '../house.ts'
import { MANIFEST, type Rows, TAKEN } from './company.ts'

const NAMES = readdirSync(MIGRATIONS)
  .filter((file) => /^\d{4}-/.test(file))
  .toSorted()
const rows = JSON.parse(readFileSync(new URL('rows.json', import.meta.url), 'utf8')) as Rows

/** The migrations as they were when the n-th was the newest. */
function release(count: number): URL {
  // Beside the real ones, so that what they import is found; nothing of the tests' stays there.
  const folder = mkdtempSync(join(inject('testFolder'), 'release-'))
  for (const name of NAMES.slice(0, count)) {
    const text = readFileSync(new URL(name, MIGRATIONS), 'utf8')
    expect(text, 'a frozen migration leans on nothing of ours').not.toMatch(/from '\.\.?\//)
    cpSync(fileURLToPath(new URL(name, MIGRATIONS)), join(folder, name))
  }
  return new URL(`${pathToFileURL(folder).href}/`)
}

/** What refers to others comes after them. */
const ORDER = ['setting', 'manifest', 'member', 'team', 'ritual', 'occurrence']
const rank = (table: string): number => (ORDER.includes(table) ? ORDER.indexOf(table) : ORDER.length)

interface Table {
  name: string
  columns: { name: string; type: string }[]
}

async function tablesIn(db: TestDatabase): Promise<Table[]> {
  const tables = await db.kysely.introspection.getTables()
  return tables
    .filter(({ name }) => !name.startsWith('kysely_'))
    .map(({ name, columns }) => ({ name, columns: columns.map((each) => ({ name: each.name, type: each.dataType })) }))
    .toSorted((a, b) => rank(a.name) - rank(b.name))
}

/** Fills every table that there is with what of its rows had a place then. */
async function fill(db: TestDatabase, engine: Engine): Promise<Table[]> {
  const tables = await tablesIn(db)
  for (const { name, columns } of tables) {
    const kept = rows[name] ?? []
    expect(kept.length, `${name}: run write-rows.ts`).toBeGreaterThan(0)
    const names = columns.map((column) => sql.ref(column.name))
    const override = engine.dialect === 'postgres' ? sql`overriding system value` : sql``
    for (const row of kept) {
      const values = columns.map((column) => sql`${row[column.name] ?? null}`)
      await sql`insert into ${sql.table(name)} (${sql.join(names)}) ${override} values (${sql.join(values)})`.execute(
        db.kysely,
      )
    }
  }
  if (engine.dialect === 'postgres') await countOn(db, tables)
  return tables
}

async function countOn(db: TestDatabase, tables: Table[]): Promise<void> {
  for (const { name } of tables.filter(({ columns }) =>
    columns.some((each) => each.name === 'id' && each.type === 'int8'),
  ))
    await sql`select setval(pg_get_serial_sequence(${name}, 'id'), (select max(id) from ${sql.table(name)}))`.execute(
      db.kysely,
    )
}

async function contents(db: TestDatabase, tables: Table[]): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const { name, columns } of tables) {
    const names = columns.map((column) => sql.ref(column.name))
    const found = await sql`select ${sql.join(names)} from ${sql.table(name)}`.execute(db.kysely)
    all[name] = found.rows.map((row) => JSON.stringify(row)).toSorted()
  }
  return all
}

describe.each(databases.map((engine) => ({ engine, name: engine.name })))('on $name', ({ engine }) => {
  it.each(NAMES.map((name, index) => ({ name, count: index + 1 })))(
    'a database of $name keeps every row, and the bot goes on from it',
    async ({ count }) => {
      const db = await engine.openEmpty()
      await migrate(db, release(count))
      const tables = await fill(db, engine)
      const before = await contents(db, tables)
      expect(await migrate(db)).toEqual(NAMES.slice(count).map((name) => name.slice(0, -'.ts'.length)))
      expect(await contents(db, tables)).toEqual(before)
      await using story = await tell({ ...engine, open: async () => db as never }, { manifest: MANIFEST, now: TAKEN })
      await story.to('2026-12-16T09:01')
      expect(story.last('@ana').text).toContain('Guten Morgen.')
      // Before there were tables nobody could have said anything; later what was said still stands, and the open poll, whose key is not here, is void.
      if (count > 1) {
        expect(story.last('@ana').text).toContain('Wie letztes Mal: „Reifen gewechselt“')
        expect(story.last('service').text).toContain('Schlüssel')
      }
      await story.to('2026-12-16T13:01')
      const states = await db.kysely.selectFrom('delivery').select('state').distinct().execute()
      expect(states.map(({ state }) => state)).toContain('sent')
      if (engine.dialect === 'postgres') await (await openQueue(db, systemClock, { warn() {}, error() {} })).stop()
    },
  )
})
