/** Whether it is still the time for which a new message was meant: the bot may have been down since, or its recipient have answered. */
import type { Selectable } from 'kysely'
import type { DeliveryTable } from '../store/schema.ts'
import { instantText } from '../time/format.ts'
import { outsideQuiet } from './address.ts'
import { REMINDERS } from './asking.ts'
import type { House, Writes } from './house.ts'

/** Milliseconds that a message may be late, at the platform's pace, before it is asked anew whether it disturbs. */
const LATE = 15 * 60_000

type Row = Pick<Selectable<DeliveryTable>, 'key' | 'occurrence_id' | 'recipient' | 'zone' | 'not_before'>

/** `now`, `never`, or the instant at which it is to be sent instead. In a poll the same for all, whether they have voted or not. */
export async function timeFor(house: House, trx: Writes, row: Row, now: string): Promise<string> {
  const isLate = Date.parse(now) - Date.parse(row.not_before) > LATE
  if (REMINDERS.includes(row.key) && row.occurrence_id !== null) return timeToRemind(house, trx, row, now, isLate)
  return isLate ? orNow(outsideQuiet(house, Temporal.Instant.from(now), row.zone), now) : 'now'
}

async function timeToRemind(house: House, trx: Writes, row: Row, now: string, isLate: boolean): Promise<string> {
  const place = await trx
    .selectFrom('participant')
    .innerJoin('member', 'member.id', 'participant.member_id')
    .select(['participant.status', 'member.unit'])
    .where('participant.occurrence_id', '=', row.occurrence_id)
    .where('participant.member_id', '=', row.recipient.slice('member:'.length))
    .executeTakeFirst()
  // Written in the evening for the morning, and answered in the night.
  if (place?.status !== 'asked') return 'never'
  if (!isLate) return 'now'
  const at = house.calendars.of(place.unit).nextWorkingInstant(Temporal.Instant.from(now), row.zone)
  return at === null ? 'never' : orNow(instantText(at), now)
}

const orNow = (at: string, now: string): string => (at > now ? at : 'now')
