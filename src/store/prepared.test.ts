import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { prepared } from './prepared.ts'

const add = prepared((db, id: string, name: string, zone: string | null) =>
  db
    .insertInto('member')
    .values({ id, name, zone, email: null, language: 'de', unit: null, joined_at: '2026-12-03', left_at: null })
    .onConflict((conflict) => conflict.doNothing()),
)
const called = prepared((db, name: string, most: number) =>
  db
    .selectFrom('member')
    .select(['id', 'name', 'zone', 'language'])
    .where((where) => where.or([where('id', '=', name), where('name', '=', name)]))
    .where('language', '=', 'de')
    .orderBy('id')
    .limit(most),
)

for (const engine of databases) {
  describe(engine.name, () => {
    test('a prepared query takes other values each time, and always the same where none are given', async () => {
      await using database = await engine.open()
      await database.write(async (trx) => {
        await add(trx, 'ana', 'Ana', 'Europe/Lisbon')
        await add(trx, 'ben', 'Ben', null)
        await add(trx, 'eve', 'ben', "'; drop table member")
      })
      const ask = async (name: string, most: number) => (await called(database.kysely, name, most)).rows
      expect(await ask('Ana', 9)).toEqual([{ id: 'ana', name: 'Ana', zone: 'Europe/Lisbon', language: 'de' }])
      expect(await ask('ben', 9)).toEqual([
        { id: 'ben', name: 'Ben', zone: null, language: 'de' },
        { id: 'eve', name: 'ben', zone: "'; drop table member", language: 'de' },
      ])
      expect(await ask('ben', 1)).toHaveLength(1)
      expect(await ask('\uE0000', 9)).toEqual([])
    })

    test('it tells how many rows it has changed, and ends with its transaction', async () => {
      await using database = await engine.open()
      const counts = await database.write(async (trx) => [
        (await add(trx, 'ana', 'Ana', null)).numAffectedRows,
        (await add(trx, 'ana', 'Ana again', null)).numAffectedRows,
      ])
      expect(counts).toEqual([1n, 0n])
      const failing = database.write(async (trx) => {
        await add(trx, 'ben', 'Ben', null)
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      expect((await called(database.kysely, 'ben', 9)).rows).toEqual([])
    })

    test('two databases are open, and each is asked in its own transaction', async () => {
      await using one = await engine.open()
      await using other = await engine.open()
      await Promise.all([
        one.write((trx) => add(trx, 'ana', 'Ana', null)),
        other.write((trx) => add(trx, 'ben', 'Ben', null)),
      ])
      expect((await called(one.kysely, 'ana', 9)).rows).toHaveLength(1)
      expect((await called(other.kysely, 'ana', 9)).rows).toHaveLength(0)
    })

    test('a value that the query does not bind is a mistake and told', async () => {
      await using database = await engine.open()
      const careless = prepared((db, name: string) =>
        db
          .selectFrom('member')
          .select('id')
          .where('name', '=', name === 'Ana' ? 'Anna' : 'Ben'),
      )
      expect(() => careless(database.kysely, 'Ana')).toThrow('Value 1 is not bound')
    })
  })
}
