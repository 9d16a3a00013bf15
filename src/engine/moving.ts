/**
 * People on several platforms who can't be reached on one of them any more: what is still open goes on where they are. A message that stands
 * elsewhere is edited there for good, unless its occurrence is open: then it is said anew.
 */
import type { Selectable } from 'kysely'
import type { DeliveryTable } from '../store/schema.ts'
import { platformsOf } from '../store/people.ts'
import { wake } from './act.ts'
import { outsideQuiet } from './address.ts'
import { REMINDERS } from './asking.ts'
import { type House, nowText, type Reads, type Writes } from './house.ts'

type Row = Selectable<DeliveryTable>

/** Their account on a platform was switched off: from now on they are only where they still are. Whoever is nowhere else stays as they are. */
export async function leavePlatform(house: House, trx: Writes, platform: string, externalId: string): Promise<void> {
  const identity = await trx
    .selectFrom('identity')
    .select('member_id')
    .where('platform', '=', platform)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  const to = identity && (await otherPlatform(house, trx, identity.member_id, platform))
  if (!to) return
  await trx.deleteFrom('identity').where('platform', '=', platform).where('external_id', '=', externalId).execute()
  for (const row of await open(trx, platform, `member:${identity.member_id}`)) await sendOn(house, trx, row, to, 0)
}

/** What has not been sent yet, whatever it is, and what stands of occurrences that are still open. */
async function open(trx: Reads, platform: string, recipient: string): Promise<Row[]> {
  return trx
    .selectFrom('delivery')
    .leftJoin('occurrence', 'occurrence.id', 'delivery.occurrence_id')
    .selectAll('delivery')
    .where('delivery.recipient', '=', recipient)
    .where('delivery.platform', '=', platform)
    .where((where) =>
      where.or([
        where.and([where('delivery.state', '=', 'queued'), where('delivery.sent_revision', '=', 0)]),
        where.and([
          where('delivery.state', 'in', ['queued', 'sent']),
          where('occurrence.state', '=', 'open'),
          where('delivery.key', 'not in', REMINDERS),
        ]),
      ]),
    )
    .orderBy('delivery.queued_at')
    .orderBy('delivery.position')
    .execute()
}

/** In the place of `error` while a message is tried on another platform than the one it was meant for. */
const ELSEWHERE = 'elsewhere'

/**
 * A message that one platform will never deliver to somebody who is on another one too is tried there, once.
 * @returns whether it will be
 */
export async function tryElsewhere(house: House, trx: Writes, row: Row, attempts: number): Promise<boolean> {
  if (!row.recipient.startsWith('member:') || row.reference !== null || row.error === ELSEWHERE) return false
  const to = await otherPlatform(house, trx, row.recipient.slice('member:'.length), row.platform)
  if (!to) return false
  return sendOn(house, trx, row, to, attempts, ELSEWHERE)
}

async function otherPlatform(house: House, db: Reads, member: string, platform: string): Promise<string | undefined> {
  const all = (await platformsOf(db, [member])).get(member) ?? []
  return all.find((name) => name !== platform && house.platforms.has(name))
}

/** @returns false where somebody else has taken the message meanwhile */
async function sendOn(
  house: House,
  trx: Writes,
  row: Row,
  platform: string,
  attempts: number,
  error: string | null = null,
): Promise<boolean> {
  const soonest = outsideQuiet(house, house.clock.now(), row.zone)
  const not_before = row.sent_revision === 0 && row.not_before > soonest ? row.not_before : soonest
  const sent = await trx
    .updateTable('delivery')
    .set({
      platform,
      reference: null,
      sent_revision: 0,
      state: 'queued',
      lease_until: null,
      holder: null,
      queued_at: nowText(house),
      not_before,
      attempts,
      error,
    })
    .where('id', '=', row.id)
    .where('holder', row.holder === null ? 'is' : '=', row.holder)
    .executeTakeFirst()
  if (sent.numUpdatedRows === 0n) return false
  wake(trx, { name: 'deliver', key: row.id, runAt: not_before, lane: row.recipient })
  return true
}
