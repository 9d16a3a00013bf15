/** Asks those whose time has come and reminds those who have not answered: once, within working hours, telling nobody who they are. */
import { allDone } from '../all-done.ts'
import { addressesOf, outsideQuiet } from './address.ts'
import { byNextWork } from './at-work.ts'
import { awayBy } from './away-by-now.ts'
import { notInTeam } from './not-in-team.ts'
import { type House, nowText, teamZone, type Writes } from './house.ts'
import { isAnonymous, type Occasion, sealedFormOf } from './occasion.ts'
import { type Draft, post } from './outbox.ts'
import { reminderAfter } from './reminder-after.ts'
import { type Guest, readerOf } from './guests.ts'
import { personalViews, type ViewFor, viewsFrom, type Whole } from './view.ts'

/** Keys of the engine's own reminder and of the one more that a leader may ask for. */
export const REMINDERS = ['reminder', 'reminder/extra']

/** Thousands of prompts in one transaction would hold up whoever answers meanwhile; the others are asked in the next one, which comes at once. */
export const AT_ONCE = 500

/** Milliseconds; who takes part was settled this moment. */
const JUST_NOW = 60_000

const isDue = ({ absent, hasLeft, status, opensAt }: Guest, now: string): boolean =>
  absent === null && !hasLeft && status === 'waiting' && opensAt <= now

/** Prompts those whose time has come. @returns the ids of those who were asked just now */
export async function ask(
  house: House,
  trx: Writes,
  occasion: Occasion,
  whole: Whole,
  now: string,
): Promise<ReadonlySet<string>> {
  await letGo(trx, occasion, whole, now)
  const due = whole.guests.filter((guest) => isDue(guest, now)).slice(0, AT_ONCE)
  const fresh = new Set(due.map((guest) => guest.id))
  if (due.length === 0) return fresh
  for (const guest of due) guest.status = 'asked'
  await putOffReminders(house, trx, occasion, due, now)
  const drafts = await promptDrafts(house, trx, occasion, due, viewsFrom(house, occasion, whole))
  await allDone([
    post(house, trx, drafts),
    trx
      .updateTable('participant')
      .set({ status: 'asked' })
      .where('occurrence_id', '=', occasion.row.id)
      .where('member_id', 'in', [...fresh])
      .execute(),
  ])
  return fresh
}

/** Whoever has left the team before their own morning takes no part; a poll's people stay as they are, or its results could not be compared. */
async function letGo(trx: Writes, occasion: Occasion, whole: Whole, now: string): Promise<void> {
  if (isAnonymous(occasion) || occasion.kind.drawing || Date.parse(now) - Date.parse(occasion.row.opens_at) < JUST_NOW)
    return
  const due = whole.guests.filter((guest) => isDue(guest, now))
  const gone = await notInTeam(trx, occasion, due)
  if (gone.size === 0) return
  whole.guests = whole.guests.filter(({ id }) => !gone.has(id))
  await trx
    .deleteFrom('participant')
    .where('occurrence_id', '=', occasion.row.id)
    .where('member_id', 'in', [...gone])
    .execute()
}

/** Whoever is asked only when it is time to remind them has as long as everyone else to answer first. */
async function putOffReminders(
  house: House,
  trx: Writes,
  occasion: Occasion,
  asked: Guest[],
  now: string,
): Promise<void> {
  const late = asked.filter((guest) => guest.remindAt !== null && guest.remindAt <= now)
  for (const [zone, some] of Map.groupBy(late, (guest) => guest.zone)) {
    const readAt = outsideQuiet(house, Temporal.Instant.from(now), zone)
    const next = reminderAfter(readAt, occasion.schedule.reminder, teamZone(house, occasion.team))
    for (const guest of some) guest.remindAt = next
    await setReminders(trx, occasion, some, next)
  }
}

