import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendar, knownCountries, knownRegions } from './calendar.ts'
import type { CalendarOptions } from './calendar.ts'
import { weekdays } from './weekday.ts'

const date = (text: string) => Temporal.PlainDate.from(text)
const at = (text: string) => Temporal.ZonedDateTime.from(text)

function calendarOf(options: Partial<CalendarOptions> = {}) {
  return calendar({ workWeek: weekdays.slice(0, 5), workingHours: { from: '08:00', until: '18:00' }, ...options })
}

describe('public holidays', () => {
  test.each(['NI', 'SH', 'HH', 'HB'])('DE-%s is off on Reformation Day, a Tuesday in 2028', (region) => {
    const north = calendarOf({ country: 'DE', region })
    expect(north.isWorkingDay(date('2028-10-31'))).toBe(false)
    expect(north.holidayName(date('2028-10-31'), 'de')).toBe('Reformationstag')
    expect(north.holidayName(date('2028-10-31'), 'en')).toBe('Reformation Day')
    expect(north.dayOff(date('2028-10-31'))).toEqual({ reason: 'holiday', name: 'Reformation Day' })
  })

  test('Reformation Day is a working day in Hesse, and was one in Lower Saxony before 2018', () => {
    expect(calendarOf({ country: 'DE', region: 'HE' }).isWorkingDay(date('2028-10-31'))).toBe(true)
    expect(calendarOf({ country: 'DE', region: 'NI' }).isWorkingDay(date('2016-10-31'))).toBe(true)
    expect(calendarOf({ country: 'DE', region: 'NI' }).isWorkingDay(date('2017-10-31'))).toBe(false)
  })

  test.each(['NI', 'SH', 'HH'])('DE-%s works on 24 December and is off on the 25th and 26th', (region) => {
    const north = calendarOf({ country: 'DE', region, workWeek: weekdays })
    expect(north.holidayName(date('2026-12-24'))).toBeNull()
    expect(north.holidayName(date('2026-12-25'), 'de')).toBe('1. Weihnachtstag')
    expect(north.holidayName(date('2026-12-26'), 'de')).toBe('2. Weihnachtstag')
    expect(north.isWorkingDay(date('2026-12-27'))).toBe(true)
  })

  test('a part of a region has its own: Augsburg keeps the peace on 8 August', () => {
    const peace = date('2028-08-08')
    expect(calendarOf({ country: 'DE', region: 'BY-A' }).holidayName(peace, 'de')).toBe('Augsburger Friedensfest')
    expect(calendarOf({ country: 'DE', region: 'BY' }).holidayName(peace)).toBeNull()
  })

  test('a half holiday is a working day: in China, the afternoon of 8 March', () => {
    expect(calendarOf({ country: 'CN' }).isWorkingDay(date('2027-03-08'))).toBe(true)
  })

  test('a holiday of several days covers them all, also into the new year', () => {
    const armenia = calendarOf({ country: 'AM' })
    expect([date('2026-01-01'), date('2026-01-02')].map(armenia.isWorkingDay)).toEqual([false, false])
    const eswatini = calendarOf({ country: 'SZ', workWeek: weekdays })
    expect(eswatini.holidayName(date('2027-01-02'))).toBe('Incwala Festival')
    expect(eswatini.holidayName(date('2027-01-03'))).toBeNull()
  })

  test('the organisation may add days of its own, once or every year', () => {
    const own = calendarOf({
      extraHolidays: [
        { date: '12-24', name: { de: 'Heiligabend', en: 'Christmas Eve' } },
        { date: '2026-12-30', name: 'Inventur' },
      ],
    })
    expect(own.holidayName(date('2026-12-24'), 'de')).toBe('Heiligabend')
    expect(own.holidayName(date('2029-12-24'), 'en')).toBe('Christmas Eve')
    expect(own.holidayName(date('2026-12-30'), 'en')).toBe('Inventur')
    expect(own.isWorkingDay(date('2027-12-30'))).toBe(true)
  })

  test('names come in the language of the calendar when none is asked for', () => {
    const german = calendarOf({ country: 'DE', region: 'NI', language: 'de' })
    expect(german.dayOff(date('2026-12-25'))).toEqual({ reason: 'holiday', name: '1. Weihnachtstag' })
  })

  test('an unknown country or region is an error, not a year without holidays', () => {
    expect(() => calendarOf({ country: 'XX' }).isWorkingDay(date('2026-12-03'))).toThrow('"XX"')
    expect(() => calendarOf({ country: 'DE', region: 'XX' }).isWorkingDay(date('2026-12-03'))).toThrow('"XX" in DE')
  })

  test('known countries and regions can be listed', () => {
    expect(knownCountries()).toMatchObject({ DE: 'Germany', AT: 'Austria' })
    expect(knownCountries('de')).toMatchObject({ DE: 'Deutschland' })
    expect(knownRegions('DE', 'de')).toMatchObject({ NI: 'Niedersachsen', BY: 'Bayern', 'BY-A': 'Stadt Augsburg' })
    expect(knownRegions('VA')).toEqual({})
  })
})

