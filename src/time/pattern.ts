import { boundedCache } from './bounded-cache.ts'
import { cronDayPart, cronDays, cronTimes } from './cron.ts'
import { ruleDays, ruleForDays } from './rrule.ts'
import type { Schedule } from './schedule.ts'
import { weekdays as allWeekdays, ruleDayOf, weekdayOf } from './weekday.ts'
import type { Weekday } from './weekday.ts'

/** The part of a schedule that says which days and times; the rest says what to make of them. */
export type PatternText = Pick<Schedule, 'every' | 'on' | 'at' | 'rrule' | 'cron' | 'starting'>

/** A schedule's pattern in floating time: every occurrence is one of its days at one of its times. */
export type Pattern = {
  /** The first day on which it may fall. */
  start: Temporal.PlainDate
  /** The days of a year on which it falls, ascending, none before `start`. */
  daysIn(year: number): readonly Temporal.PlainDate[]
  /** The times of day, ascending. */
  times: readonly Temporal.PlainTime[]
}

type Days = readonly Temporal.PlainDate[]

/** Where patterns begin that have no `starting`: a Monday, and from there "every 2 weeks" is counted. */
export const epoch = new Temporal.PlainDate(2024, 1, 1)

// Days do not depend on the time of day, so rituals that differ only in `at` share them. 60,000 days are about 5 MB.
const rememberDays = boundedCache<Days>(60_000, (days) => days.length + 1)
const rememberTimes = boundedCache<readonly Temporal.PlainTime[]>(20_000, (times) => times.length)

/**
 * Reads the pattern of a checked schedule.
 *
 * @throws RangeError when the schedule has no pattern, or one that `scheduleSchema` would have refused
 */
export function patternOf(schedule: PatternText): Pattern {
  const start = schedule.starting === undefined ? epoch : Temporal.PlainDate.from(schedule.starting)
  if (schedule.cron !== undefined) return cronPattern(schedule.cron, start)
  if (schedule.at === undefined) throw new RangeError('a schedule with every or rrule needs `at`, its time of day')
  const at = timeOf(schedule.at)
  if (schedule.rrule !== undefined) return rulePattern(ruleForDays(schedule.rrule, at), start, at)
  if (schedule.every === undefined) throw new RangeError('a schedule needs one of every, rrule or cron')
  return everyPattern(schedule.every, schedule.on, start, at)
}

function cronPattern(cron: string, start: Temporal.PlainDate): Pattern {
  const key = cronDayPart(cron)
  const all = (year: number) => rememberDays(`${key}|${year}`, () => cronDays(cron, year))
  return {
    start,
    times: rememberTimes(cron, () => cronTimes(cron)),
    daysIn: (year) => notBefore(all(year), start, year),
  }
}

function rulePattern(rule: string, start: Temporal.PlainDate, at: Temporal.PlainTime): Pattern {
  const key = `${rule}|${start.toString()}`
  return { start, times: [at], daysIn: (year) => rememberDays(`${key}|${year}`, () => ruleDays(rule, start, year)) }
}

function everyPattern(every: string, on: Schedule['on'], start: Temporal.PlainDate, at: Temporal.PlainTime): Pattern {
  if (every === 'day') return rulePattern('FREQ=DAILY', start, at)
  if (every === 'month') return rulePattern(`FREQ=MONTHLY;${monthdayParts(on, start)}`, start, at)
  const weekdays = on === undefined ? [weekdayOf(start)] : weekdaysOf(on)
  const interval = every === 'week' ? 1 : Number.parseInt(every, 10)
  const rule = `FREQ=WEEKLY;INTERVAL=${interval};WKST=MO;BYDAY=${weekdays.map(ruleDayOf).join(',')}`
  return rulePattern(rule, firstOn(weekdays, start), at)
}

/**
 * Weeks are counted from the week of the first day that really occurs: with `starting` on a Wednesday and `on: mon`
 * that is the next Monday, not, as RFC 5545 would have it, the Monday after the pause that its own week begins.
 */
function firstOn(weekdays: readonly Weekday[], start: Temporal.PlainDate): Temporal.PlainDate {
  const ahead = weekdays.map((weekday) => (allWeekdays.indexOf(weekday) + 8 - start.dayOfWeek) % 7)
  return start.add({ days: Math.min(...ahead) })
}

function weekdaysOf(on: NonNullable<Schedule['on']>): Weekday[] {
  if (typeof on === 'object' && 'day' in on)
    throw new RangeError('a day of the month was given where weekdays are needed')
  return (typeof on === 'string' ? [on] : on) as Weekday[]
}

function monthdayParts(on: Schedule['on'], start: Temporal.PlainDate): string {
  if (on === undefined) return `BYMONTHDAY=${start.day}`
  if (typeof on === 'object' && 'day' in on) return `BYMONTHDAY=${on.day}`
  const positions: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }
  const days = (typeof on === 'string' ? [on] : on).map((text) => {
    const [position = '', weekday = ''] = text.split(' ')
    return `${positions[position]}${ruleDayOf(weekday as Weekday)}`
  })
  return `BYDAY=${days.join(',')}`
}

function notBefore(days: Days, start: Temporal.PlainDate, year: number): Days {
  if (year > start.year) return days
  return days.filter((day) => Temporal.PlainDate.compare(day, start) >= 0)
}

function timeOf(text: string): Temporal.PlainTime {
  return rememberTimes(text, () => [Temporal.PlainTime.from(text)])[0]!
}
