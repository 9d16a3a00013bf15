import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../../test/databases.ts'
import { openDatabase } from './database.ts'

interface Notes {
  note: { id: number; text: string }
}

for (const engine of databases) {
  describe(engine.name, () => {
    let database: TestDatabase<Notes>

    beforeEach(async () => {
      database = await engine.openEmpty<Notes>()
      await database.kysely.schema
        .createTable('note')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('text', 'text', (column) => column.notNull())
        .execute()
    })
    afterEach(() => database.close())

    const texts = async () => {
      const rows = await database.kysely.selectFrom('note').select('text').orderBy('id').execute()
      return rows.map((row) => row.text)
    }
    const add = (id: number, text: string) => (trx: TestDatabase<Notes>['kysely']) =>
      trx.insertInto('note').values({ id, text }).execute()

    test('a write keeps everything or nothing', async () => {
      await database.write(add(1, 'kept'))
      const failing = database.write(async (trx) => {
        await add(2, 'lost')(trx)
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      expect(await texts()).toEqual(['kept'])
    })

    test('writes started at once all arrive', async () => {
      const ids = Array.from({ length: 50 }, (_, index) => index + 1)
      await Promise.all(ids.map((id) => database.write(add(id, `note ${id}`))))
      expect(await texts()).toEqual(ids.map((id) => `note ${id}`))
    })

    test('what it refuses is counted, what its caller throws is not', async () => {
      let refusals = 0
      const onRefusal = () => void (refusals += 1)
      const url = engine.dialect === 'sqlite' ? 'sqlite::memory:' : database.url
      const counting = await openDatabase<Notes>(url, { onRefusal })
      const changed = counting.write(async (trx) => {
        await sql`select 1`.execute(trx)
        throw new Error('changed my mind')
      })
      await expect(changed).rejects.toThrow('changed my mind')
      expect(refusals).toBe(0)
      await expect(counting.write((trx) => sql`select * from nowhere`.execute(trx))).rejects.toThrow('nowhere')
      expect(refusals).toBe(1)
      await counting.close()
    })

    test('counts come as numbers', async () => {
      await database.write(add(1, 'one'))
      const { count } = await database.kysely
        .selectFrom('note')
        .select((note) => note.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      expect(count).toBe(1)
    })

    test('reaching past the transaction is refused, not waited for', async () => {
      const nested = database.write(() => database.write(add(1, 'nested')))
      await expect(nested).rejects.toThrow('use the trx it was given')
      const around = database.write(() => add(1, 'around')(database.kysely))
      await expect(around).rejects.toThrow('use the trx it was given')
      expect(await texts()).toEqual([])
    })

    test('work that a write only started may use the database after it', async () => {
      let later: Promise<string[]> | undefined
      await database.write(async (trx) => {
        await add(1, 'first')(trx)
        later = new Promise((resolve) => setTimeout(resolve, 20)).then(texts)
      })
      expect(await later).toEqual(['first'])
    })

    test('another process may look while this one owns the database', async () => {
      await database.write(add(1, 'seen'))
      const reader = await openDatabase<Notes>(database.url, { access: 'read' })
      expect(await reader.kysely.selectFrom('note').selectAll().execute()).toEqual([{ id: 1, text: 'seen' }])
      await expect(add(2, 'refused')(reader.kysely)).rejects.toThrow(/read-?only/)
      await reader.close()
    })

    test('a close waits for the writes that were asked for', async () => {
      const again = await openDatabase<Notes>(engine.dialect === 'postgres' ? database.url : 'sqlite::memory:')
      await sql`create table if not exists note (id integer primary key, text text not null)`.execute(again.kysely)
      const writes = [11, 12, 13].map((id) => again.write(add(id, 'late')))
      await again.close()
      expect(await Promise.all(writes)).toHaveLength(3)
      await expect(again.write(add(14, 'too late'))).rejects.toThrow()
    })

    test('closing twice is fine', async () => {
      const again = await engine.openEmpty<Notes>()
      await sql`select 1`.execute(again.kysely)
      await again.close()
      await again.close()
    })
  })
}

test('an address of neither kind is told what to be', async () => {
  await expect(openDatabase('mysql://localhost/x')).rejects.toThrow('sqlite:data/teamrunde.db')
})
