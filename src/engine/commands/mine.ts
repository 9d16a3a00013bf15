/** What is open for a person now, and what comes next, by their own clock. */
import { absencesFrom, type Away } from '../../store/people.ts'
import { instantText, localFrom } from '../../time/format.ts'
import { instantOf } from '../../time/zone.ts'
import type { Caller } from '../caller.ts'
import { askedFrom } from '../cohort.ts'
import { type House, nowText } from '../house.ts'
import { asks, sealedFormOf, sealOf } from '../occasion.ts'
import { readerOf } from '../guests.ts'
import { zoneFor } from '../participants.ts'
import { type Seat, seatOf } from '../seat.ts'
import { personalView } from '../view.ts'
import { formFor, isPaused, type KnownRitual, ownRituals } from './known-rituals.ts'
import { optOutFrom, optOutsOf } from './opt-outs.ts'

/** Something that may be answered. `done` tells the person alone; of a poll it is asked of their own sealed slot. */
export interface OpenSeat {
  seat: Seat
  form: string
  done: 'no' | 'answered' | 'declined'
}

/** What has been opened for this person and not closed, in the order in which it closes. */
export async function openSeats(house: House, caller: Caller): Promise<OpenSeat[]> {
  const now = nowText(house)
  const rows = await house.db.kysely
    .selectFrom('participant')
    .innerJoin('occurrence', 'occurrence.id', 'participant.occurrence_id')
    .select('occurrence.id')
    .where('participant.member_id', '=', caller.member.id)
    .where('participant.opens_at', '<=', now)
    .where('occurrence.state', '=', 'open')
    .where('occurrence.closes_at', '>', now)
    .orderBy('occurrence.closes_at')
    .orderBy('occurrence.id')
    .execute()
  const open: OpenSeat[] = []
  for (const { id } of rows) {
    const seat = await seatOf(house, caller, id)
    const form = seat ? asks(seat.occasion)[seat.guest.role] : undefined
    if (seat && form !== undefined && !isOpened(seat) && !isUndrawn(seat) && (await isRipe(house, seat, form)))
      open.push({ seat, form, done: await doneAt(house, caller, seat) })
  }
  return open
}

/** Its ballots have been counted; what its later phases ask for stands in its own message. */
const isOpened = ({ occasion, guest }: Seat): boolean =>
  sealedFormOf(occasion, guest.role) !== null && sealOf(occasion) !== 'sealed'

/** Before its time a question such as whether they met is none. */
async function isRipe(house: House, { occasion, guest }: Seat, form: string): Promise<boolean> {
  const spec = occasion.kind.forms[form]!
  if (!spec.ripe) return true
  const view = await personalView(house, house.db.kysely, occasion, guest)
  return spec.ripe(view, readerOf(house, occasion, guest))
}

/** Whoever was left out of the drawing, a day off included, meets nobody. */
function isUndrawn({ occasion, guest }: Seat): boolean {
  const { drawing } = occasion.kind
  return guest.absent !== null && drawing !== undefined && !drawing.open
}

async function doneAt(house: House, caller: Caller, seat: Seat): Promise<OpenSeat['done']> {
  if (sealedFormOf(seat.occasion, seat.guest.role) !== null) {
    const ballot = await house.ballots.own(house.db.kysely, seat.occasion.row.id, caller.member.id)
    if (!ballot) return 'no'
    return ballot.answers === null ? 'declined' : 'answered'
  }
  const { status } = seat.guest
  return status === 'answered' || status === 'declined' ? status : 'no'
}

/** An occurrence that will ask this person, at `at` (UTC text) by their own clock. */
export interface Coming {
  ritual: KnownRitual
  occurrence: string
  at: string
}

/** By ritual: when a newcomer is first asked, where that is not the next time. */
async function firstAsked(house: House, { member }: Caller, rituals: KnownRitual[]): Promise<Map<string, string>> {
  const firsts = new Map<string, string>()
  for (const { row, kind, role } of rituals) {
    const date = role === 'member' ? await askedFrom(house.db.kysely, kind, row.id, member.id) : null
    if (date) firsts.set(row.id, date)
  }
  return firsts
}

/** What will ask this person within so many days, the nearest first; not what they are away for, have left, or what is paused. */
export async function comingFor(house: House, caller: Caller, days: number): Promise<Coming[]> {
  const rituals = (await ownRituals(house, caller)).filter((ritual) => formFor(ritual) !== undefined)
  if (rituals.length === 0) return []
  const now = house.clock.now()
  const outs = await optOutsOf(house.db.kysely, caller.member.id, instantText(now))
  const away = await absencesFrom(house.db.kysely, [caller.member.id], localDate(now, caller.zone))
  const last = instantText(now.add({ hours: days * 24 }))
  const rows = await plannedBetween(house, rituals, instantText(now), last)
  const firsts = await firstAsked(house, caller, rituals)
  return rows
    .flatMap((row): Coming[] => {
      const ritual = rituals.find((each) => each.row.id === row.ritual_id)!
      const at = openingFor(house, caller, ritual, row.local_at)
      const left = optOutFrom(outs, ritual.row.id)
      const isOut = left !== undefined && (left.until === null || left.until > at)
      if (isOut || at <= instantText(now) || at > last || pausedAt(house, ritual, at)) return []
      const date = row.local_at.slice(0, 10)
      if (date < (firsts.get(ritual.row.id) ?? date)) return []
      return isAwayOn(away, date) ? [] : [{ ritual, occurrence: row.id, at }]
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
}

/** When an occurrence opens for this person: at its local time in the zone it has for them. UTC text. */
export function openingFor(house: House, caller: Pick<Caller, 'member'>, ritual: KnownRitual, local: string): string {
  return instantText(instantOf(localFrom(local), zoneFor(house, ritual.schedule, ritual.team, caller.member)))
}

export const localDate = (at: Temporal.Instant, zone: string): string =>
  at.toZonedDateTimeISO(zone).toPlainDate().toString()

export const today = (house: House, caller: Caller): Temporal.PlainDate =>
  house.clock.now().toZonedDateTimeISO(caller.zone).toPlainDate()

export const isAwayOn = (away: Away[], date: string): boolean =>
  away.some((each) => each.from <= date && (each.until === null || each.until >= date))

export const pausedAt = (house: House, ritual: KnownRitual, at: string): boolean =>
  isPaused(house, ritual) && !(ritual.row.paused_until !== null && ritual.row.paused_until <= at)

/** Planned ones, and open ones that some members are asked in later than others. */
function plannedBetween(house: House, rituals: KnownRitual[], from: string, until: string) {
  return house.db.kysely
    .selectFrom('occurrence')
    .select(['id', 'ritual_id', 'local_at'])
    .where(
      'ritual_id',
      'in',
      rituals.map((ritual) => ritual.row.id),
    )
    .where('state', 'in', ['planned', 'open'])
    .where('opens_at', '<=', until)
    .where('closes_at', '>', from)
    .execute()
}
