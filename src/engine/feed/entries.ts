/** What stands in a member's calendar: what their rituals say of the rounds they take part in, now and within the next two months. */
import { hash } from 'node:crypto'
import type { CalendarEntry } from '#ritual'
import type { Selectable } from 'kysely'
import { fault } from '../../log.ts'
import { absencesFrom, type Away, type Member } from '../../store/people.ts'
import type { OccurrenceTable } from '../../store/schema.ts'
import { parseDuration } from '../../time/duration.ts'
import { instantText } from '../../time/format.ts'
import { formFor, type KnownRitual, ownRituals } from '../commands/known-rituals.ts'
import { isAwayOn, openingFor, pausedAt } from '../commands/mine.ts'
import { optOutFrom, optOutsOf } from '../commands/opt-outs.ts'
import { readerOf } from '../guests.ts'
import { type House, nowText, teamLanguage } from '../house.ts'
import { assemble } from '../occasion.ts'
import { rowsBetween } from '../planner.ts'
import { guestFor, type Seat, seatOf } from '../seat.ts'
import { personalView } from '../view.ts'

const DAYS_AHEAD = 60
/** What is over stays for a while: a calendar that fetches everything anew would forget it. */
const DAYS_BACK = 30

/** An entry that can be shown. `uid` is the same whenever and wherever it is asked for, and tells nothing. */
export interface FeedEntry {
  uid: string
  title: string
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  text: string | null
}

/** In the order in which they begin. */
export async function feedEntries(house: House, member: Member): Promise<FeedEntry[]> {
  const seats = [...(await heldSeats(house, member)), ...(await plannedSeats(house, member))]
  const entries = new Map<string, FeedEntry>()
  for (const seat of seats) for (const entry of await saidOf(house, seat)) entries.set(entry.uid, entry)
  return [...entries.values()].toSorted(
    (a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt) || (a.uid < b.uid ? -1 : 1),
  )
}

/** Rounds that have opened and that this person is part of, the latest last: what two of them say of one entry, the later one knows. */
async function heldSeats(house: House, member: Member): Promise<Seat[]> {
  const since = instantText(house.clock.now().subtract({ hours: DAYS_BACK * 24 }))
  const rows = await house.db.kysely
    .selectFrom('participant')
    .innerJoin('occurrence', 'occurrence.id', 'participant.occurrence_id')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .select(['occurrence.id', 'ritual.team_id'])
    .where('participant.member_id', '=', member.id)
    .where((where) =>
      where.or([where('participant.status', '!=', 'absent'), where('participant.reason', 'in', PASSING)]),
    )
    .where('occurrence.state', 'in', ['open', 'closed'])
    .where('occurrence.closes_at', '>', since)
    .where('ritual.kind', 'in', kindsWithCalendar(house))
    .where('ritual.state', '!=', 'removed')
    .orderBy('occurrence.opens_at')
    .execute()
  const seats: Seat[] = []
  for (const { id, team_id } of rows) {
    const seat = await seatOf(house, { member, language: languageIn(house, member, team_id) }, id)
    if (seat && isPartOf(seat)) seats.push(seat)
  }
  return seats
}

const PASSING = ['away', 'holiday']

/** Whoever was away at the opening belongs to it all the same where they can be drawn even so. */
const isPartOf = ({ occasion, guest }: Seat): boolean =>
  guest.absent === null || (occasion.kind.drawing?.evenAway === true && PASSING.includes(guest.absent.reason))

/** SQL knows no empty list. */
const kindsWithCalendar = (house: House): string[] => [
  '',
  ...[...house.rituals.values()].filter((kind) => kind.calendar).map(({ kind }) => kind),
]

const languageIn = (house: House, member: Member, team: string) =>
  member.language ?? teamLanguage(house, house.manifest.teams.find(({ id }) => id === team) ?? null)

