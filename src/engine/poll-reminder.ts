/**
 * Reminders of polls. Their rows, jobs and whatever the database keeps of them are the same for everyone, voted or not: who has voted is asked
 * of the sealed slots at the moment of sending, and nothing is written of the answer.
 */
import type { MessageReference } from '#platform'
import { REMINDERS } from './asking.ts'
import type { House } from './house.ts'
import { isAnonymous, occasionOf, sealedFormOf } from './occasion.ts'

/** What is kept of where a poll's reminder stands: nothing. A platform's own word for it would tell that it was sent. */
export const UNTOLD: MessageReference = {}

/** `send` and `leave` are the two ends of a poll's reminder; `other` is every other message. */
export async function pollReminder(
  house: House,
  row: { key: string; occurrence_id: string | null; recipient: string },
): Promise<'send' | 'leave' | 'other'> {
  if (row.occurrence_id === null || !REMINDERS.includes(row.key)) return 'other'
  const occasion = await occasionOf(house, house.db.kysely, row.occurrence_id)
  if (!occasion || !isAnonymous(occasion)) return 'other'
  const member = row.recipient.slice('member:'.length)
  const place = await house.db.kysely
    .selectFrom('participant')
    .select('role')
    .where('occurrence_id', '=', row.occurrence_id)
    .where('member_id', '=', member)
    .executeTakeFirst()
  // A leader's own view carries their name: whether they gave it is no secret.
  if (place && sealedFormOf(occasion, place.role) === null) return 'other'
  const voted = await house.ballots.voted(house.db.kysely, row.occurrence_id, [member])
  return voted.has(member) ? 'leave' : 'send'
}