/** What each of these people's own message says now. */
export async function promptDrafts(
  house: House,
  trx: Writes,
  occasion: Occasion,
  guests: Guest[],
  views?: ViewFor,
): Promise<Draft[]> {
  const addresses = await addressesOf(house, trx, occasion.team, guests)
  const viewFor = views ?? (await personalViews(house, trx, occasion, guests))
  const now = house.clock.now()
  const times = new Map<string, string>()
  const timeIn = (zone: string): string => outsideQuiet(house, now, zone)
  return guests.flatMap((guest) => {
    const address = addresses.get(guest.id)
    if (!address) return []
    const message = occasion.kind.prompt(viewFor(guest), readerOf(house, occasion, guest))
    const notBefore = times.getOrInsertComputed(address.zone, timeIn)
    return [{ ...address, occurrence: occasion.row.id, key: 'prompt', under: null, message, notBefore }]
  })
}

/**
 * One reminder, within working hours, to those who have not answered by then and are there. Who is not at work now is looked at again when they are, because
 * who answers in the evening is not reminded in the morning. `now` is the moment of this step: by a clock that has gone on meanwhile it would never be time.
 */
export async function remind(
  house: House,
  trx: Writes,
  occasion: Occasion,
  guests: Guest[],
  now: string,
): Promise<void> {
  const due = guests.filter((guest) => guest.absent === null && guest.remindAt !== null && guest.remindAt <= now)
  if (due.length === 0) return
  for (const [at, some] of byNextWork(house, due, Temporal.Instant.from(now)))
    for (const guest of some) guest.remindAt = at !== null && at < occasion.row.closes_at ? at : null
  const atWork = due.filter((guest) => guest.remindAt !== null && guest.remindAt <= now)
  for (const guest of atWork) guest.remindAt = null
  const gone = await awayBy(trx, occasion, atWork, now)
  const out = occasion.kind.drawing ? gone : await notInTeam(trx, occasion, atWork)
  const here = atWork.filter(({ id, hasLeft }) => !gone.has(id) && !out.has(id) && !hasLeft)
  await post(house, trx, await reminderDrafts(house, trx, occasion, unanswered(house, occasion, here)))
  for (const [at, some] of Map.groupBy(due, (guest) => guest.remindAt)) await setReminders(trx, occasion, some, at)
}

async function setReminders(
  trx: Writes,
  { row }: Occasion,
  guests: readonly Guest[],
  remind_at: string | null,
): Promise<void> {
  await trx
    .updateTable('participant')
    .set({ remind_at })
    .where('occurrence_id', '=', row.id)
    .where(
      'member_id',
      'in',
      guests.map((guest) => guest.id),
    )
    .execute()
}

async function reminderDrafts(house: House, trx: Writes, occasion: Occasion, guests: Guest[]): Promise<Draft[]> {
  const addresses = await addressesOf(house, trx, occasion.team, guests)
  const viewFor = await personalViews(house, trx, occasion, guests)
  return guests.flatMap((guest): Draft[] => {
    const address = addresses.get(guest.id)
    const message = address && occasion.kind.reminder(viewFor(guest), readerOf(house, occasion, guest))
    if (!address || !message) return []
    const notBefore = nowText(house)
    return [{ ...address, occurrence: occasion.row.id, key: 'reminder', under: null, message, notBefore }]
  })
}

/** Of a poll everyone's is written, or the outbox would tell who has voted; it is sent to those who have not (poll-reminder.ts). */
function unanswered(house: House, occasion: Occasion, guests: Guest[]): Guest[] {
  // Without its key a poll can take no ballot: nobody is sent there.
  const lost = isAnonymous(occasion) && house.ballots.lost(occasion.row.id)
  return guests.filter((guest) => guest.status === 'asked' && !(lost && sealedFormOf(occasion, guest.role)))
}

/** At once where somebody is left to be asked; else when the next person is to be asked or reminded, the ritual itself looks again, or the phase closes. */
export function nextLook(guests: Guest[], closesAt: string, ownLook: string | null, now: string): string {
  if (guests.some((guest) => isDue(guest, now))) return now
  const present = guests.filter((guest) => guest.absent === null)
  const openings = present.filter((guest) => guest.status === 'waiting' && !guest.hasLeft).map((guest) => guest.opensAt)
  const reminders = present.flatMap((guest) => (guest.remindAt === null ? [] : [guest.remindAt]))
  return (
    [...openings, ...reminders, ...(ownLook === null ? [] : [ownLook]), closesAt]
      .filter((at) => at > now)
      .toSorted()[0] ?? closesAt
  )
}
