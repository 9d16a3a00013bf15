import { describe, expect, test } from 'vitest'
import { calendar } from './calendar.ts'
import { scheduleProblems } from './schedule-problems.ts'
import { scheduleSchema } from './schedule.ts'
import { weekdays } from './weekday.ts'

const lowerSaxony = calendar({
  country: 'DE',
  region: 'NI',
  workWeek: weekdays.slice(0, 5),
  workingHours: { from: '08:00', until: '18:00' },
})

function problemsOf(schedule: object): string[] {
  const problems = scheduleProblems(scheduleSchema.parse(schedule), lowerSaxony)
  return problems.map(({ path, expected, found }) => `${path.join('.')}: ${expected}; ${found}`)
}

describe('a schedule that never takes place is told', () => {
  test.each([
    [{ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', at: '09:00' }, 'rrule: a pattern that takes place at least once'],
    [{ cron: '0 0 31 2 *' }, 'cron: a pattern that takes place at least once'],
    [{ rrule: 'FREQ=WEEKLY;UNTIL=20261201', at: '09:00', starting: '2026-12-03' }, 'rrule: a pattern that takes place'],
    [{ rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', at: '09:00' }, 'Christmas Day'],
    [{ cron: '0 9 * * 6,0' }, 'cron: a pattern that meets a working day at least once, or onHoliday: next or previous'],
    [{ every: 'week', on: 'sun', at: '09:00' }, 'on: a day of the work week (mon, tue, wed, thu, fri)'],
    [{ every: 'week', on: ['thu', 'sun'], at: '09:00' }, 'on.1: a day of the work week (mon, tue, wed, thu, fri)'],
    [{ every: 'month', on: 'first sat', at: '09:00' }, 'on: a day of the work week'],
  ])('%o', (schedule, problem) => {
    expect(problemsOf(schedule)).toHaveLength(1)
    expect(problemsOf(schedule)[0]).toContain(problem)
  })

  test.each([
    { every: 'week', on: 'sun', at: '09:00', onHoliday: 'next' },
    { rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', at: '09:00', onHoliday: 'previous' },
    { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', at: '09:00' },
    { every: 'day', at: '09:00' },
    { every: 'month', on: { day: 1 }, at: '09:00' },
  ])('%o does take place', (schedule) => {
    expect(problemsOf(schedule)).toEqual([])
  })
})

describe('a window fits into the shortest time between two occurrences', () => {
  test.each([
    [{ every: 'day', at: '09:00' }, '1d', '25h'],
    [{ every: 'week', on: 'thu', at: '09:00' }, '7d', '169h'],
    [{ every: 'week', on: ['mon', 'wed'], at: '09:00' }, '2d', '49h'],
    [{ every: '2 weeks', on: ['mon', 'thu'], at: '09:00' }, '3d', '73h'],
    [{ every: 'month', on: { day: 1 }, at: '09:00' }, '28d', '29d'],
    [{ cron: '0 9,17 * * *' }, '8h', '9h'],
    [{ cron: '0 22,2 * * *' }, '4h', '5h'],
    [{ cron: '0 9 1 * 1' }, '1d', '2d'],
    [{ rrule: 'FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15', at: '09:00' }, '365d', '366d'],
  ])('%o: %s, not %s', (schedule, fits, tooLong) => {
    expect(problemsOf({ ...schedule, window: fits })).toEqual([])
    expect(problemsOf({ ...schedule, window: tooLong })).toEqual([
      `window: at most ${fits}, the shortest time until the next one; ${tooLong}`,
    ])
  })

  test('what happens once may take its time', () => {
    expect(problemsOf({ rrule: 'FREQ=DAILY;COUNT=1', at: '09:00', starting: '2026-12-03', window: '200d' })).toEqual([])
  })
})

test('a reminder comes while the window is open', () => {
  const week = { every: 'week', on: 'thu', at: '09:00', window: '4h' }
  expect(problemsOf({ ...week, reminder: '2h30m' })).toEqual([])
  expect(problemsOf({ ...week, reminder: 'none' })).toEqual([])
  expect(problemsOf({ ...week, reminder: '4h' })).toEqual(['reminder: less than the window of 4h, or none; 4h'])
  expect(problemsOf({ ...week, reminder: '26h', window: '8d' })).toEqual([
    'window: at most 7d, the shortest time until the next one; 8d',
  ])
})
