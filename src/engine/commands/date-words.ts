/** Reads the day that somebody typed: `2026-12-04`, `4.12.`, `4 Dec`, `Freitag`, `morgen`, `2 weeks`. Never guesses between two days. */
import { folded } from './folded.ts'

/**
 * Dates are `2026-12-04`. `impossible` is a day that its month does not have, with the last one that it has, unless that is
 * over; `ambiguous` a date
 * with slashes that reads two ways.
 */
export type ReadDate =
  | { date: string }
  | { problem: 'unknown' }
  | { problem: 'past'; was: string }
  | { problem: 'impossible'; day: number; month: number; year: number; nearest: string | null }
  | { problem: 'ambiguous'; dates: [string, string] }

/** A date without a year that lies further back than this is next year's: `5.1.`, typed in December. */
const MONTHS_BACK = 6

/** No day takes more characters than this. */
const LONGEST = 60

const LEAD_IN =
  /^(?:until|till?|til|bis|by|to|zum|am|on|the|den|dem|including|einschliesslich|inkl\.?|next|this|coming|naechste[nrs]?|kommende[nrs]?|diese[nrs]?)$/

/** A day may be one of these words itself, so the last one stays. */
function withoutLeadIn(words: string): string {
  const all = words.split(' ')
  const first = all.findIndex((word, index) => index === all.length - 1 || !LEAD_IN.test(word))
  return all.slice(first).join(' ')
}

/** @param today the day it is where they are */
export function readDate(text: string, today: Temporal.PlainDate): ReadDate {
  const words = withoutLeadIn(folded(text).replaceAll(',', ' ').replaceAll(/\s+/g, ' ').trim())
  if (YESTERDAY.has(words)) return { problem: 'past', was: today.subtract({ days: 1 }).toString() }
  const day = wordDay(words, today) ?? spanDay(words, today)
  if (day !== null) return { date: day.toString() }
  return judge(writtenDate(words, today) ?? writtenDate(withoutWeekday(words), today), today)
}

/** What was typed, when it is a day: as its date, or, where no such day can be, in few enough words to be judged later. Null for other words. */
export function dateRest(text: string, today: Temporal.PlainDate): string | null {
  const read = readDate(text, today)
  if (!('problem' in read)) return read.date
  return read.problem === 'unknown' || text.length > LONGEST ? null : text
}

/** What was written, before it is known whether there is such a day. `year` is null when none was written. */
type Written = { day: number; month: number; year: number | null } | { either: [Written, Written] }

function judge(written: Written | null, today: Temporal.PlainDate): ReadDate {
  if (written === null) return { problem: 'unknown' }
  if ('either' in written) {
    const [one, other] = written.either.map((reading) => judge(reading, today))
    if (!one || !('date' in one)) return other ?? { problem: 'unknown' }
    if (!other || !('date' in other) || one.date === other.date) return one
    return { problem: 'ambiguous', dates: [one.date, other.date] }
  }
  const { day, month } = written
  if (month < 1 || month > 12 || day < 1 || day > 31) return { problem: 'unknown' }
  const year = written.year ?? yearFor(day, month, today)
  const nearest = Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' })
  const isPast = Temporal.PlainDate.compare(nearest, today) < 0
  if (nearest.day !== day) {
    return { problem: 'impossible', day, month, year, nearest: isPast ? null : nearest.toString() }
  }
  return isPast ? { problem: 'past', was: nearest.toString() } : { date: nearest.toString() }
}

/** The year in which a day without one is meant: this year's, unless that is long past. */
function yearFor(day: number, month: number, today: Temporal.PlainDate): number {
  const thisYear = Temporal.PlainDate.from({ year: today.year, month, day }, { overflow: 'constrain' })
  const border = today.subtract({ months: MONTHS_BACK })
  return Temporal.PlainDate.compare(thisYear, border) < 0 ? today.year + 1 : today.year
}

const RELATIVE: Record<string, number> = {
  today: 0,
  heute: 0,
  tomorrow: 1,
  morgen: 1,
  'day after tomorrow': 2,
  uebermorgen: 2,
}

const YESTERDAY = new Set(['yesterday', 'gestern'])

const WEEKDAYS: [number, RegExp][] = [
  [1, /^(mo|mon|monday|montags?)\.?$/],
  [2, /^(di|tu|tue|tues|tuesday|dienstags?)\.?$/],
  [3, /^(mi|we|wed|wednesday|mittwochs?)\.?$/],
  [4, /^(do|th|thu|thur|thurs|thursday|donnerstags?)\.?$/],
  [5, /^(fr|fri|friday|freitags?)\.?$/],
  [6, /^(sa|sat|saturday|samstags?|sonnabends?)\.?$/],
  [7, /^(so|su|sun|sunday|sonntags?)\.?$/],
]

