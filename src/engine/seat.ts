/** A member's place in one occurrence, and whether they may still (or already) answer there. */
import type { Role } from '#ritual'
import { placeIn, type PlaceRow, ritualIn } from '../store/occurrences.ts'
import { belongings, optOuts } from '../store/people.ts'
import { instantText, localFrom } from '../time/format.ts'
import { instantOf } from '../time/zone.ts'
import type { Language } from '#platform'
import type { Member } from '../store/people.ts'
import type { AnyRitual } from './discovery.ts'
import { partIn } from './audience.ts'
import { type House, nowText, teamZone, unitName } from './house.ts'
import { asks, assemble, isAnonymous, type Occasion, sealedFormOf, sealOf, unsealsAt } from './occasion.ts'
import { zoneFor } from './participants.ts'
import { type Guest, readerOf } from './guests.ts'
import { personalView } from './view.ts'

/** Whoever asks for their seat. */
export interface Asking {
  member: Member
  language: Language
}

export interface Seat {
  occasion: Occasion
  guest: Guest
}

/** @returns null when the occurrence is unknown or does not concern this person. */
export async function seatOf(house: House, caller: Asking, occurrence: string): Promise<Seat | null> {
  const [found] = (await placeIn(house.db.kysely, occurrence, caller.member.id)).rows
  return seatIn(house, caller, found ?? null)
}

/** The same for a place that has been read already. */
export async function seatIn(house: House, caller: Asking, found: PlaceRow | null): Promise<Seat | null> {
  if (!found) return null
  const { role, status, absent_for, absent_until, asked_at, remind_at, log, ...row } = found
  const occasion = assemble(house, row, ritualIn(row))
  if (role === null || status === null || asked_at === null)
    return row.state === 'planned' ? earlySeat(house, caller, occasion) : leaderSeat(house, caller, occasion)
  return {
    occasion,
    guest: guestFor(house, caller, occasion, role, {
      status: status === 'absent' ? 'asked' : status,
      absent: status === 'absent' ? { reason: absent_for as 'away', until: absent_until } : null,
      opensAt: asked_at,
      remindAt: remind_at,
      ...(log && { log }),
    }),
  }
}

/** Leaders who are not asked themselves still act on what they are told. */
async function leaderSeat(house: House, caller: Asking, occasion: Occasion): Promise<Seat | null> {
  const places = await belongings(house.db.kysely, caller.member.id)
  const leads = places.some((place) => place.team === occasion.ritual.team_id && place.role === 'leader')
  if (!leads) return null
  const rest = { status: 'waiting' as const, absent: null, opensAt: occasion.row.opens_at, remindAt: null }
  return { occasion, guest: guestFor(house, caller, occasion, 'leader', rest) }
}

/** Before the opening nobody is a participant yet: whoever belongs to the team may answer tonight for tomorrow. */
async function earlySeat(house: House, caller: Asking, occasion: Occasion): Promise<Seat | null> {
  const places = await belongings(house.db.kysely, caller.member.id)
  const role = partIn(occasion.ritual, places)
  if (role === null || role === 'observer' || asks(occasion)[role] === undefined) return null
  const left = await optOuts(house.db.kysely, occasion.ritual.id, nowText(house))
  if (left.has(caller.member.id)) return null
  const zone = zoneFor(house, occasion.schedule, occasion.team, caller.member)
  const opensAt = instantText(instantOf(localFrom(occasion.row.local_at), zone))
  return {
    occasion,
    guest: guestFor(house, caller, occasion, role, { status: 'waiting', absent: null, opensAt, remindAt: null }),
  }
}

export function guestFor(
  house: House,
  caller: Asking,
  occasion: Occasion,
  role: Role,
  rest: Pick<Guest, 'status' | 'absent' | 'opensAt' | 'remindAt' | 'log'>,
): Guest {
  const { id, name, unit } = caller.member
  return {
    id,
    name,
    unit: unitName(house, unit),
    role,
    ...rest,
    language: caller.language,
    zone: caller.member.zone ?? teamZone(house, occasion.team),
  }
}

