import { describe, expect, test } from 'vitest'
import { calendar } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import { occurrencesBetween } from './recurrence.ts'
import type { Planned } from './recurrence.ts'
import { scheduleSchema } from './schedule.ts'
import { weekdays } from './weekday.ts'

const workingHours = { from: '08:00', until: '18:00' }
const lowerSaxony = calendar({ country: 'DE', region: 'NI', workWeek: weekdays.slice(0, 5), workingHours })
const everyDayWorks = calendar({ workWeek: weekdays, workingHours })

const date = (text: string) => Temporal.PlainDate.from(text)

function planned(schedule: object, from: string, until: string, days: Calendar = everyDayWorks): Planned[] {
  return [...occurrencesBetween(scheduleSchema.parse(schedule), days, date(from), date(until))]
}

/** The days on which a schedule takes place, as in a plan. */
function daysOf(schedule: object, from: string, until: string, days?: Calendar): string[] {
  return planned(schedule, from, until, days)
    .filter(({ skipped }) => skipped === undefined)
    .map(({ local }) => local.toPlainDate().toString())
}

/** One line per occurrence: nominal -> local, and why. */
function told(occurrences: Planned[]): string[] {
  return occurrences.map(({ nominal, local, moved, skipped }) => {
    const target = skipped === undefined ? local.toString({ smallestUnit: 'minute' }) : `skipped: ${skipped.reason}`
    const why = skipped?.name ?? moved?.holiday ?? moved?.reason
    return `${nominal.toString({ smallestUnit: 'minute' })} -> ${target}${why === undefined ? '' : ` (${why})`}`
  })
}

describe('every', () => {
  test('week: on the weekdays named, at the time named', () => {
    const mornings = planned({ every: 'week', on: ['mon', 'wed'], at: '09:00' }, '2026-11-30', '2026-12-08')
    expect(told(mornings)).toEqual([
      '2026-11-30T09:00 -> 2026-11-30T09:00',
      '2026-12-02T09:00 -> 2026-12-02T09:00',
      '2026-12-07T09:00 -> 2026-12-07T09:00',
    ])
  })

  test('day: the end is out, the beginning is in', () => {
    expect(daysOf({ every: 'day', at: '09:00' }, '2026-12-30', '2027-01-02')).toEqual([
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
    ])
    expect(daysOf({ every: 'day', at: '09:00' }, '2026-12-30', '2026-12-30')).toEqual([])
  })

  test('2 weeks: counted from `starting`, also through a year of 53 weeks', () => {
    const coffee = { every: '2 weeks', on: 'thu', at: '10:00', starting: '2026-12-03' }
    expect(daysOf(coffee, '2026-01-01', '2027-02-01')).toEqual([
      '2026-12-03',
      '2026-12-17',
      '2026-12-31',
      '2027-01-14',
      '2027-01-28',
    ])
    expect(daysOf(coffee, '2031-12-25', '2032-02-01')).toEqual(['2031-12-25', '2032-01-08', '2032-01-22'])
  })

  test('2 weeks: without `starting` counted from Monday, 2024-01-01', () => {
    const coffee = { every: '2 weeks', on: ['mon', 'fri'], at: '10:00' }
    expect(daysOf(coffee, '2023-12-01', '2024-01-20')).toEqual(['2024-01-01', '2024-01-05', '2024-01-15', '2024-01-19'])
    const weeks = date('2024-01-01').until(date(daysOf(coffee, '2030-06-01', '2030-06-20')[0]!)).days / 14
    expect(Math.abs(weeks - Math.round(weeks))).toBeLessThan(0.5)
  })

  test('2 weeks: `starting` in the middle of a week means the next of its days, then every other week', () => {
    const mondays = { every: '2 weeks', on: 'mon', at: '10:00', starting: '2026-12-02' }
    expect(daysOf(mondays, '2026-12-01', '2027-01-10')).toEqual(['2026-12-07', '2026-12-21', '2027-01-04'])
    const both = { every: '2 weeks', on: ['mon', 'thu'], at: '10:00', starting: '2026-12-02' }
    expect(daysOf(both, '2026-12-01', '2026-12-20')).toEqual(['2026-12-03', '2026-12-14', '2026-12-17'])
  })

  test('without `on`: the weekday, or the day of the month, of `starting`', () => {
    expect(daysOf({ every: 'week', at: '10:00', starting: '2026-12-02' }, '2026-12-01', '2026-12-20')).toEqual([
      '2026-12-02',
      '2026-12-09',
      '2026-12-16',
    ])
    expect(daysOf({ every: 'month', at: '10:00', starting: '2026-10-15' }, '2026-09-01', '2026-12-20')).toEqual([
      '2026-10-15',
      '2026-11-15',
      '2026-12-15',
    ])
  })

  test('month: the last Friday, the first Monday and third Wednesday', () => {
    expect(daysOf({ every: 'month', on: 'last fri', at: '10:00' }, '2026-10-01', '2027-03-01')).toEqual([
      '2026-10-30',
      '2026-11-27',
      '2026-12-25',
      '2027-01-29',
      '2027-02-26',
    ])
    expect(daysOf({ every: 'month', on: ['first mon', 'third wed'], at: '10:00' }, '2026-12-01', '2027-01-31')).toEqual(
      ['2026-12-07', '2026-12-16', '2027-01-04', '2027-01-20'],
    )
  })

  test('month: a month without the 31st is left out', () => {
    expect(daysOf({ every: 'month', on: { day: 31 }, at: '10:00' }, '2026-10-01', '2027-04-01')).toEqual([
      '2026-10-31',
      '2026-12-31',
      '2027-01-31',
      '2027-03-31',
    ])
  })
})