describe('working days', () => {
  const north = calendarOf({ country: 'DE', region: 'NI' })

  test('after Wednesday 23 December 2026 comes the 24th, and after that Monday the 28th', () => {
    expect(north.nextWorkingDay(date('2026-12-23'))?.toString()).toBe('2026-12-24')
    expect(north.nextWorkingDay(date('2026-12-24'))?.toString()).toBe('2026-12-28')
    expect(north.previousWorkingDay(date('2026-12-28'))?.toString()).toBe('2026-12-24')
  })

  test('a Saturday is the weekend, unless the work week has it', () => {
    expect(north.dayOff(date('2026-12-05'))).toEqual({ reason: 'weekend' })
    expect(calendarOf({ workWeek: ['tue', 'sat'] }).dayOff(date('2026-12-05'))).toBeNull()
  })

  test('where nobody ever works there is no next working day', () => {
    const idle = calendarOf({ workWeek: [] })
    expect(idle.nextWorkingDay(date('2026-12-03'))).toBeNull()
    expect(idle.previousWorkingDay(date('2026-12-03'))).toBeNull()
    expect(idle.nextWorkingInstant(Temporal.Instant.from('2026-12-03T09:00Z'), 'Europe/Berlin')).toBeNull()
  })
})

describe('working hours', () => {
  const north = calendarOf({ country: 'DE', region: 'NI' })
  const next = (text: string, days = north) => {
    const { timeZoneId } = at(text)
    return days
      .nextWorkingInstant(at(text).toInstant(), timeZoneId)
      ?.toZonedDateTimeISO(timeZoneId)
      .toPlainDateTime()
      .toString()
  }

  test.each([
    ['within working hours, now', '2026-12-03T09:30[Europe/Berlin]', '2026-12-03T09:30:00'],
    ['before them, at their start', '2026-12-03T05:00[Europe/Berlin]', '2026-12-03T08:00:00'],
    ['at their end, the next morning', '2026-12-03T18:00[Europe/Berlin]', '2026-12-04T08:00:00'],
    ['on Friday evening, on Monday', '2026-12-04T19:00[Europe/Berlin]', '2026-12-07T08:00:00'],
    ['on Christmas Eve in the evening, four days later', '2026-12-24T20:00[Europe/Berlin]', '2026-12-28T08:00:00'],
    ['on a member in New York, by their own clock', '2026-12-03T05:00[America/New_York]', '2026-12-03T08:00:00'],
  ])('%s', (_, now, then) => {
    expect(next(now)).toBe(then)
  })

  test('a night shift that passes midnight belongs to the day it began on', () => {
    const nights = calendarOf({ workingHours: { from: '22:00', until: '06:00' } })
    expect(next('2026-12-05T03:00[Europe/Berlin]', nights)).toBe('2026-12-05T03:00:00')
    expect(next('2026-12-05T07:00[Europe/Berlin]', nights)).toBe('2026-12-07T22:00:00')
  })

  test('the next working moment is working, at or after now, whatever the hours, the zone and the moment', () => {
    fc.assert(
      fc.property(momentIn(2026, 2028), zone, time, time, (moment, name, from, until) => {
        fc.pre(from < until)
        const days = calendarOf({ country: 'DE', region: 'NI', workingHours: { from, until } })
        const found = days.nextWorkingInstant(moment, name)
        expect(found).not.toBeNull()
        expect(Temporal.Instant.compare(found!, moment)).toBeGreaterThanOrEqual(0)
        expect(days.nextWorkingInstant(found!, name)?.equals(found!)).toBe(true)
        expect(days.isWorkingDay(found!.toZonedDateTimeISO(name).toPlainDate())).toBe(true)
      }),
    )
  })
})

