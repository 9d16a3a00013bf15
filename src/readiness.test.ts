/** Ready is who can take answers. On leaving, those who watch over the program are waited for; where nobody watches, nothing is. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { databases } from '../test/databases.ts'
import { createReadiness } from './readiness.ts'

/** Which of the two comes first; the sleep begins when everything that need not wait is through. */
const firstOf = (leaving: Promise<void>): Promise<string> =>
  Promise.race([leaving.then(() => 'gone'), sleep(20).then(() => 'waiting')])

it('is not ready while nothing can be written, although transactions begin and end, and is again when there is room', async () => {
  const db = await databases[0]!.open()
  const readiness = createReadiness(db)
  await sql`create trigger full before insert on setting
    begin select raise(rollback, 'database or disk is full'); end`.execute(db.kysely)
  expect(await readiness.isReady()).toBe(false)
  await sql`drop trigger full`.execute(db.kysely)
  expect(await readiness.isReady()).toBe(true)
  await db.close()
})

it('leaves at once where nobody has asked', async () => {
  const db = await databases[0]!.open()
  expect(await firstOf(createReadiness(db).leave())).toBe('gone')
  await db.close()
})

it('waits for those who watch until they have heard it', async () => {
  const db = await databases[0]!.open()
  const readiness = createReadiness(db)
  expect(await readiness.isReady()).toBe(true)
  const leaving = readiness.leave()
  expect(await firstOf(leaving)).toBe('waiting')
  expect(await readiness.isReady()).toBe(false)
  await leaving
  await db.close()
})
