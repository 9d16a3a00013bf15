import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { PROCESSING, type RecordWords } from './records.ts'

const gapsIn = (words: RecordWords): string[] =>
  [
    ...Object.values(words)
      .join(' ')
      .matchAll(/\{\{\w+\}\}/g),
  ].map(([gap]) => gap)

for (const engine of databases) {
  describe(engine.name, () => {
    test('every table of the database is in the record of processing, and no other', async () => {
      await using db = await engine.open()
      const tables = (await db.kysely.introspection.getTables())
        .filter(({ name, schema }) => !name.startsWith('kysely_') && (schema ?? 'public') === 'public')
        .map(({ name }) => name)
      // The queue keeps its jobs in a schema of its own on PostgreSQL.
      const elsewhere = engine.dialect === 'postgres' ? ['job'] : []
      expect([...tables, ...elsewhere].toSorted()).toEqual(PROCESSING.map(({ table }) => String(table)).toSorted())
    })

    test('a table with a column that leads to a person counts as personal', async () => {
      await using db = await engine.open()
      const leading = (await db.kysely.introspection.getTables())
        .filter(({ columns }) => columns.some(({ name }) => ['member_id', 'email', 'recipient', 'slot'].includes(name)))
        .map(({ name }) => name)
      expect(leading.length).toBeGreaterThan(7)
      expect(PROCESSING.filter(({ table, personal }) => leading.includes(table) && !personal)).toEqual([])
    })
  })
}

test.each(PROCESSING)('$table is told alike in both languages', ({ words: { de, en } }) => {
  expect(gapsIn(de)).toEqual(gapsIn(en))
  for (const text of [...Object.values(de), ...Object.values(en)]) expect(text.trim()).not.toBe('')
  expect(de.what).not.toBe(en.what)
})
