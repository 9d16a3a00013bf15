/**
 * The prompt of an open poll as the person it belongs to may see it: with "thank you" once they have voted. The outbox can't know that, so it
 * is asked of the sealed slots at the moment of looking, for the reader alone, and written nowhere.
 */
import type { Message } from '#message'
import { memberOn } from '../store/people.ts'
import type { House } from './house.ts'
import { sealedFormOf } from './occasion.ts'
import { stamped } from './outbox.ts'
import { seatOf } from './seat.ts'
import { readerOf } from './guests.ts'
import { personalView } from './view.ts'

/** @returns null where the outbox's own text is right. */
export async function ownSealedPrompt(
  house: House,
  platform: string,
  person: string,
  occurrence: string,
): Promise<Message | null> {
  const member = await memberOn(house.db.kysely, platform, person)
  if (!member) return null
  const seat = await seatOf(
    house,
    { member, language: member.language ?? house.manifest.organisation.language },
    occurrence,
  )
  if (!seat || seat.occasion.row.state !== 'open' || sealedFormOf(seat.occasion, seat.guest.role) === null) return null
  const ballot = await house.ballots.own(house.db.kysely, occurrence, member.id)
  if (!ballot) return null
  seat.guest.status = ballot.answers === null ? 'declined' : 'answered'
  const view = await personalView(house, house.db.kysely, seat.occasion, seat.guest)
  return stamped(seat.occasion.kind.prompt(view, readerOf(house, seat.occasion, seat.guest)), occurrence)
}
