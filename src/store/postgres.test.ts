import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { startChild } from '../../test/child.ts'
import { databases } from '../../test/databases.ts'
import { openDatabase, secureErase, type Database } from './database.ts'

const postgres = databases.find((engine) => engine.dialect === 'postgres')!

/** Ends every other connection to the database, as a restart of the server or a cut network would. */
async function cutConnections(database: Database): Promise<number> {
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(database.kysely)
  return rows.length
}

test('cut connections cost single writes, never the process or a job', async () => {
  await using database = await postgres.open()
  await using writer = startChild('write.ts', database.url)
  await writer.said('ran 1')
  for (let cut = 0; cut < 5; cut++) {
    const before = writer.lines.filter((line) => line.startsWith('wrote')).length
    expect(await cutConnections(database)).toBeGreaterThan(0)
    await vi.waitFor(
      () => expect(writer.lines.filter((line) => line.startsWith('wrote')).length).toBeGreaterThan(before + 2),
      { timeout: 20_000, interval: 20 },
    )
  }
  const written = [...writer.lines]
    .filter((line) => line.startsWith('wrote'))
    .map((line) => line.slice('wrote '.length))
  for (const number of written) await writer.said(`ran ${number}`)
})

test('a connection that is cut in the middle of a transaction fails that write, and the next one works', async () => {
  await using database = await postgres.open()
  const knife = await openDatabase(database.url)
  const failing = database.write(async (trx) => {
    await trx.insertInto('setting').values({ key: 'a', value: '1' }).execute()
    await cutConnections(knife)
    await trx.insertInto('setting').values({ key: 'b', value: '1' }).execute()
  })
  await expect(failing).rejects.toThrow()
  await database.write((trx) => trx.insertInto('setting').values({ key: 'c', value: '1' }).execute())
  const rows = await database.kysely.selectFrom('setting').select('key').execute()
  expect(rows).toEqual([{ key: 'c' }])
  await knife.close()
})

test('erasing cleans up behind deleted rows', async () => {
  await using database = await postgres.open()
  await database.write((trx) => trx.insertInto('setting').values({ key: 'a', value: '1' }).execute())
  await database.write((trx) => trx.deleteFrom('setting').execute())
  await secureErase(database, ['setting'])
  await vi.waitFor(async () => {
    const { rows } = await sql<{ vacuum_count: number }>`
      select vacuum_count from pg_stat_user_tables where relname = 'setting'`.execute(database.kysely)
    expect(rows).toEqual([{ vacuum_count: 1 }])
  })
})

test('a password is never part of what may be logged', async () => {
  const database = await openDatabase('postgres://ana:secret@db.example/teamrunde')
  expect(database.place).toBe('db.example/teamrunde')
  await database.close()
})
