import type { Calendar, DayOff } from './calendar.ts'
import { dayNumber } from './day-number.ts'
import { patternOf } from './pattern.ts'
import type { Schedule } from './schedule.ts'

/** One occurrence in floating time: it becomes instants only with the zones of those it is for (`instantOf`). */
export type Planned = {
  /** What the pattern says, before any holiday: the occurrence's identity. */
  nominal: Temporal.PlainDateTime
  /** When it takes place; where it would have, if it is skipped. */
  local: Temporal.PlainDateTime
  /** Present when a day off moved it: the nominal day, and why that is a day off. */
  moved?: { from: Temporal.PlainDate; reason: 'holiday' | 'weekend'; holiday?: string }
  /** Present when it does not take place; 'same-time' when an earlier one was moved to this very time. */
  skipped?: { reason: 'holiday' | 'weekend' | 'same-time'; name?: string }
}

/**
 * The occurrences of a schedule in the order of their nominal times, one at a time, so that a plan of any length needs
 * no memory. Bounds are nominal days: `from` is in, `until` is out, so that adjoining slices give each occurrence once
 * and together give what one call over the whole time gives. A moved occurrence may take place outside the bounds,
 * by as many days as there are days off in a row. Nothing happens before `starting`, or without it before 2024-01-01,
 * the Monday from which "every 2 weeks" is then counted.
 *
 * A day outside the work week is treated like a holiday, with the reason 'weekend'.
 */
export function* occurrencesBetween(
  schedule: Schedule,
  calendar: Calendar,
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
): Generator<Planned> {
  const settle = settling(schedule, calendar)
  const { times, daysIn } = patternOf(schedule)
  const warmUp = schedule.onHoliday === 'skip' ? from : (calendar.previousWorkingDay(from) ?? from)
  const first = dayNumber(from)
  for (const day of daysBetween(daysIn, warmUp, until)) {
    const isWanted = dayNumber(day) >= first
    for (const time of times) {
      const planned = settle(day, time)
      if (isWanted) yield planned
    }
  }
}

function* daysBetween(
  daysIn: (year: number) => readonly Temporal.PlainDate[],
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
): Generator<Temporal.PlainDate> {
  const first = dayNumber(from)
  const end = dayNumber(until)
  for (let year = from.year; year <= until.year; year += 1) {
    for (const day of daysIn(year)) {
      const number = dayNumber(day)
      if (number >= end) return
      if (number >= first) yield day
    }
  }
}

/**
 * Places occurrences, given in nominal order, and sees to it that no two come to the same local time. Only those
 * after the last working day can come together with later ones, which is why `occurrencesBetween` starts there.
 */
function settling(schedule: Schedule, calendar: Calendar) {
  let latest = 0
  const taken = new Set<number>()

  function isTaken(local: Temporal.PlainDateTime): boolean {
    const day = dayNumber(local)
    if (day !== latest) taken.clear()
    latest = day
    const minute = local.hour * 60 + local.minute
    const before = taken.size
    return taken.add(minute).size === before
  }

  return (day: Temporal.PlainDate, time: Temporal.PlainTime): Planned => {
    const nominal = day.toPlainDateTime(time)
    const off = calendar.dayOff(day)
    if (schedule.onHoliday === 'skip' && off !== null) return { nominal, local: nominal, skipped: off }
    if (schedule.onHoliday === 'skip') return { nominal, local: nominal }
    const planned: Planned = off === null ? { nominal, local: nominal } : moved(nominal, off)
    if (planned.skipped === undefined && isTaken(planned.local)) planned.skipped = { reason: 'same-time' }
    return planned
  }

  function moved(nominal: Temporal.PlainDateTime, off: DayOff): Planned {
    const from = nominal.toPlainDate()
    const target = schedule.onHoliday === 'next' ? calendar.nextWorkingDay(from) : calendar.previousWorkingDay(from)
    if (target === null) return { nominal, local: nominal, skipped: off }
    const local = target.toPlainDateTime(nominal.toPlainTime())
    const { reason, name } = off
    return { nominal, local, moved: name === undefined ? { from, reason } : { from, reason, holiday: name } }
  }
}
