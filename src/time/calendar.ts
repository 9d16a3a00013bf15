import { dayNumber } from './day-number.ts'
import { publicHolidays } from './holidays.ts'
import { weekdayOf } from './weekday.ts'
import type { Weekday } from './weekday.ts'
import { instantOf } from './zone.ts'

export { knownCountries, knownRegions } from './holidays.ts'

/** Hours of the day as 'HH:MM'; they pass midnight when `until` is not after `from`. */
export type Hours = { from: string; until: string }

/** A day off of the organisation's own: one date ('2026-12-24') or every year ('12-24'). */
export type ExtraHoliday = { date: string; name: string | Record<string, string> }

export type CalendarOptions = {
  /** ISO 3166-1 code whose public holidays count; none when left out. */
  country?: string | undefined
  /** ISO 3166-2 code without the country such as 'NI', or a part of it: 'BY-A'. */
  region?: string | undefined
  workWeek: readonly Weekday[]
  workingHours: Hours
  /** None when left out, or when both ends are the same. */
  quietHours?: Hours | undefined
  extraHolidays?: readonly ExtraHoliday[] | undefined
  /** Language of the names in plans; 'en' when left out. */
  language?: string | undefined
}

export type DayOff = { readonly reason: 'holiday' | 'weekend'; readonly name?: string }

/** Which days and hours are for work. Days are dates of the calendar; hours are those of the zone that is given. */
export type Calendar = {
  workWeek: readonly Weekday[]
  isWorkingDay(date: Temporal.PlainDate): boolean
  /** Why a date is no working day, or null. */
  dayOff(date: Temporal.PlainDate): DayOff | null
  /** The name of the holiday on a date, or null. */
  holidayName(date: Temporal.PlainDate, language?: string): string | null
  /** The first working day after a date; null when a whole year has none. */
  nextWorkingDay(date: Temporal.PlainDate): Temporal.PlainDate | null
  /** The last working day before a date; null when a whole year has none. */
  previousWorkingDay(date: Temporal.PlainDate): Temporal.PlainDate | null
  isQuiet(time: Temporal.ZonedDateTime): boolean
  /** The first moment at or after an instant within working hours of a working day; null when a whole year has none. */
  nextWorkingInstant(instant: Temporal.Instant, zone: string): Temporal.Instant | null
  /** The first moment at or after an instant outside quiet hours. */
  afterQuietHours(instant: Temporal.Instant, zone: string): Temporal.Instant
}

/** No run of days off is longer than this; where one is, there is no working day to be found. */
const searchDays = 366

// Planning asks about the same few hundred days for every ritual; ten years of them are about 300 KB.
const rememberedDays = 3660

/**
 * A calendar of work from a country's public holidays, a work week and hours.
 *
 * @throws RangeError when a time of day cannot be read; and later, with the first question about a holiday, when the
 *   country or region is unknown (`knownCountries`, `knownRegions`)
 */
export function calendar(options: CalendarOptions): Calendar {
  const { country, region, workWeek, extraHolidays = [] } = options
  const working = hoursOf(options.workingHours)
  const quiet = options.quietHours === undefined ? null : hoursOf(options.quietHours)
  const extras = new Map(extraHolidays.map(({ date, name }) => [date, name]))

  const judged = new Map<number, DayOff | null>()

  function holidayName(date: Temporal.PlainDate, language = options.language ?? 'en'): string | null {
    const iso = date.toString()
    const extra = extras.get(iso) ?? extras.get(iso.slice(5))
    if (typeof extra === 'string') return extra
    if (extra !== undefined) return extra[language] ?? Object.values(extra)[0] ?? null
    if (country === undefined) return null
    return publicHolidays(country, region, date.year, language).get(iso) ?? null
  }

  function dayOff(date: Temporal.PlainDate): DayOff | null {
    const day = dayNumber(date)
    const known = judged.get(day)
    if (known !== undefined) return known
    if (judged.size > rememberedDays) judged.clear()
    const off = judge(date)
    judged.set(day, off)
    return off
  }

  function judge(date: Temporal.PlainDate): DayOff | null {
    if (!workWeek.includes(weekdayOf(date))) return { reason: 'weekend' }
    const name = holidayName(date)
    return name === null ? null : { reason: 'holiday', name }
  }

  function workingDayFrom(date: Temporal.PlainDate, step: 1 | -1): Temporal.PlainDate | null {
    for (let days = 1; days <= searchDays; days += 1) {
      const candidate = date.add({ days: days * step })
      if (dayOff(candidate) === null) return candidate
    }
    return null
  }

  function nextWorkingInstant(instant: Temporal.Instant, zone: string): Temporal.Instant | null {
    // Working hours that pass midnight may have begun the day before.
    const first = instant.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 })
    for (let days = 0; days <= searchDays; days += 1) {
      const day = first.add({ days })
      if (dayOff(day) !== null) continue
      const open = instantOf(day.toPlainDateTime(working.from), zone)
      const close = instantOf(endOf(day, working), zone)
      if (Temporal.Instant.compare(instant, close) < 0) return later(instant, open)
    }
    return null
  }

  function afterQuietHours(instant: Temporal.Instant, zone: string): Temporal.Instant {
    const here = instant.toZonedDateTimeISO(zone)
    if (quiet === null || !isWithin(here.toPlainTime(), quiet)) return instant
    const isEvening = Temporal.PlainTime.compare(here.toPlainTime(), quiet.until) >= 0
    const morning = here.toPlainDate().add({ days: isEvening ? 1 : 0 })
    const end = morning.toPlainDateTime(quiet.until)
    const first = instantOf(end, zone)
    if (Temporal.Instant.compare(first, instant) > 0) return first
    // In the second pass of a repeated hour the first end of the quiet hours is already over.
    return end.toZonedDateTime(zone, { disambiguation: 'later' }).toInstant()
  }

  return {
    workWeek,
    isWorkingDay: (date) => dayOff(date) === null,
    dayOff,
    holidayName,
    nextWorkingDay: (date) => workingDayFrom(date, 1),
    previousWorkingDay: (date) => workingDayFrom(date, -1),
    isQuiet: (time) => quiet !== null && isWithin(time.toPlainTime(), quiet),
    nextWorkingInstant,
    afterQuietHours,
  }
}

type Times = { from: Temporal.PlainTime; until: Temporal.PlainTime }

function hoursOf({ from, until }: Hours): Times {
  return { from: Temporal.PlainTime.from(from), until: Temporal.PlainTime.from(until) }
}

function isWithin(time: Temporal.PlainTime, { from, until }: Times): boolean {
  const begun = Temporal.PlainTime.compare(time, from) >= 0
  const unfinished = Temporal.PlainTime.compare(time, until) < 0
  return Temporal.PlainTime.compare(from, until) <= 0 ? begun && unfinished : begun || unfinished
}

function endOf(day: Temporal.PlainDate, { from, until }: Times): Temporal.PlainDateTime {
  const passesMidnight = Temporal.PlainTime.compare(until, from) <= 0
  return day.add({ days: passesMidnight ? 1 : 0 }).toPlainDateTime(until)
}

function later(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other
}
