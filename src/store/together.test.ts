import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../../test/databases.ts'
import type { Reads } from '../engine/house.ts'
import type { Schema } from './schema.ts'
import { MOST, together } from './together.ts'

const postgres = databases.find(({ dialect }) => dialect === 'postgres')!

let database: TestDatabase<Schema>
let asked: number[][]

beforeEach(async () => {
  database = await postgres.openEmpty<Schema>()
  asked = []
})
afterEach(() => database.close())

/** Divides 100 by each on the server, which refuses to divide by zero. */
const hundredBy = together(async (db: Reads, calls: readonly number[]) => {
  asked.push([...calls])
  const { rows } = await sql<{ share: number }>`
    select 100 / by as share from unnest(${calls}::integer[]) with ordinality as call(by, place) order by place`.execute(
    db,
  )
  return rows.map(({ share }) => share)
})

test('what is asked in one turn is asked at once, and each gets their own answer', async () => {
  const shares = [1, 2, 4, 5].map((by) => hundredBy(database.kysely, by))
  expect(await Promise.all(shares)).toEqual([100, 50, 25, 20])
  expect(await hundredBy(database.kysely, 10)).toBe(10)
  expect(asked).toEqual([[1, 2, 4, 5], [10]])
})

test('the same question twice is two questions', async () => {
  expect(await Promise.all([hundredBy(database.kysely, 2), hundredBy(database.kysely, 2)])).toEqual([50, 50])
  expect(asked).toEqual([[2, 2]])
})

test('one that can’t be answered costs the others nothing', async () => {
  const shares = await Promise.allSettled([1, 0, 4].map((by) => hundredBy(database.kysely, by)))
  expect(shares.map((share) => (share.status === 'fulfilled' ? share.value : String(share.reason)))).toEqual([
    100,
    expect.stringContaining('division by zero'),
    25,
  ])
  expect(asked).toEqual([[1, 0, 4], [1], [0], [4]])
})

test('never more than a few together', async () => {
  await Promise.all(Array.from({ length: MOST + 1 }, (_, index) => hundredBy(database.kysely, index + 1)))
  expect(asked.map((calls) => calls.length)).toEqual([MOST, 1])
})