/** Rounds that are still to come, as far as is known today that this person will be asked in them. */
async function plannedSeats(house: House, member: Member): Promise<Seat[]> {
  const rituals = (await ownRituals(house, { member })).filter(
    (ritual) => ritual.kind.calendar && formFor(ritual) !== undefined,
  )
  if (rituals.length === 0) return []
  const asides = await asidesOf(house, member)
  const seats: Seat[] = []
  for (const ritual of rituals) {
    for (const row of await comingRows(house, ritual)) {
      const opensAt = openingFor(house, { member }, ritual, row.local_at)
      if (takesPart(house, member, ritual, { row, opensAt }, asides))
        seats.push(seatIn(house, member, ritual, row, opensAt))
    }
  }
  return seats
}

interface Asides {
  away: Away[]
  outs: ReadonlyMap<string, string | null>
}

async function asidesOf(house: House, { id }: Member): Promise<Asides> {
  const now = house.clock.now()
  const yesterday = now.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: 1 }).toString()
  return {
    away: await absencesFrom(house.db.kysely, [id], yesterday),
    outs: await optOutsOf(house.db.kysely, id, instantText(now)),
  }
}

type Row = Selectable<OccurrenceTable>

/** Those that are planned as rows, and beyond them what the schedule says. */
async function comingRows(house: House, ritual: KnownRitual): Promise<Row[]> {
  const now = house.clock.now()
  const until = now.add({ hours: DAYS_AHEAD * 24 })
  const planned = await house.db.kysely
    .selectFrom('occurrence')
    .selectAll()
    .where('ritual_id', '=', ritual.row.id)
    .where('state', '=', 'planned')
    .where('opens_at', '>', instantText(now))
    .where('opens_at', '<=', instantText(until))
    .execute()
  const from = Temporal.Instant.from(ritual.row.planned_until)
  const beyond =
    Temporal.Instant.compare(from, now) < 0 || Temporal.Instant.compare(from, until) >= 0
      ? []
      : await rowsBetween(house, house.db.kysely, ritual.row, { from, until })
  return [...planned, ...beyond.filter(({ state }) => state === 'planned')]
}

function takesPart(
  house: House,
  member: Member,
  ritual: KnownRitual,
  { row, opensAt }: { row: Row; opensAt: string },
  { away, outs }: Asides,
): boolean {
  const date = row.local_at.slice(0, 10)
  const left = optOutFrom(outs, ritual.row.id)
  const isOut = left !== undefined && (left.until === null || left.until > opensAt)
  const isFree = !house.calendars.of(member.unit).isWorkingDay(Temporal.PlainDate.from(date))
  const isFreeForAll = !house.calendars.organisation.isWorkingDay(Temporal.PlainDate.from(date))
  return !isOut && !isAwayOn(away, date) && !pausedAt(house, ritual, opensAt) && (!isFree || isFreeForAll)
}

function seatIn(house: House, member: Member, ritual: KnownRitual, row: Row, opensAt: string): Seat {
  const occasion = assemble(house, row, ritual.row)
  const asking = { member, language: languageIn(house, member, ritual.row.team_id) }
  const role = ritual.role === 'leader' ? 'leader' : 'member'
  const rest = { status: 'waiting' as const, absent: null, opensAt, remindAt: null }
  return { occasion, guest: guestFor(house, asking, occasion, role, rest) }
}

/** A ritual whose code is at fault leaves its own entries out, and nobody else's. */
async function saidOf(house: House, { occasion, guest }: Seat): Promise<FeedEntry[]> {
  try {
    const view = await personalView(house, house.db.kysely, occasion, guest)
    const said = occasion.kind.calendar?.(view, readerOf(house, occasion, guest)) ?? []
    return said.map((entry) => entryFor(occasion.row.id, entry, guest.zone))
  } catch (error) {
    house.log.error(
      { occurrence: occasion.row.id, at: nowText(house), ...fault(error) },
      'a calendar entry is left out',
    )
    return []
  }
}

function entryFor(
  occurrence: string,
  { key, title, startsAt, lasts, begun = occurrence, text }: CalendarEntry,
  zone: string,
): FeedEntry {
  const start = Temporal.Instant.from(startsAt)
  return {
    uid: `${hash('sha256', ['calendar', begun, key].join('\u0000')).slice(0, 32)}@teamrunde`,
    title,
    startsAt: start,
    // A day is one of the calendar.
    endsAt: start.toZonedDateTimeISO(zone).add(parseDuration(lasts)).toInstant(),
    text,
  }
}
