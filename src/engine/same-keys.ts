/**
 * Replicas seal and open the same ballots, so they share one folder of keys. One that has a folder of its own would find every open poll void and would
 * say so to whoever votes: better told at its start.
 */
import { ProblemError } from '../errors.ts'
import { json } from '../store/codecs.ts'
import type { House, Reads } from './house.ts'
import { present } from './life.ts'

/** The mark of the folder that the running replicas share. */
const MARK = 'keys'

/**
 * To be called once this replica is known to live, before it does anything. The first of the replicas settles which folder it is; where nobody else lives,
 * after a move or a restore, that is the own one. On SQLite one process owns the database.
 *
 * @throws ProblemError when other replicas live and share another folder
 */
export async function shareKeys(house: House): Promise<void> {
  if (house.db.dialect === 'sqlite') return
  const value = json(await house.ballots.mark())
  await house.db.write(async (trx) => {
    // Whoever starts at the same time waits here.
    const settled = await trx
      .insertInto('setting')
      .values({ key: MARK, value })
      .onConflict((same) => same.column('key').doUpdateSet((column) => ({ value: column.ref('setting.value') })))
      .returning('value')
      .executeTakeFirstOrThrow()
    if (settled.value === value) return
    if (await othersLive(house, trx)) throw new ProblemError(OTHERS)
    await trx.updateTable('setting').set({ value }).where('key', '=', MARK).execute()
  })
}

const OTHERS =
  'TEAMRUNDE_KEYS is not the folder that the other replicas use, which run or ran until a few seconds ago: here, their open polls would be void. ' +
  'Let all replicas share one folder on a common mount.'

async function othersLive(house: House, trx: Reads): Promise<boolean> {
  const other = await trx
    .selectFrom('replica')
    .select('id')
    .where('id', '!=', house.life.id)
    .where('alive_until', '>', present)
    .executeTakeFirst()
  return other !== undefined
}
