/** When two people are both at work on a day, wherever they are. */
import type { Candidate } from '#ritual'

export const COMMON_MINUTES = 30

const MINUTE = 60_000

/** From and until when somebody works, in epoch milliseconds. */
export interface Shift {
  from: number
  until: number
}

type Worker = Pick<Candidate, 'zone' | 'workingHours' | 'workDays'>

/**
 * Somebody's working hours on their own local date, as instants, so that daylight saving is right where they are. Hours that end before they begin
 * end on the next day.
 * @returns null when it is no working day of theirs
 */
export function shiftOn(date: string, { zone, workingHours, workDays }: Worker): Shift | null {
  const day = Temporal.PlainDate.from(date)
  if (!workDays.includes(day.dayOfWeek)) return null
  const { from, to } = workingHours
  const at = (on: Temporal.PlainDate, time: string): number =>
    on.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
  return { from: at(day, from), until: at(to <= from ? day.add({ days: 1 }) : day, to) }
}

/** The stretch that all of them share, or null when it is shorter than half an hour. */
export function common(shifts: readonly (Shift | null)[]): Shift | null {
  let from = -Infinity
  let until = Infinity
  for (const shift of shifts) {
    if (shift === null) return null
    from = Math.max(from, shift.from)
    until = Math.min(until, shift.until)
  }
  return until - from >= COMMON_MINUTES * MINUTE ? { from, until } : null
}

/** Whether two share half an hour. */
export function share(one: Shift | null, other: Shift | null): boolean {
  if (one === null || other === null) return false
  return Math.min(one.until, other.until) - Math.max(one.from, other.from) >= COMMON_MINUTES * MINUTE
}

/** The shifts of many people. O(n · different hours). */
export function shiftsOn(date: string, people: readonly Worker[]): (Shift | null)[] {
  const shiftAt = shiftsKnown()
  return people.map((person) => shiftAt(date, person))
}

const isAlike = (one: Worker, other: Worker): boolean =>
  one.zone === other.zone &&
  one.workingHours.from === other.workingHours.from &&
  one.workingHours.to === other.workingHours.to &&
  one.workDays.length === other.workDays.length &&
  one.workDays.every((day, index) => day === other.workDays[index])

/** `shiftOn` that works out the same hours of the same day once. */
export function shiftsKnown(): typeof shiftOn {
  const known = new Map<string, { like: Worker; shift: Shift | null }[]>()
  return (date, person) => {
    const that = known.get(date) ?? []
    known.set(date, that)
    const found = that.find(({ like }) => isAlike(like, person))
    if (found) return found.shift
    const shift = shiftOn(date, person)
    that.push({ like: person, shift })
    return shift
  }
}
