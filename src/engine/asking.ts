/** Asks those whose time has come and reminds those who have not answered: once, within working hours, telling nobody who they are. */
import { instantText } from '../time/format.ts'
import { addressesOf, outsideQuiet } from './address.ts'
import type { House, Writes } from './house.ts'
import { isAnonymous, type Occasion, sealedFormOf } from './occasion.ts'
import { type Draft, post } from './outbox.ts'
import { type Guest, guestsOf, readerOf } from './guests.ts'
import { personalViews } from './view.ts'

/** Prompts everyone whose time has come. */
export async function ask(house: House, trx: Writes, occasion: Occasion, now: string): Promise<Guest[]> {
  const guests = await guestsOf(house, trx, occasion)
  const due = guests.filter((guest) => guest.absent === null && guest.status === 'waiting' && guest.opensAt <= now)
  if (due.length === 0) return guests
  for (const guest of due) guest.status = 'asked'
  await post(house, trx, await promptDrafts(house, trx, occasion, due))
  await trx
    .updateTable('participant')
    .set({ status: 'asked' })
    .where('occurrence_id', '=', occasion.row.id)
    .where('status', '=', 'waiting')
    .where('opens_at', '<=', now)
    .execute()
  return guests
}

/** What each of these people's own message says now. */
export async function promptDrafts(house: House, trx: Writes, occasion: Occasion, guests: Guest[]): Promise<Draft[]> {
  const addresses = await addressesOf(house, trx, occasion.team, guests)
  const viewFor = await personalViews(house, trx, occasion, guests)
  return guests.flatMap((guest) => {
    const address = addresses.get(guest.id)
    if (!address) return []
    const message = occasion.kind.prompt(viewFor(guest), readerOf(house, occasion, guest))
    const notBefore = outsideQuiet(house, house.clock.now(), address.zone)
    return [{ ...address, occurrence: occasion.row.id, key: 'prompt', under: null, message, notBefore }]
  })
}

/** One reminder, within working hours, to those who have not answered; of a poll only the person and the sealed slots know who that is. */
export async function remind(
  house: House,
  trx: Writes,
  occasion: Occasion,
  guests: Guest[],
  now: string,
): Promise<void> {
  const due = guests.filter((guest) => guest.absent === null && guest.remindAt !== null && guest.remindAt <= now)
  if (due.length === 0) return
  const voted = await votedAmong(house, trx, occasion, due)
  // Without its key a poll can take no ballot: nobody is sent there.
  const lost = isAnonymous(occasion) && house.ballots.lost(occasion.row.id)
  const unanswered = due.filter(
    (guest) => guest.status === 'asked' && !voted.has(guest.id) && !(lost && sealedFormOf(occasion, guest.role)),
  )
  const addresses = await addressesOf(house, trx, occasion.team, unanswered)
  const viewFor = await personalViews(house, trx, occasion, unanswered)
  const drafts = unanswered.flatMap((guest): Draft[] => {
    const address = addresses.get(guest.id)
    const at = house.calendars.organisation.nextWorkingInstant(house.clock.now(), guest.zone)
    if (!address || at === null || instantText(at) >= occasion.row.closes_at) return []
    const message = occasion.kind.reminder(viewFor(guest), readerOf(house, occasion, guest))
    if (message === null) return []
    return [
      { ...address, occurrence: occasion.row.id, key: 'reminder', under: null, message, notBefore: instantText(at) },
    ]
  })
  await post(house, trx, drafts)
  await trx
    .updateTable('participant')
    .set({ remind_at: null })
    .where('occurrence_id', '=', occasion.row.id)
    .where('remind_at', '<=', now)
    .execute()
  for (const guest of due) guest.remindAt = null
}

async function votedAmong(house: House, trx: Writes, occasion: Occasion, guests: Guest[]): Promise<Set<string>> {
  if (!isAnonymous(occasion)) return new Set()
  const sealed = guests.filter((guest) => sealedFormOf(occasion, guest.role) !== null)
  return house.ballots.voted(
    trx,
    occasion.row.id,
    sealed.map((guest) => guest.id),
  )
}

/** When the next person is to be asked or reminded, or the phase closes. */
export function nextLook(guests: Guest[], closesAt: string, now: string): string {
  const present = guests.filter((guest) => guest.absent === null)
  const openings = present.filter((guest) => guest.status === 'waiting').map((guest) => guest.opensAt)
  const reminders = present.flatMap((guest) => (guest.remindAt === null ? [] : [guest.remindAt]))
  return [...openings, ...reminders, closesAt].filter((at) => at > now).toSorted()[0] ?? closesAt
}
