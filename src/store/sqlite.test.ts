import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { startChild } from '../../test/child.ts'
import { openDatabase, secureErase, type Database } from './database.ts'

interface Notes {
  note: { id: number; text: string }
}

let folder: string
let path: string
let url: string

beforeEach(() => {
  folder = mkdtempSync(join(inject('testFolder'), 'sqlite-'))
  path = join(folder, 'data', 'teamrunde.db')
  url = `sqlite:${path}`
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function openNotes(): Promise<Database<Notes>> {
  const database = await openDatabase<Notes>(url)
  await sql`create table note (id integer primary key, text text not null)`.execute(database.kysely)
  return database
}

const add = (database: Database<Notes>, id: number, text: string): Promise<unknown> =>
  database.write((trx) => trx.insertInto('note').values({ id, text }).execute())

test('a file belongs to one process; the next one may have it when that is gone, however it went', async () => {
  const holder = startChild('hold.ts', url)
  await holder.said('open')
  await expect(openDatabase(url)).rejects.toThrow(`is already in use by another Teamrunde (process ${holder.pid})`)

  const second = startChild('hold.ts', url)
  expect(await second.ended).toBe(1)
  expect(second.lines.join('\n')).toContain('A SQLite file belongs to one process')

  await holder.kill()
  const database = await openDatabase(url)
  await expect(openDatabase(url)).rejects.toThrow(`process ${process.pid}`)
  await database.close()
})

test('a link to the file is the same file, whether it is there yet or not', async () => {
  const link = join(folder, 'link.db')
  symlinkSync(join('data', 'teamrunde.db'), link)
  for (const [first, second] of [
    [link, path],
    [path, link],
  ]) {
    const database = await openDatabase<Notes>(`sqlite:${first}`)
    await sql`create table if not exists note (id integer primary key, text text not null)`.execute(database.kysely)
    await database.write((trx) => trx.deleteFrom('note').execute())
    await expect(openDatabase(`sqlite:${second}`)).rejects.toThrow('is already in use by another Teamrunde')
    await database.close()
  }
  expect(readdirSync(folder)).toEqual(['data', 'link.db'])
})

test.runIf(process.platform === 'linux')(
  'what does not fit into memory lies beside the file, not where the system has its own',
  async () => {
    const child = startChild('sort.ts', url)
    expect(await child.ended).toBe(0)
    expect(child.lines.length).toBeGreaterThan(0)
    expect(new Set(child.lines)).toEqual(new Set([join(folder, 'data')]))
  },
)

test('settings are those that were measured', async () => {
  const database = await openNotes()
  const pragma = async (name: string): Promise<unknown> => {
    const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(database.kysely)
    return Object.values(rows[0] ?? {})[0]
  }
  expect(await pragma('journal_mode')).toBe('wal')
  // NORMAL: whoever writes waits for the disk in on-disk.ts.
  expect(await pragma('synchronous')).toBe(1)
  expect(await pragma('foreign_keys')).toBe(1)
  // Locks are waited for in the driver, where nobody else is held up.
  expect(await pragma('busy_timeout')).toBe(0)
  expect(await pragma('wal_autocheckpoint')).toBe(4000)
  expect(await pragma('secure_delete')).toBe(1)
  await database.close()
})

test('the folder is made, for this account only', async () => {
  const database = await openDatabase(url)
  expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0)
  await database.close()
})

test('looking at a file that is not there is told, and makes none', async () => {
  await expect(openDatabase(url, { access: 'read' })).rejects.toThrow('There is no database at')
  expect(existsSync(path)).toBe(false)
})

test('writes that are committed together fail one by one', async () => {
  const database = await openNotes()
  const outcomes = await Promise.allSettled([1, 2, 2, 3].map((id, index) => add(database, id, `note ${index}`)))
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  const rows = await database.kysely.selectFrom('note').select('text').orderBy('id').execute()
  expect(rows.map((row) => row.text)).toEqual(['note 0', 'note 1', 'note 3'])
  await database.close()
})

test('when the disk is full, what was confirmed is there and nothing else', async () => {
  const database = await openNotes()
  await sql`pragma max_page_count = 40`.execute(database.kysely)
  const ids = Array.from({ length: 60 }, (_, index) => index + 1)
  const outcomes = await Promise.allSettled(ids.map((id) => add(database, id, 'x'.repeat(4000))))
  const confirmed = ids.filter((_, index) => outcomes[index]?.status === 'fulfilled')
  const rows = await database.kysely.selectFrom('note').select('id').orderBy('id').execute()
  expect(rows.map((row) => row.id)).toEqual(confirmed)
  expect(confirmed.length).toBeLessThan(60)

  await sql`pragma max_page_count = 1000`.execute(database.kysely)
  await add(database, 100, 'room again')
  await database.close()
})

test('what was erased is in none of the files', async () => {
  const database = await openNotes()
  const canary = 'a canary that nobody may read'
  await add(database, 1, canary)
  await add(database, 2, 'stays')
  await database.write((trx) => trx.deleteFrom('note').where('id', '=', 1).execute())
  expect(everyByte()).toContain(canary)
  await secureErase(database, ['note'])
  expect(everyByte()).not.toContain(canary)
  expect(everyByte()).toContain('stays')
  await database.close()
})

function everyByte(): string {
  const data = join(folder, 'data')
  return readdirSync(data)
    .map((file) => readFileSync(join(data, file), 'latin1'))
    .join('\n')
}

test('a long transaction lets the process go on between its statements; who reads meanwhile waits for its end', async () => {
  const database = await openNotes()
  const most = 200_000
  let turns = 0
  let reading: Promise<unknown[]> | undefined
  const turn = (): void => {
    turns += 1
    if (turns === 2) reading = database.kysely.selectFrom('note').select('id').execute()
    if (turns < 5) setImmediate(turn)
  }
  const writing = database.write(async (trx) => {
    let id = 0
    while (id < most) {
      if (turns === 5) break
      id += 1
      await trx.insertInto('note').values({ id, text: 'one of many' }).execute()
    }
    return id
  })
  setImmediate(turn)
  const written = await writing
  expect(written).toBeLessThan(most)
  expect(await reading).toHaveLength(written)
  await database.close()
})
