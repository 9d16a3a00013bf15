import type { Calendar } from './calendar.ts'
import { durationText, minutesOf, parseDuration } from './duration.ts'
import { patternOf } from './pattern.ts'
import type { Pattern } from './pattern.ts'
import { occurrencesBetween } from './recurrence.ts'
import type { Schedule } from './schedule.ts'
import { isWeekday } from './weekday.ts'

export type ScheduleProblem = { path: (string | number)[]; expected: string; found: string }

// 29 February falls on each weekday once in 28 years, and once in 40 around a century without a leap year.
const yearsToSearch = 40
const yearsToCompare = 12

/**
 * What is wrong with a schedule that is well written: it never takes place, a weekday of it is never a working day,
 * its window is longer than the shortest time between two nominal occurrences, or its reminder comes when the window
 * is closed. Windows are compared in floating time, a day being 24 hours; moves because of holidays are left out, so
 * one holiday in years does not make a sound schedule wrong. Paths begin within the schedule.
 *
 * @param schedule with the ritual's default window and reminder, if the manifest leaves them open
 */
export function scheduleProblems(schedule: Schedule, calendar: Calendar): ScheduleProblem[] {
  const idle = idleWeekdays(schedule, calendar)
  return [
    ...(idle.length > 0 ? idle : neverProblems(schedule, calendar)),
    ...windowProblems(schedule),
    ...reminderProblems(schedule),
  ]
}

function idleWeekdays(schedule: Schedule, calendar: Calendar): ScheduleProblem[] {
  const { on } = schedule
  if (schedule.onHoliday !== 'skip' || on === undefined || (typeof on === 'object' && 'day' in on)) return []
  const days = typeof on === 'string' ? [on] : on
  return days.flatMap((found, index) => {
    const weekday = found.split(' ').at(-1) ?? ''
    if (!isWeekday(weekday) || calendar.workWeek.includes(weekday)) return []
    const expected = `a day of the work week (${calendar.workWeek.join(', ')}), or onHoliday: next or previous`
    return [{ path: typeof on === 'string' ? ['on'] : ['on', index], expected, found }]
  })
}

function neverProblems(schedule: Schedule, calendar: Calendar): ScheduleProblem[] {
  const { start } = patternOf(schedule)
  let lastSkipped: string | undefined
  for (const { nominal, skipped } of occurrencesBetween(
    schedule,
    calendar,
    start,
    start.add({ years: yearsToSearch }),
  )) {
    if (skipped === undefined) return []
    lastSkipped = `${nominal.toPlainDate().toString()}, ${skipped.name ?? 'no day of the work week'}`
  }
  const { path, found } = patternText(schedule)
  if (lastSkipped === undefined)
    return [{ path, expected: 'a pattern that takes place at least once', found: `${found}, which never comes` }]
  const expected = 'a pattern that meets a working day at least once, or onHoliday: next or previous'
  return [{ path, expected, found: `${found}, which meets only days off (${lastSkipped})` }]
}

function patternText(schedule: Schedule): { path: string[]; found: string } {
  const key = schedule.cron !== undefined ? 'cron' : schedule.rrule !== undefined ? 'rrule' : 'every'
  return { path: [key], found: `${schedule[key]}` }
}

function windowProblems(schedule: Schedule): ScheduleProblem[] {
  if (schedule.window === undefined) return []
  const gap = shortestGap(patternOf(schedule))
  if (minutesOf(parseDuration(schedule.window)) <= gap) return []
  return [
    {
      path: ['window'],
      expected: `at most ${durationText(gap)}, the shortest time until the next one`,
      found: schedule.window,
    },
  ]
}

function reminderProblems({ window, reminder }: Schedule): ScheduleProblem[] {
  if (window === undefined || reminder === undefined || reminder === 'none') return []
  if (minutesOf(parseDuration(reminder)) < minutesOf(parseDuration(window))) return []
  return [{ path: ['reminder'], expected: `less than the window of ${window}, or none`, found: reminder }]
}

/** The shortest time between two nominal occurrences in minutes, Infinity when there are not two. */
function shortestGap({ start, daysIn, times }: Pattern): number {
  const minutes = times.map((time) => time.hour * 60 + time.minute)
  const withinDay = Math.min(...minutes.slice(1).map((minute, index) => minute - minutes[index]!))
  const overNight = minutes[0]! - minutes.at(-1)!
  return Math.min(withinDay, shortestDays(daysIn, start.year) * 24 * 60 + overNight)
}

function shortestDays(daysIn: Pattern['daysIn'], firstYear: number): number {
  let shortest = Infinity
  let before: Temporal.PlainDate | undefined
  for (let year = firstYear; year < firstYear + yearsToCompare; year += 1) {
    for (const day of daysIn(year)) {
      if (before !== undefined) shortest = Math.min(shortest, before.until(day).days)
      if (shortest === 1) return shortest
      before = day
    }
  }
  return shortest
}
