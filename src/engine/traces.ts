/**
 * What is left of deleted rows: they would stay readable in the database's own files for a while. That there is something to overwrite is noted with the
 * deletion itself, so that whoever is killed right after it, or is kept from it, does it later.
 */
import { randomUUID } from 'node:crypto'
import { fault } from '../log.ts'
import { json } from '../store/codecs.ts'
import { secureErase } from '../store/database.ts'
import type { House, Writes } from './house.ts'

const MARK = 'traces'

const TABLES = [
  'response',
  'participant',
  'pairing',
  'promise',
  'feed',
  'feed_entry',
  'delivery',
  'member',
  'identity',
  'contact',
  'spool',
] as const

/** To be called in the transaction that deletes. */
export async function noteTraces(trx: Writes): Promise<void> {
  // What is deleted while others are erasing is new to them.
  const value = json(randomUUID())
  await trx
    .insertInto('setting')
    .values({ key: MARK, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

/** Overwrites what has been noted, if anything. What can't be done now is done within a minute, or after the next start. */
export async function eraseTraces(house: House): Promise<void> {
  try {
    const mark = await house.db.kysely.selectFrom('setting').select('value').where('key', '=', MARK).executeTakeFirst()
    if (!mark) return
    await secureErase(house.db, TABLES)
    await house.db.write((trx) =>
      trx.deleteFrom('setting').where('key', '=', MARK).where('value', '=', mark.value).execute(),
    )
  } catch (error) {
    house.log.warn(fault(error), 'deleted rows could not be overwritten yet')
  }
}