describe('quiet hours', () => {
  const calm = calendarOf({ quietHours: { from: '18:00', until: '08:00' } })
  const after = (text: string, days = calm) => {
    const { timeZoneId } = at(text)
    return days
      .afterQuietHours(at(text).toInstant(), timeZoneId)
      .toZonedDateTimeISO(timeZoneId)
      .toPlainDateTime()
      .toString()
  }

  test.each([
    ['2026-12-03T17:59[Europe/Berlin]', false],
    ['2026-12-03T18:00[Europe/Berlin]', true],
    ['2026-12-03T03:00[Europe/Berlin]', true],
    ['2026-12-03T08:00[Europe/Berlin]', false],
  ])('%s: quiet %s', (time, quiet) => {
    expect(calm.isQuiet(at(time))).toBe(quiet)
  })

  test('in the evening they last until morning, at night until the same morning, by day they are over', () => {
    expect(after('2026-12-03T22:00[Europe/Berlin]')).toBe('2026-12-04T08:00:00')
    expect(after('2026-12-03T02:00[Europe/Berlin]')).toBe('2026-12-03T08:00:00')
    expect(after('2026-12-03T12:00[Europe/Berlin]')).toBe('2026-12-03T12:00:00')
  })

  test('quiet hours within a day end the same day; without any, nothing is quiet', () => {
    const siesta = calendarOf({ quietHours: { from: '13:00', until: '15:00' } })
    expect(after('2026-12-03T14:00[Europe/Madrid]', siesta)).toBe('2026-12-03T15:00:00')
    expect(calendarOf().isQuiet(at('2026-12-03T03:00[Europe/Berlin]'))).toBe(false)
  })

  test('when they end in a repeated hour, they still end after now', () => {
    const early = calendarOf({ quietHours: { from: '22:00', until: '02:30' } })
    const secondPass = at('2026-10-25T02:10+01:00[Europe/Berlin]')
    const end = early.afterQuietHours(secondPass.toInstant(), 'Europe/Berlin')
    expect(end.toString()).toBe('2026-10-25T01:30:00Z')
  })

  test('after quiet hours it is not quiet, and never earlier than now', () => {
    fc.assert(
      fc.property(momentIn(2026, 2028), zone, time, time, (moment, name, from, until) => {
        const days = calendarOf({ quietHours: { from, until } })
        const end = days.afterQuietHours(moment, name)
        expect(Temporal.Instant.compare(end, moment)).toBeGreaterThanOrEqual(0)
        expect(days.isQuiet(end.toZonedDateTimeISO(name))).toBe(false)
      }),
    )
  })
})

const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Santiago',
)

const time = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minute) => new Temporal.PlainTime(Math.floor(minute / 60), minute % 60).toString().slice(0, 5))

function momentIn(from: number, until: number) {
  return fc
    .integer({ min: Date.UTC(from, 0) / 60_000, max: Date.UTC(until, 0) / 60_000 })
    .map((minutes) => Temporal.Instant.fromEpochMilliseconds(minutes * 60_000))
}
