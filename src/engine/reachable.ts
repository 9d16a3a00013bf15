/** Somebody can be written to who could not: what waits for them, and still means something, goes out. */
import { memberOn } from '../store/people.ts'
import { act, wake } from './act.ts'
import { outsideQuiet } from './address.ts'
import { REMINDERS } from './asking.ts'
import type { House } from './house.ts'
import { instantText } from '../time/format.ts'
import { NOT_INSTALLED } from './undelivered.ts'

/** Days after which a message that belongs to nothing open is old news. The welcome never is. */
const NEWS = 3

/** @returns whether they are somebody's member */
export async function nowReachable(house: House, platform: string, person: string): Promise<boolean> {
  const member = await memberOn(house.db.kysely, platform, person)
  if (!member) return false
  const oldest = instantText(house.clock.now().subtract({ hours: 24 * NEWS }))
  await act(house, async (trx) => {
    const rows = await trx
      .selectFrom('delivery')
      .leftJoin('occurrence', 'occurrence.id', 'delivery.occurrence_id')
      .select(['delivery.id', 'delivery.zone', 'delivery.recipient'])
      .where('delivery.recipient', '=', `member:${member.id}`)
      .where('delivery.platform', '=', platform)
      .where('delivery.state', '=', 'failed')
      .where('delivery.error', '=', NOT_INSTALLED)
      .where('delivery.key', 'not in', REMINDERS)
      .where(({ or, eb, and }) =>
        or([
          eb('occurrence.state', '=', 'open'),
          eb('delivery.key', '=', 'welcome'),
          and([eb('delivery.occurrence_id', 'is', null), eb('delivery.queued_at', '>=', oldest)]),
        ]),
      )
      .execute()
    for (const { id, zone, recipient } of rows) {
      const not_before = outsideQuiet(house, house.clock.now(), zone)
      await trx
        .updateTable('delivery')
        .set({ state: 'queued', not_before, attempts: 0, error: null })
        .where('id', '=', id)
        .where('state', '=', 'failed')
        .execute()
      wake(trx, { name: 'deliver', key: id, runAt: not_before, lane: recipient })
    }
  })
  return true
}
