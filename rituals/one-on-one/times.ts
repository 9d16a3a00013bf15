/** Which time is proposed to whom: within both people's working hours, and the talks of one leader one after the other. */
import type { Candidate } from '#ritual'

export interface Proposal {
  /** The usual time, `10:00`, on the member's clock. */
  time: string
  minutes: number
  /** A day to look at: what holds there is taken to hold all week. */
  date: string
}

/** A time on the member's clock, and the same moment on the leader's: two talks that share it would collide. */
export interface Slot {
  time: string
  leaderTime: string
}

const MINUTES_IN_DAY = 24 * 60

/**
 * Best first: from the usual time on through the day, then those before it, as far as both work then. Where they never work at the same
 * time, the usual one is all there is.
 */
export function slotsFor({ time, minutes, date }: Proposal, leader: Candidate, member: Candidate): Slot[] {
  const ahead = minutesAhead(leader.zone, member.zone, date)
  const fits = (start: number): boolean =>
    isWithin(start, minutes, member.workingHours) && isWithin(start + ahead, minutes, leader.workingHours)
  const slot = (start: number): Slot => ({ time: clockOf(start), leaderTime: clockOf(start + ahead) })
  const found = throughTheDay(minutesOf(time), minutes).filter(fits)
  return (found.length > 0 ? found : [minutesOf(time)]).map(slot)
}

/** A time that is not among the proposed ones, as a slot. */
export const slotAt = (time: string, leader: Candidate, member: Candidate, date: string): Slot => ({
  time,
  leaderTime: clockOf(minutesOf(time) + minutesAhead(leader.zone, member.zone, date)),
})

/** How far one zone's clock is ahead of another's at noon. */
function minutesAhead(zone: string, other: string, date: string): number {
  if (zone === other) return 0
  const noon = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: other, plainTime: '12:00' })
  return Math.round((noon.withTimeZone(zone).offsetNanoseconds - noon.offsetNanoseconds) / NANOSECONDS_IN_MINUTE)
}

const NANOSECONDS_IN_MINUTE = 60e9

/** Every start from `usual` on to midnight, then back from it, a talk's length apart. */
function throughTheDay(usual: number, minutes: number): number[] {
  const later = Array.from({ length: Math.ceil((MINUTES_IN_DAY - usual) / minutes) }, (_, n) => usual + n * minutes)
  const earlier = Array.from({ length: Math.floor(usual / minutes) }, (_, n) => usual - (n + 1) * minutes)
  return [...later, ...earlier]
}

/** Minutes may lie on the day before or after; hours may pass midnight. */
function isWithin(start: number, minutes: number, { from, to }: Candidate['workingHours']): boolean {
  const [opens, closes] = [minutesOf(from), minutesOf(to)]
  const length = closes > opens ? closes - opens : closes - opens + MINUTES_IN_DAY
  const since = modulo(start - opens)
  return since + minutes <= length
}

const modulo = (minutes: number): number => ((minutes % MINUTES_IN_DAY) + MINUTES_IN_DAY) % MINUTES_IN_DAY

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

function clockOf(minutes: number): string {
  const [hour, minute] = [Math.floor(modulo(minutes) / 60), modulo(minutes) % 60]
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
