/** When a pair talks: what they chose, as instants; and where that leaves them now. */
import { type Pair, zoneOf } from './pairs.ts'
import { type Day, type OneOnOneView, type Talk, talkOf } from './state.ts'

/** What this needs of a view; an earlier week has it too. */
export type Week = Pick<OneOnOneView, 'now' | 'state' | 'occurrence' | 'ritual'>

const WEEK_HOURS = 7 * 24
/** A clock change takes one of them. */
const CLOCK_CHANGE_HOURS = 1

/** A day that stands or stood. `until` is the instant at which another one took its place, null for the last. */
export interface Appointment {
  startsAt: string
  endsAt: string
  chosenAt: string
  /** Who chose it; null for one that last week brought along. */
  by: string | null
  until: string | null
}

/**
 * `open`: no day yet; `ahead`: there is one; `past`: it is over and nobody has said whether it took place; `missed`: it did not, and
 * there is no new day; `met`; `skipped`: not this week.
 */
export type Stage = 'open' | 'ahead' | 'past' | 'missed' | 'met' | 'skipped'

/** Every day these two have had in view this week, oldest first; one brought along from last week comes first. */
export function appointmentsOf(week: Week, pair: Pair): Appointment[] {
  const { startsAt } = pair.facts
  const brought = startsAt === null ? [] : [{ startsAt, at: week.occurrence.opensAt, by: null }]
  const chosen = talkOf(week.state, pair.member.id).days.map((day) => ({ ...day, startsAt: startOf(pair, day) }))
  const all = [...brought, ...chosen]
  return all.map((each, index) => ({
    startsAt: each.startsAt,
    endsAt: endOf(each.startsAt, week.ritual.options.minutes),
    chosenAt: each.at,
    by: each.by,
    until: all[index + 1]?.at ?? null,
  }))
}

/** The day that counts, unless it was said that it did not take place or that there will be none this week. */
export function appointmentOf(week: Week, pair: Pair): Appointment | null {
  const last = appointmentsOf(week, pair).at(-1)
  const talk = talkOf(week.state, pair.member.id)
  return last === undefined || talk.skipped || talk.outcome?.met === false ? null : last
}

export function stageOf(week: Week, pair: Pair): Stage {
  const talk = talkOf(week.state, pair.member.id)
  if (talk.outcome?.met) return 'met'
  if (talk.skipped) return 'skipped'
  if (talk.outcome) return 'missed'
  const last = appointmentOf(week, pair)
  if (!last) return 'open'
  return last.endsAt <= week.now ? 'past' : 'ahead'
}

/**
 * The end of their talk: as it was appointed, or, where somebody says "yes" before that or without an appointment, when they said so.
 * @returns null while nobody has said yes
 */
export function metUntil(talk: Talk, appointment: Appointment | null): string | null {
  if (!talk.outcome?.met) return null
  const { at } = talk.outcome
  return appointment && appointment.endsAt <= at ? appointment.endsAt : at
}

/** Whether the next week has taken over: at the close, where this one lasted all week; one that closes earlier is answered until then. */
export function isTakenOver({ over, phase, occurrence }: Pick<OneOnOneView, 'over' | 'phase' | 'occurrence'>): boolean {
  const { opensAt, closesAt } = occurrence
  const lasted = Temporal.Instant.from(opensAt).until(Temporal.Instant.from(closesAt)).total('hours')
  return over || (phase === 'closed' && lasted >= WEEK_HOURS - CLOCK_CHANGE_HOURS)
}

/** The moment at which the next week begins belongs to that one, which finds everything still open. */
export const isThisWeek = ({ occurrence }: Pick<Week, 'occurrence'>, at: string): boolean =>
  at >= occurrence.opensAt && at !== occurrence.closesAt

/** A local time that a clock change leaves out moves on by the change; one that comes twice is its first. */
function startOf(pair: Pair, { date, time, by }: Day): string {
  return instantAt(date, time, zoneOf(pair, by))
}

export const instantAt = (date: string, time: string, zone: string): string =>
  textOf(Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).toInstant())

export const endOf = (startsAt: string, minutes: number): string =>
  textOf(Temporal.Instant.from(startsAt).add({ minutes }))

export const localIn = (at: string, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone)

export const dateIn = (at: string, zone: string): string => localIn(at, zone).toPlainDate().toString()

/** UTC text with milliseconds, as it is written everywhere. */
export const textOf = (at: Temporal.Instant): string => at.toString({ fractionalSecondDigits: 3 })
