import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { openDatabase, type Database } from './database.ts'
import { migrate, NewerSchemaError } from './migrate.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(inject('testFolder'), 'migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A folder of migrations, each making one table; `fails` throws after it has. */
function release(...names: string[]): URL {
  const path = mkdtempSync(join(folder, 'release-'))
  for (const name of names) {
    const table = name.slice(5).replaceAll('-', '_')
    const end = name.endsWith('fails') ? `throw new Error('no luck')` : ''
    const up = `await db.schema.createTable('${table}').addColumn('id', 'integer').execute(); ${end}`
    writeFileSync(join(path, `${name}.ts`), `export async function up(db) { ${up} }\n`)
  }
  return new URL(`${pathToFileURL(path).href}/`)
}

const isThere = async (database: Database, table: string): Promise<boolean> =>
  (await database.kysely.introspection.getTables()).some(({ name }) => name === table)

for (const engine of databases) {
  describe(engine.name, () => {
    test('migrations run in the order of their names, each once', async () => {
      await using database = await engine.openEmpty()
      expect(await migrate(database, release('0002-second', '0001-first'))).toEqual(['0001-first', '0002-second'])
      expect(await migrate(database, release('0001-first', '0002-second', '0003-third'))).toEqual(['0003-third'])
      expect(await migrate(database, release('0001-first', '0002-second', '0003-third'))).toEqual([])
    })

    test('a migration that fails leaves the database as it was', async () => {
      await using database = await engine.openEmpty()
      const failing = migrate(database, release('0001-first', '0002-fails'))
      await expect(failing).rejects.toThrow('The migration 0002-fails failed, nothing was changed: no luck')
      expect(await isThere(database, 'first')).toBe(false)
      expect(await isThere(database, 'fails')).toBe(false)
      expect(await migrate(database, release('0001-first'))).toEqual(['0001-first'])
    })

    test('a database that newer code has used is left alone', async () => {
      await using database = await engine.openEmpty()
      await migrate(database, release('0001-first', '0002-second'))
      const older = migrate(database, release('0001-first'))
      await expect(older).rejects.toThrow(NewerSchemaError)
      await expect(older).rejects.toThrow('0002-second')
    })

    test('a file that is not a migration is told', async () => {
      await using database = await engine.openEmpty()
      const odd = release('0001-first')
      writeFileSync(new URL('0002-odd.ts', odd), 'export const down = 1\n')
      await expect(migrate(database, odd)).rejects.toThrow('0002-odd.ts exports no function named up')
    })

    test('the house migrates from nothing', async () => {
      await using database = await engine.openEmpty()
      expect(await migrate(database)).toContain('0000-jobs')
      expect(await migrate(database)).toEqual([])
    })
  })
}

test('replicas that start together on PostgreSQL migrate once', async () => {
  const postgres = databases.find((engine) => engine.dialect === 'postgres')!
  await using database = await postgres.openEmpty()
  const replicas = await Promise.all([1, 2, 3].map(() => openDatabase(database.url)))
  const migrations = release('0001-first', '0002-second', '0003-third')
  const ran = await Promise.all(replicas.map((replica) => migrate(replica, migrations)))
  expect(ran.flat().toSorted()).toEqual(['0001-first', '0002-second', '0003-third'])
  const { rows } = await sql`show statement_timeout`.execute(replicas[0]!.kysely)
  expect(rows).toEqual([{ statement_timeout: '10s' }])
  await Promise.all(replicas.map((replica) => replica.close()))
})

describe('a file that can’t be read as a database', () => {
  const spoiled: [string, string, (path: string) => void][] = [
    ['its log is in the hands of another', 'the file can not be opened', (path) => mkdirSync(`${path}-wal`)],
    ['half of it is missing', 'the file is damaged; restore it from a backup', (path) => truncateSync(path, 6000)],
  ]
  test.each(spoiled)('is told in a sentence: %s', async (_, reason, spoil) => {
    const path = join(folder, 'teamrunde.db')
    const first = await openDatabase(`sqlite:${path}`)
    await migrate(first)
    await first.close()
    spoil(path)
    const starting = async (): Promise<void> => {
      await using after = new AsyncDisposableStack()
      const database = await openDatabase(`sqlite:${path}`)
      after.defer(() => database.close())
      await migrate(database)
    }
    await expect(starting()).rejects.toThrow(`The database ${path} can't be opened: ${reason}.`)
  })
})
