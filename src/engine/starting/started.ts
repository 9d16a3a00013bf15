/** What leaders have begun in an occurrence from other rituals; it stands in its row, so that whoever reads that reads this too. */
import type { Started } from '#ritual'
import { json, parsedOnce } from '../../store/codecs.ts'
import { wake } from '../act.ts'
import { type House, nowText, type Writes } from '../house.ts'
import { occasionOf } from '../occasion.ts'

export const startedIn = (row: { started: string | null }): Started[] =>
  row.started === null ? [] : parsedOnce<Started[]>(row.started)

/** Puts it on the table of an occurrence that is planned or open. @returns false where that has ended meanwhile */
export async function putOnTable(house: House, trx: Writes, id: string, started: Started): Promise<boolean> {
  const occasion = await occasionOf(house, trx, id, true)
  const state = occasion?.row.state
  if (!occasion || (state !== 'planned' && state !== 'open')) return false
  const now = nowText(house)
  await trx
    .updateTable('occurrence')
    .set({ started: json([...startedIn(occasion.row), started]), ...(state === 'open' && { next_at: now }) })
    .where('id', '=', id)
    .execute()
  if (state === 'open') wake(trx, { name: 'occurrence', key: id, runAt: now })
  return true
}
