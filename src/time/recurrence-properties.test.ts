import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendar } from './calendar.ts'
import { occurrencesBetween } from './recurrence.ts'
import type { Planned } from './recurrence.ts'
import { scheduleSchema } from './schedule.ts'
import { weekdayOf, weekdays } from './weekday.ts'
import type { Weekday } from './weekday.ts'
import { tries } from '../../test/depth.ts'

const workingHours = { from: '08:00', until: '18:00' }
const lowerSaxony = calendar({ country: 'DE', region: 'NI', workWeek: weekdays.slice(0, 5), workingHours })
const everyDayWorks = calendar({ workWeek: weekdays, workingHours })

const date = (text: string) => Temporal.PlainDate.from(text)

describe('whatever the schedule', () => {
  test('occurrences are in order, unique, inside the bounds and on working days', () => {
    fc.assert(
      fc.property(schedule, workdays, span, (draft, days, [from, until]) => {
        const found = [...occurrencesBetween(scheduleSchema.parse(draft), days, from, until)]
        const nominal = found.map((one) => one.nominal.toString())
        expect(nominal).toEqual([...new Set(nominal)].toSorted())
        expect(
          nominal.every((text) => text.slice(0, 10) >= from.toString() && text.slice(0, 10) < until.toString()),
        ).toBe(true)
        const taking = found.filter(({ skipped }) => skipped === undefined).map(({ local }) => local)
        expect(new Set(taking.map(String)).size).toBe(taking.length)
        expect(taking.every((local) => days.isWorkingDay(local.toPlainDate()))).toBe(true)
      }),
      tries(100),
    )
  })

  test('weeks are counted as one counts them by hand', () => {
    const start = fc.integer({ min: 0, max: 3000 }).map((days) => date('2024-01-01').add({ days }))
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), weekdayList, start, (every, on, first) => {
        const parsed = scheduleSchema.parse({ every: `${every} weeks`, on, at: '09:00', starting: first.toString() })
        const until = first.add({ days: 400 })
        const found = [...occurrencesBetween(parsed, everyDayWorks, first.subtract({ days: 40 }), until)]
        expect(found.map(({ local }) => local.toPlainDate().toString())).toEqual(weeksByHand(every, on, first, until))
      }),
      tries(100),
    )
  })

  test('slices together give what one plan gives', () => {
    fc.assert(
      fc.property(
        schedule,
        workdays,
        span,
        fc.array(fc.nat(400), { maxLength: 6 }),
        (draft, days, [from, until], cuts) => {
          const parsed = scheduleSchema.parse(draft)
          const edges = [...cuts.map((offset) => from.add({ days: offset })), from, until]
            .filter((edge) => Temporal.PlainDate.compare(edge, until) <= 0)
            .toSorted(Temporal.PlainDate.compare)
          const sliced = edges
            .slice(1)
            .flatMap((edge, index) => [...occurrencesBetween(parsed, days, edges[index]!, edge)])
          expect(sliced.map(told)).toEqual([...occurrencesBetween(parsed, days, from, until)].map(told))
        },
      ),
      tries(100),
    )
  })
})

function told({ nominal, local, moved, skipped }: Planned): string {
  return [nominal, local, moved?.from, moved?.holiday, skipped?.reason, skipped?.name].join(' ')
}

/** The same in plain calendar arithmetic: the weeks since the week of the first of its days. */
function weeksByHand(
  every: number,
  on: readonly Weekday[],
  first: Temporal.PlainDate,
  until: Temporal.PlainDate,
): string[] {
  const all = Array.from({ length: first.until(until).days }, (_, days) => first.add({ days }))
  const days = all.filter((day) => on.includes(weekdayOf(day)))
  const monday = days[0]?.subtract({ days: days[0].dayOfWeek - 1 }) ?? first
  return days.filter((day) => Math.floor(monday.until(day).days / 7) % every === 0).map(String)
}

const at = fc.constantFrom('00:00', '09:00', '17:30', '23:59')
const weekdayList = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 7 })
const starting = fc.option(fc.constantFrom('2025-01-01', '2025-03-19', '2026-12-31'), { nil: undefined })
const onHoliday = fc.constantFrom('skip', 'next', 'previous')

const pattern = fc.oneof(
  fc.record({ every: fc.constantFrom('week', '2 weeks', '3 weeks', '12 weeks'), on: weekdayList, at }),
  fc.record({ every: fc.constant('day'), at }),
  fc.record({
    every: fc.constant('month'),
    on: fc.oneof(fc.constantFrom('first mon', 'last sun'), fc.record({ day: fc.integer({ min: 1, max: 31 }) })),
    at,
  }),
  fc.record({
    rrule: fc.constantFrom(
      'FREQ=DAILY;INTERVAL=5',
      'FREQ=YEARLY;BYWEEKNO=1,52;BYDAY=SU',
      'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2,-1',
    ),
    at,
  }),
  fc.record({ cron: fc.constantFrom('0 9,17 * * *', '15 8 13 * 5', '*/30 6-8 1-7 * 6', '0 0 L * *') }),
)

const schedule = fc
  .tuple(pattern, starting, onHoliday)
  .map(([text, first, policy]) => ({ ...text, onHoliday: policy, ...(first !== undefined && { starting: first }) }))

const workdays = fc.constantFrom(
  lowerSaxony,
  everyDayWorks,
  calendar({ country: 'IL', workWeek: ['sun', 'mon', 'tue', 'wed', 'thu'], workingHours }),
  calendar({ country: 'VN', workWeek: ['wed'], workingHours }),
)

const span = fc
  .tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 400 }))
  .map(
    ([offset, length]) =>
      [date('2024-12-01').add({ days: offset }), date('2024-12-01').add({ days: offset + length })] as const,
  )
