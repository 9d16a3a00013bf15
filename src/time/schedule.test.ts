import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { scheduleSchema } from './schedule.ts'

/** What is wrong with a schedule: 'path: message'. */
function errorsOf(schedule: unknown): string[] {
  const result = scheduleSchema.safeParse(schedule)
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

const valid = [
  { every: 'day', at: '09:00' },
  { every: 'week', on: 'thu', at: '10:00', window: '2d', reminder: '26h' },
  { every: 'week', on: ['mon', 'wed'], at: '09:00', zone: 'team', reminder: 'none' },
  { every: '2 weeks', on: 'tue', at: '10:00', starting: '2026-12-01', zone: 'Asia/Kolkata' },
  { every: '12 weeks', at: '10:00', onHoliday: 'previous' },
  { every: 'month', on: { day: 31 }, at: '23:59' },
  { every: 'month', on: ['first mon', 'last fri'], at: '00:00', onHoliday: 'next' },
  { rrule: 'FREQ=WEEKLY;BYDAY=TH', at: '10:00' },
  { rrule: 'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20271231', at: '10:00' },
  { rrule: 'FREQ=DAILY;COUNT=10', at: '10:00', starting: '2026-12-01' },
  { cron: '0 9 * * 1-5' },
  { cron: '*/15 9-17 1,15 JAN-MAR MON,THU', zone: 'UTC' },
]

describe('a schedule', () => {
  test.each(valid)('$every$rrule$cron is valid', (schedule) => {
    expect(errorsOf(schedule)).toEqual([])
  })

  test('is in the member’s zone and skips days off unless it says otherwise, and keeps every text as it stands', () => {
    expect(scheduleSchema.parse({ every: 'week', on: 'thu', at: '10:00', window: '2h30m' })).toEqual({
      every: 'week',
      on: 'thu',
      at: '10:00',
      zone: 'member',
      onHoliday: 'skip',
      window: '2h30m',
    })
  })
})

describe('a mistake is told with its place, what was expected and what was probably meant', () => {
  const week = { every: 'week', at: '09:00' }
  const month = { every: 'month', at: '09:00' }

  test.each<[object, string, string]>([
    [{ every: 'weekly', at: '09:00' }, 'every', 'Did you mean week?'],
    [{ every: 2, at: '09:00' }, 'every', 'Did you mean 2 weeks?'],
    [{ every: '1 week', at: '09:00' }, 'every', 'Did you mean week?'],
    [{ every: '13 weeks', at: '09:00' }, 'every', 'expected day, week, 2 weeks to 12 weeks, or month'],
    [{ ...week, on: 'Donnerstag' }, 'on', 'Did you mean thu?'],
    [{ ...week, on: ['mon', 'wedn'] }, 'on.1', 'Did you mean wed?'],
    [{ ...week, on: 'first fri' }, 'on', 'Did you mean every: month?'],
    [{ ...week, on: [] }, 'on', 'expected a weekday'],
    [{ ...month, on: 'fri' }, 'on', 'Did you mean "first fri"?'],
    [{ ...month, on: '1st Friday' }, 'on', 'Did you mean first fri?'],
    [{ ...month, on: 15 }, 'on', 'Did you mean {day: 15}?'],
    [{ ...month, on: { day: 32 } }, 'on.day', 'expected a day of the month from 1 to 31'],
    [{ every: 'day', on: 'mon', at: '09:00' }, 'on', 'Did you mean every: week?'],
    [{ every: 'day', at: '9:00' }, 'at', 'Did you mean 09:00?'],
    [{ every: 'day', at: 900 }, 'at', 'Did you mean 09:00?'],
    [{ every: 'day', at: '9 pm' }, 'at', 'Did you mean 21:00?'],
    [{ every: 'day', at: '24:00' }, 'at', 'expected a time of day from 00:00 to 23:59'],
    [{ every: 'day' }, 'at', 'expected a time of day such as at: "09:00"'],
    [{ ...week, zone: 'Europe/Berln' }, 'zone', 'Did you mean Europe/Berlin?'],
    [{ ...week, zone: '+01:00' }, 'zone', 'expected member, team or an IANA time zone'],
    [{ ...week, onHoliday: 'move' }, 'onHoliday', 'expected skip, next or previous'],
    [{ ...week, starting: '2026-11-31' }, 'starting', 'Did you mean 2026-11-30?'],
    [{ ...week, starting: '3.12.2026' }, 'starting', 'Did you mean 2026-12-03?'],
    [{ ...week, starting: '0026-12-03' }, 'starting', 'expected a date from 2000 to 2099'],
    [{ ...week, window: '2 hours' }, 'window', 'Did you mean "2h"?'],
    [{ ...week, reminder: 'soon' }, 'reminder', 'expected none, or a duration'],
    [{ ...week, wndow: '4h' }, '', '"wndow" is unknown here, expected one of every, on'],
    [{ ...week, wndow: '4h' }, '', 'Did you mean window?'],
    [{ rrule: 'FREQ=WEEKLY;INTREVAL=2', at: '09:00' }, 'rrule', 'Did you mean INTERVAL?'],
    [
      { rrule: 'FREQ=WEEKLY;BYDAY=DO', at: '09:00' },
      'rrule',
      'expected BYDAY= with days such as MO,TH or -1FR, not "DO"',
    ],
    [{ rrule: 'FREQ=YEARLY;BYMONTH=13', at: '09:00' }, 'rrule', 'expected BYMONTH= with months from 1 to 12'],
    [{ rrule: 'FREQ=HOURLY', at: '09:00' }, 'rrule', 'expected FREQ= with DAILY, WEEKLY, MONTHLY or YEARLY'],
    [{ rrule: 'FREQ=WEEKLY;BYHOUR=9', at: '09:00' }, 'rrule', 'the time is `at`'],
    [{ rrule: 'RRULE:FREQ=WEEKLY', at: '09:00' }, 'rrule', 'Did you mean "FREQ=WEEKLY"?'],
    [{ rrule: 'BYDAY=MO', at: '09:00' }, 'rrule', 'expected an RFC 5545 rule with FREQ'],
    [{ rrule: 'FREQ=DAILY;FREQ=WEEKLY', at: '09:00' }, 'rrule', 'FREQ only once'],
    [{ rrule: 'FREQ=WEEKLY;BYDAY=2MO', at: '09:00' }, 'rrule', 'MUST NOT be used unless FREQ is MONTHLY or YEARLY'],
    [{ rrule: 'FREQ=WEEKLY;UNTIL=20261131', at: '09:00' }, 'rrule', 'expected UNTIL= with a date such as 20271231'],
    [{ rrule: 'FREQ=WEEKLY;UNTIL=20261130T250000', at: '09:00' }, 'rrule', 'expected UNTIL= with a date'],
    [{ rrule: `FREQ=WEEKLY;BYDAY=MO${',MO'.repeat(1000)}`, at: '09:00' }, 'rrule', 'at most 500 characters'],
    [{ rrule: 'FREQ=WEEKLY;COUNT=3', at: '09:00' }, 'starting', 'expected a date to count from'],
    [{ cron: '0 0 9 * * 1-5' }, 'cron', 'Did you mean "0 9 * * 1-5"?'],
    [{ cron: '@daily' }, 'cron', 'Did you mean "0 0 * * *"?'],
    [{ cron: '0 25 * * *' }, 'cron', 'expected a cron field "hour" within its range, not "25"'],
    [{ cron: 'H 9 * * THU' }, 'cron', 'expected no H in the cron field "minute"'],
    [{ cron: '0 9 * * 1', at: '09:00' }, 'at', 'expected no `at` with cron'],
    [{ cron: '0 9 * * 1', on: 'mon' }, 'on', 'expected `on` only together with `every`'],
    [{ every: 'day', at: '09:00', cron: '0 9 * * *' }, 'cron', 'every is given already'],
    [{ zone: 'team' }, '', 'expected one of every, rrule or cron'],
  ])('%o', (schedule, place, message) => {
    const errors = errorsOf(schedule).filter((error) => error.startsWith(`${place}: `))
    expect(errors.join('\n')).toContain(message)
  })

  test('all mistakes at once', () => {
    const errors = errorsOf({ every: 'month', on: 'fri', at: '9:00', zone: 'Europe/Berln', wndow: '4h' })
    expect(errors.map((error) => error.split(':')[0])).toEqual(['at', 'zone', '', 'on'])
  })

  test.each(['weekly', null, undefined, 7, []])('%o is no schedule at all', (found) => {
    expect(errorsOf(found)).toEqual([': expected a schedule with every, rrule or cron'])
  })
})

describe('the JSON schema for editors', () => {
  const schema = z.toJSONSchema(scheduleSchema, { io: 'input' })
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema)

  test('describes every key', () => {
    const { properties } = schema.$defs?.schedule ?? {}
    const described = Object.entries(properties ?? {}).filter(
      ([, value]) => typeof value === 'object' && value.description,
    )
    expect(described.map(([key]) => key)).toEqual(Object.keys(scheduleSchema.shape))
  })

  test.each(valid)('takes $every$rrule$cron', (schedule) => {
    expect(validate(schedule) ? [] : validate.errors).toEqual([])
  })

  test.each([
    { every: 'weekly', at: '09:00' },
    { every: 'week' },
    { every: 'week', at: '9:00' },
    { every: 'week', at: '09:00', wndow: '4h' },
    { every: 'week', at: '09:00', on: 'thursday' },
    { every: 'week', at: '09:00', window: '2 hours' },
    { every: 'week', at: '09:00', zone: 'Berlin' },
    { every: 'week', at: '09:00', cron: '0 9 * * *' },
  ])('refuses %o', (schedule) => {
    expect(validate(schedule)).toBe(false)
  })
})