/** Why a form can't be sent now: the key of the sentence that says so, or null when it can. */
export type Refusal =
  | 'closed.poll'
  | 'closed.opened'
  | 'closed.sealed'
  | 'closed.gone'
  | 'closed.next'
  | 'closed.early'
  | 'closed.role'
  | 'closed.lost'
  | 'closed.undrawn'
  | 'closed.turn'

export async function refusalOf(house: House, seat: Seat, form: string): Promise<Refusal | null> {
  const refusal = await refusalByTime(house, seat, form)
  if (refusal) return refusal
  return (await isTheirTurn(house, seat, form)) ? null : 'closed.turn'
}

/** What the ritual itself has to say to it. */
async function isTheirTurn(house: House, { occasion, guest }: Seat, form: string): Promise<boolean> {
  const spec = occasion.kind.forms[form]!
  if (!spec.may) return true
  const view = await personalView(house, house.db.kysely, occasion, guest)
  return spec.may(view, readerOf(house, occasion, guest))
}

async function refusalByTime(house: House, seat: Seat, form: string): Promise<Refusal | null> {
  const { row, kind } = seat.occasion
  const spec = Object.hasOwn(kind.forms, form) ? kind.forms[form] : undefined
  if (!spec || !spec.roles.includes(seat.guest.role)) return 'closed.role'
  if (spec.sealed && !isAnonymous(seat.occasion)) return 'closed.role'
  if (seat.guest.absent?.reason === 'not-drawn') return 'closed.undrawn'
  if (row.state === 'open') return spec.sealed ? sealedRefusal(house, seat) : openRefusal(seat)
  if (row.state === 'planned')
    return isUndrawn(kind) ? 'closed.undrawn' : isAnonymous(seat.occasion) ? 'closed.early' : null
  if (row.state !== 'closed') return 'closed.gone'
  if (!spec.late) return 'closed.poll'
  if (spec.beyond) return null
  return (await hasSuccessor(house, seat.occasion)) ? 'closed.next' : null
}

/** Before the opening nobody knows whom they will meet; where the whole team comes together, that is no question. */
const isUndrawn = ({ drawing }: AnyRitual): boolean => drawing !== undefined && !drawing.open

/** As long as ballots are sealed, whoever is asked for one sends nothing with their name on it. */
function openRefusal({ occasion, guest }: Seat): Refusal | null {
  const isHidden = ['sealed', 'breaking'].includes(sealOf(occasion))
  return isHidden && sealedFormOf(occasion, guest.role) !== null ? 'closed.sealed' : null
}

/** A poll's closing time counts, not the moment at which the engine gets round to it; and without its key it can't take anything. */
function sealedRefusal(house: House, seat: Seat): Refusal | null {
  const { occasion, guest } = seat
  // Before they are asked where they live, it has not begun for them.
  if (guest.opensAt > nowText(house)) return 'closed.early'
  if (sealOf(occasion) !== 'sealed' || unsealsAt(occasion) <= nowText(house)) return lateFor(occasion)
  return house.ballots.lost(seat.occasion.row.id) ? 'closed.lost' : null
}

/** What is said to a ballot that comes too late: the ballots are opened at the close, or on the way to it. */
export const lateFor = (occasion: Occasion): Refusal =>
  unsealsAt(occasion) < occasion.row.closes_at ? 'closed.opened' : 'closed.poll'

async function hasSuccessor(house: House, occasion: Occasion): Promise<boolean> {
  const later = await house.db.kysely
    .selectFrom('occurrence')
    .select('id')
    .where('ritual_id', '=', occasion.ritual.id)
    .where('state', 'in', ['open', 'closed'])
    .where('opens_at', '>', occasion.row.opens_at)
    .limit(1)
    .executeTakeFirst()
  return later !== undefined
}