describe('rrule', () => {
  test('29 February comes in leap years, and not in 2100', () => {
    const leap = { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', at: '10:00' }
    expect(daysOf(leap, '2024-01-01', '2033-01-01')).toEqual(['2024-02-29', '2028-02-29', '2032-02-29'])
    expect(daysOf(leap, '2095-01-01', '2105-01-01')).toEqual(['2096-02-29', '2104-02-29'])
  })

  test('COUNT is counted from `starting`, wherever the plan begins', () => {
    const thrice = { rrule: 'FREQ=WEEKLY;BYDAY=TH;COUNT=3', at: '10:00', starting: '2026-12-24' }
    expect(daysOf(thrice, '2026-01-01', '2028-01-01')).toEqual(['2026-12-24', '2026-12-31', '2027-01-07'])
    expect(daysOf(thrice, '2027-01-01', '2028-01-01')).toEqual(['2027-01-07'])
  })

  test('UNTIL as a date includes that day, as a time only what begins by then', () => {
    const rrule = 'FREQ=WEEKLY;BYDAY=TH;UNTIL='
    const december = ['2026-12-03', '2026-12-10', '2026-12-17']
    expect(daysOf({ rrule: `${rrule}20261217`, at: '10:00' }, '2026-12-01', '2027-01-01')).toEqual(december)
    expect(daysOf({ rrule: `${rrule}20261217T100000`, at: '10:00' }, '2026-12-01', '2027-01-01')).toEqual(december)
    expect(daysOf({ rrule: `${rrule}20261217T095959Z`, at: '10:00' }, '2026-12-01', '2027-01-01')).toEqual(
      december.slice(0, 2),
    )
  })

  test('the last working day of a month, and every third week', () => {
    expect(
      daysOf({ rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', at: '16:00' }, '2026-10-01', '2027-01-01'),
    ).toEqual(['2026-10-30', '2026-11-30', '2026-12-31'])
    expect(
      daysOf(
        { rrule: 'freq=weekly;interval=3;byday=tu', at: '16:00', starting: '2026-12-01' },
        '2026-12-01',
        '2027-02-01',
      ),
    ).toEqual(['2026-12-01', '2026-12-22', '2027-01-12'])
  })
})

describe('cron', () => {
  test('weekdays at several times, in order', () => {
    expect(told(planned({ cron: '30 9,15 * * 1-5' }, '2026-12-04', '2026-12-08'))).toEqual([
      '2026-12-04T09:30 -> 2026-12-04T09:30',
      '2026-12-04T15:30 -> 2026-12-04T15:30',
      '2026-12-07T09:30 -> 2026-12-07T09:30',
      '2026-12-07T15:30 -> 2026-12-07T15:30',
    ])
  })

  test('with a day of the month and a weekday, either is enough', () => {
    expect(daysOf({ cron: '0 9 15 * MON' }, '2026-12-01', '2027-01-01')).toEqual([
      '2026-12-07',
      '2026-12-14',
      '2026-12-15',
      '2026-12-21',
      '2026-12-28',
    ])
  })

  test('the last day of the month, the second Friday, Sunday as 0 and 7', () => {
    expect(daysOf({ cron: '0 9 L * *' }, '2027-01-01', '2027-04-01')).toEqual([
      '2027-01-31',
      '2027-02-28',
      '2027-03-31',
    ])
    expect(daysOf({ cron: '0 9 * * 5#2' }, '2026-12-01', '2027-02-01')).toEqual(['2026-12-11', '2027-01-08'])
    expect(daysOf({ cron: '0 9 * 12 7' }, '2026-12-01', '2027-12-01')).toEqual(
      daysOf({ cron: '0 9 * 12 0' }, '2026-12-01', '2027-12-01'),
    )
  })

  test('nothing before `starting`, and nothing on a day that never comes', () => {
    expect(daysOf({ cron: '0 9 * * 4', starting: '2026-12-04' }, '2026-12-01', '2026-12-20')).toEqual([
      '2026-12-10',
      '2026-12-17',
    ])
    expect(daysOf({ cron: '0 9 31 2 *' }, '2024-01-01', '2034-01-01')).toEqual([])
  })
})

describe('a day off', () => {
  const tuesdays = { every: 'week', on: 'tue', at: '10:00' }

  test('is skipped, with its name', () => {
    expect(told(planned(tuesdays, '2028-10-24', '2028-11-08', lowerSaxony))).toEqual([
      '2028-10-24T10:00 -> 2028-10-24T10:00',
      '2028-10-31T10:00 -> skipped: holiday (Reformation Day)',
      '2028-11-07T10:00 -> 2028-11-07T10:00',
    ])
  })

  test('or moves to the next working day, or the previous one, and keeps its nominal time', () => {
    const next = planned({ ...tuesdays, onHoliday: 'next' }, '2028-10-31', '2028-11-01', lowerSaxony)
    expect(told(next)).toEqual(['2028-10-31T10:00 -> 2028-11-01T10:00 (Reformation Day)'])
    const previous = planned({ ...tuesdays, onHoliday: 'previous' }, '2028-10-31', '2028-11-01', lowerSaxony)
    expect(told(previous)).toEqual(['2028-10-31T10:00 -> 2028-10-30T10:00 (Reformation Day)'])
  })

  test('in Bavaria All Saints follows a working Tuesday, in Lower Saxony it is the other way round', () => {
    const bavaria = calendar({ country: 'DE', region: 'BY', workWeek: weekdays.slice(0, 5), workingHours })
    const wednesdays = { every: 'week', on: ['tue', 'wed'], at: '10:00' }
    expect(daysOf(wednesdays, '2028-10-30', '2028-11-04', bavaria)).toEqual(['2028-10-31'])
    expect(daysOf(wednesdays, '2028-10-30', '2028-11-04', lowerSaxony)).toEqual(['2028-11-01'])
  })

  test('over Christmas 2026, Thursday the 24th to Sunday the 27th', () => {
    const daily = { every: 'day', at: '09:00' }
    expect(told(planned(daily, '2026-12-24', '2026-12-29', lowerSaxony))).toEqual([
      '2026-12-24T09:00 -> 2026-12-24T09:00',
      '2026-12-25T09:00 -> skipped: holiday (Christmas Day)',
      '2026-12-26T09:00 -> skipped: weekend',
      '2026-12-27T09:00 -> skipped: weekend',
      '2026-12-28T09:00 -> 2026-12-28T09:00',
    ])
  })

  test('moves several onto one day: the first takes place, the later are skipped', () => {
    const next = { every: 'day', at: '09:00', onHoliday: 'next' }
    expect(told(planned(next, '2026-12-24', '2026-12-30', lowerSaxony))).toEqual([
      '2026-12-24T09:00 -> 2026-12-24T09:00',
      '2026-12-25T09:00 -> 2026-12-28T09:00 (Christmas Day)',
      '2026-12-26T09:00 -> skipped: same-time (weekend)',
      '2026-12-27T09:00 -> skipped: same-time (weekend)',
      '2026-12-28T09:00 -> skipped: same-time',
      '2026-12-29T09:00 -> 2026-12-29T09:00',
    ])
    const previous = { every: 'week', on: ['thu', 'fri', 'sat'], at: '09:00', onHoliday: 'previous' }
    expect(told(planned(previous, '2026-12-24', '2026-12-28', lowerSaxony))).toEqual([
      '2026-12-24T09:00 -> 2026-12-24T09:00',
      '2026-12-25T09:00 -> skipped: same-time (Christmas Day)',
      '2026-12-26T09:00 -> skipped: same-time (weekend)',
    ])
  })

  test('is remembered at the edge of a slice: the Monday still belongs to the Saturday before', () => {
    const next = { every: 'week', on: ['sat', 'mon'], at: '09:00', onHoliday: 'next' }
    expect(told(planned(next, '2026-12-07', '2026-12-08', lowerSaxony))).toEqual([
      '2026-12-07T09:00 -> skipped: same-time',
    ])
  })

  test('with different times of day both take place', () => {
    const both = planned({ cron: '0 9,17 * * 6,1', onHoliday: 'next' }, '2026-12-05', '2026-12-08', lowerSaxony)
    expect(both.filter(({ skipped }) => skipped === undefined).map(({ local }) => local.toString())).toEqual([
      '2026-12-07T09:00:00',
      '2026-12-07T17:00:00',
    ])
  })

  test('stays where it is when there is no working day to move to', () => {
    const idle = calendar({ workWeek: [], workingHours })
    expect(told(planned({ ...tuesdays, onHoliday: 'next' }, '2026-12-01', '2026-12-02', idle))).toEqual([
      '2026-12-01T10:00 -> skipped: weekend',
    ])
  })
})