const weekdayIn = (word: string): number | undefined => WEEKDAYS.find(([, pattern]) => pattern.test(word))?.[0]

/** "Friday" is the next one; said on a Friday it is a week ahead, since today has a word of its own. */
function wordDay(words: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (Object.hasOwn(RELATIVE, words)) return today.add({ days: RELATIVE[words]! })
  const weekday = weekdayIn(words)
  if (weekday === undefined) return null
  return today.add({ days: ((weekday - today.dayOfWeek + 6) % 7) + 1 })
}

const COUNTS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  ein: 1,
  eine: 1,
  einen: 1,
  einer: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
}

/** "2 weeks", "für drei Tage": counted from today. */
function spanDay(words: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const found = /^(?:for |in |fuer )?(\d{1,2}|[a-z]+) (days?|tage?n?|weeks?|wochen?|months?|monate?n?)$/.exec(words)
  if (!found) return null
  const count = COUNTS[found[1]!] ?? Number(found[1])
  if (!Number.isInteger(count) || count < 1) return null
  const unit = found[2]!
  if (/^[dt]/.test(unit)) return today.add({ days: count })
  return unit.startsWith('w') ? today.add({ weeks: count }) : today.add({ months: count })
}

const withoutWeekday = (words: string): string => {
  const [first = '', ...rest] = words.split(' ')
  return weekdayIn(first) === undefined ? words : withoutLeadIn(rest.join(' '))
}

function writtenDate(words: string, today: Temporal.PlainDate): Written | null {
  return isoDate(words) ?? dottedDate(words) ?? slashedDate(words) ?? namedMonth(words) ?? dayAlone(words, today)
}

const yearOf = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits) + (digits.length === 2 ? 2000 : 0)

function isoDate(words: string): Written | null {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words)
  return found && { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) }
}

function dottedDate(words: string): Written | null {
  const found = /^(\d{1,2})\. ?(\d{1,2})\.?(?: ?(\d{4}|\d{2}))?$/.exec(words)
  return found && { day: Number(found[1]), month: Number(found[2]), year: yearOf(found[3]) }
}

/** Day and month stand in one order in London and in the other in New York. */
function slashedDate(words: string): Written | null {
  const found = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?$/.exec(words)
  if (!found) return null
  const [one, other, year] = [Number(found[1]), Number(found[2]), yearOf(found[3])]
  const british: Written = { day: one, month: other, year }
  const american: Written = { day: other, month: one, year }
  if (one > 12) return british
  return other > 12 ? american : { either: [british, american] }
}

const MONTHS = [
  ['january', 'januar', 'jaenner'],
  ['february', 'februar', 'feber'],
  ['march', 'maerz', 'mrz'],
  ['april'],
  ['may', 'mai'],
  ['june', 'juni'],
  ['july', 'juli'],
  ['august'],
  ['september'],
  ['october', 'oktober'],
  ['november'],
  ['december', 'dezember'],
]

function monthIn(word: string): number | null {
  if (word.length < 3) return null
  const at = MONTHS.findIndex((names) => names.some((name) => name.startsWith(word)))
  return at === -1 ? null : at + 1
}

/** "4 Dec", "4. Dezember 2026", "Dec 4th", "4th of December". */
function namedMonth(words: string): Written | null {
  const dayFirst = /^(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?([a-z]+)\.?(?: (\d{4}))?$/.exec(words)
  const monthFirst = /^([a-z]+)\.? (\d{1,2})(?:\.|st|nd|rd|th)?(?: (\d{4}))?$/.exec(words)
  const found = dayFirst ?? monthFirst
  if (!found) return null
  const [day, name] = dayFirst ? [found[1]!, found[2]!] : [found[2]!, found[1]!]
  const month = monthIn(name)
  return month === null ? null : { day: Number(day), month, year: yearOf(found[3]) }
}

/** "the 12th", "den 12.": of this month, or of the next when this one's is over. */
function dayAlone(words: string, today: Temporal.PlainDate): Written | null {
  const found = /^(\d{1,2})(?:\.|st|nd|rd|th)$/.exec(words)
  if (!found) return null
  const day = Number(found[1])
  const month = day >= today.day ? today : today.add({ months: 1 }).with({ day: 1 })
  return { day, month: month.month, year: month.year }
}
