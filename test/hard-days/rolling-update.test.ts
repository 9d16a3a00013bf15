/** Replicas that are replaced one after the other: they begin together, hand over, and for a while the old and the new work on one schema. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { MIGRATIONS, migrate } from '../../src/store/migrate.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { company, round } from './company.ts'
import { type Program, runProgram, startProgram } from './program.ts'

const postgres = databases.find((engine) => engine.dialect === 'postgres')!
const manifest = company({
  organisation: 'holidays: none',
  rituals: round("every: day, at: '09:00', window: 4h, reminder: none"),
})

/** Milliseconds. */
const EVERY = 50

let db: TestDatabase
let folder: string
let programs: Program[]
const env = (): Record<string, string> => ({ DATABASE_URL: db.url, TEAMRUNDE_PLAYGROUND: '1' })

beforeAll(async () => {
  db = await postgres.openEmpty()
  folder = mkdtempSync(join(inject('testFolder'), 'rolling-'))
  programs = await Promise.all([0, 1, 2].map(() => startProgram({ folder, manifest, env: env() })))
})
afterAll(async () => {
  await Promise.all(programs.map((program) => program.kill()))
  await db.close()
})

const migrationsRun = async (): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db.kysely)
  return rows.map(({ name }) => name)
}

/** The present migrations, and one that comes with the next version. */
function nextVersion(): URL {
  const path = mkdtempSync(join(folder, 'next-'))
  for (const file of readdirSync(MIGRATIONS))
    writeFileSync(join(path, file), `export { up } from ${JSON.stringify(new URL(file, MIGRATIONS).href)}\n`)
  const up = `await db.schema.createTable('weather').addColumn('id', 'integer').execute()
    await db.schema.alterTable('response').addColumn('weather', 'integer', (column) => column.defaultTo(0)).execute()`
  writeFileSync(join(path, '9999-weather.ts'), `export async function up(db) { ${up} }\n`)
  return new URL(`${pathToFileURL(path).href}/`)
}

const away = (program: Program): Promise<number> =>
  program.post('command', { person: 'ana', text: 'weg bis morgen' }).then(({ status }) => status)

describe('three replicas', () => {
  it('that start at the same moment on an empty database migrate it once, and all get to work', async () => {
    const files = readdirSync(MIGRATIONS).map((file) => file.replace(/\.ts$/, ''))
    expect(await migrationsRun()).toEqual(files.toSorted())
    expect(await Promise.all(programs.map(away))).toEqual([200, 200, 200])
    const complaints = programs.flatMap(({ lines }) => lines.filter((line) => /"level":[56]0/.test(line)))
    expect(complaints).toEqual([])
  })

  it('say first that they leave, still answer who has not heard it, finish, and end with 0', async () => {
    const leaving = programs.shift()!
    expect((await leaving.get('/readyz')).status).toBe(200)
    const begun = performance.now()
    const ending = leaving.terminate()
    let seen = 200
    while (seen === 200) {
      seen = (await leaving.get('/readyz')).status
      await new Promise((resolve) => setTimeout(resolve, EVERY))
    }
    expect(seen).toBe(503)
    expect(await ending).toBe(0)
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect(await Promise.all(programs.map(away))).toEqual([200, 200])
    // Nobody has to find out by its silence that it is gone.
    const { rows } = await sql<{ left: number }>`select count(*) as left from replica`.execute(db.kysely)
    expect(rows).toEqual([{ left: 2 }])
  })

  it('go on when a newer version has changed the schema, and an older one does not start behind it', async () => {
    expect(await migrate(db, nextVersion())).toEqual(['9999-weather'])
    expect(await Promise.all(programs.map(away))).toEqual([200, 200])
    const statuses = await Promise.all(programs.map((program) => program.get('/readyz')))
    expect(statuses.map(({ status }) => status)).toEqual([200, 200])
    const older = await runProgram({ folder, manifest, env: env() })
    expect(older.code).toBe(1)
    expect(older.said).toContain('was used by a newer Teamrunde: it has 9999-weather')
  })
})
