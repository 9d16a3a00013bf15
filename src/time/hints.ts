import { isWeekday, weekdays } from './weekday.ts'
import type { Weekday } from './weekday.ts'
import { nearest } from './nearest.ts'

// English and German begin alike; the exception, Sonnabend, is a Saturday.
const beginnings: Record<string, Weekday> = {
  mo: 'mon',
  tu: 'tue',
  di: 'tue',
  we: 'wed',
  mi: 'wed',
  th: 'thu',
  do: 'thu',
  fr: 'fri',
  sa: 'sat',
  su: 'sun',
  so: 'sun',
}

/** The weekday a word such as 'Monday', 'TH' or 'Donnerstag' stands for, or undefined. */
export function meantWeekday(text: string): Weekday | undefined {
  const word = text.trim().toLowerCase()
  if (isWeekday(word)) return word
  if (word.startsWith('sonnabend')) return 'sat'
  return /^[a-z]{2,}$/.test(word) ? beginnings[word.slice(0, 2)] : undefined
}

const positions = ['first', 'second', 'third', 'fourth', 'last'] as const

/** The days of a month that `on` can name: 'first mon' to 'last sun'. */
export const monthdays: readonly string[] = positions.flatMap((position) => weekdays.map((day) => `${position} ${day}`))

const positionWords: Record<string, (typeof positions)[number]> = {
  '1st': 'first',
  '2nd': 'second',
  '3rd': 'third',
  '4th': 'fourth',
  '1.': 'first',
  '2.': 'second',
  '3.': 'third',
  '4.': 'fourth',
}

/** What '1st Monday' or 'last friday' stands for: 'first mon', 'last fri'; or undefined. */
export function meantMonthday(text: string): string | undefined {
  const [where = '', day = ''] = text.trim().toLowerCase().split(/\s+/)
  const position = positionWords[where] ?? nearest(where, positions)
  const weekday = meantWeekday(day)
  return position !== undefined && weekday !== undefined ? `${position} ${weekday}` : undefined
}

const rhythms: Record<string, string> = {
  daily: 'day',
  days: 'day',
  tag: 'day',
  täglich: 'day',
  weekday: 'day',
  weekly: 'week',
  weeks: 'week',
  woche: 'week',
  wöchentlich: 'week',
  biweekly: '2 weeks',
  fortnight: '2 weeks',
  fortnightly: '2 weeks',
  monthly: 'month',
  months: 'month',
  monat: 'month',
  monatlich: 'month',
}

/** What a word such as 'weekly' or '2 week' stands for in `every`, or undefined. */
export function meantRhythm(text: string): string | undefined {
  const word = text.trim().toLowerCase()
  const weeks = /^(\d+)\s*(w|wochen?|weeks?)?$/.exec(word)?.[1]
  if (weeks !== undefined) return Number(weeks) === 1 ? 'week' : boundedWeeks(Number(weeks))
  return rhythms[word] ?? nearest(word, ['day', 'week', '2 weeks', '3 weeks', '4 weeks', 'month'])
}

function boundedWeeks(weeks: number): string | undefined {
  return weeks >= 2 && weeks <= 12 ? `${weeks} weeks` : undefined
}

/** What '9', '9:00', '0900', '9.30' or '9 Uhr' stands for as a time of day: '09:00'; or undefined. */
export function meantTime(text: string): string | undefined {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d\d)?\s*(am|pm|uhr)?$/i.exec(text.trim())
  if (found === null) return undefined
  const half = found[3]?.toLowerCase()
  const hour = half === 'pm' || half === 'am' ? (Number(found[1]) % 12) + (half === 'pm' ? 12 : 0) : Number(found[1])
  const minute = Number(found[2] ?? 0)
  return hour < 24 && minute < 60 ? `${twoDigits(hour)}:${twoDigits(minute)}` : undefined
}

/** The last day of the month for a day it does not have (2026-11-31 -> 2026-11-30), ISO for 3.12.2026; or undefined. */
export function meantDate(text: string): string | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text.trim())
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text.trim())
  const [year, month, day] = iso !== null ? iso.slice(1).map(Number) : (german?.slice(1).map(Number).toReversed() ?? [])
  if (!year || !month || !day || month > 12 || day > 31) return undefined
  return Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' }).toString()
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
