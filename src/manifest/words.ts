/** Schedules, durations and days in plain English, for plans. */
import { parseDuration } from '../time/duration.ts'
import type { Schedule } from '../time/schedule.ts'
import type { Weekday } from '../time/weekday.ts'

const WEEKDAYS: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 'every week, Thursday 10:00 (member's time), window 2 days' */
export function scheduleText(schedule: Schedule): string {
  const window = schedule.window === undefined ? '' : `, window ${durationWords(schedule.window)}`
  const starting = schedule.starting === undefined ? '' : `, from ${schedule.starting}`
  return `${patternText(schedule)} (${zoneText(schedule.zone)})${starting}${window}`
}

function patternText({ every, on, at, rrule, cron }: Schedule): string {
  if (cron !== undefined) return `cron ${cron}`
  if (rrule !== undefined) return `rrule ${rrule}, ${at}`
  const rhythm = `every ${every}`
  const days = on === undefined ? '' : `, ${onText(on)}`
  return `${rhythm}${days} ${at}`
}

function onText(on: NonNullable<Schedule['on']>): string {
  if (typeof on === 'object' && 'day' in on) return `day ${on.day}`
  const days = typeof on === 'string' ? [on] : on
  const isLong = days.length === 1
  return days.map((day) => dayText(day, isLong)).join(', ')
}

/** 'mon' is Monday where it stands alone and Mon in a list; 'first mon' keeps its place. */
function dayText(day: string, isLong: boolean): string {
  const [last = '', place] = day.split(' ').toReversed()
  const name = WEEKDAYS[last as Weekday] ?? last
  return [place, isLong ? name : name.slice(0, 3)].filter(Boolean).join(' ')
}

function zoneText(zone: string): string {
  return zone === 'member' || zone === 'team' ? `${zone}'s time` : zone
}

/** '2d' -> '2 days', '2h30m' -> '2 hours 30 minutes'. */
export function durationWords(text: string): string {
  const { days, hours, minutes } = parseDuration(text)
  return [...counted(days, 'day'), ...counted(hours, 'hour'), ...counted(minutes, 'minute')].join(' ')
}

function counted(count: number, unit: string): string[] {
  return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`]
}

/** 'Thu 3 Dec', with the year where it is not the one that is meant anyway. */
export function dateText(date: Temporal.PlainDate, year: number): string {
  const weekday = Object.values(WEEKDAYS)[date.dayOfWeek - 1]!.slice(0, 3)
  return `${weekday} ${date.day} ${MONTHS[date.month - 1]}${date.year === year ? '' : ` ${date.year}`}`
}

/** '09:00' */
export function timeText(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: 'minute' })
}

/** 'Europe/Lisbon' -> 'Lisbon' */
export function cityText(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}
