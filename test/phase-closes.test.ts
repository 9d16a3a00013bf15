/** When phases end: calendar days, clock changes, and days on which nobody works. */
import { describe, expect, it } from 'vitest'
import { calendar } from '../src/time/calendar.ts'
import type { AnyRitual } from '../src/engine/discovery.ts'
import type { House } from '../src/engine/house.ts'
import { phaseCloses } from '../src/engine/occasion.ts'
import retro from '../rituals/retro/ritual.ts'

const organisation = calendar({
  country: 'DE',
  region: 'SH',
  workWeek: ['mon', 'tue', 'wed', 'thu', 'fri'],
  workingHours: { from: '08:00', until: '17:00' },
  extraHolidays: [{ date: '12-24', name: 'Heiligabend' }],
})
const house = { calendars: { organisation } } as unknown as House

function closesOf(opening: string, window = '2d'): Record<string, string> {
  const at = Temporal.PlainDateTime.from(opening).toZonedDateTime('Europe/Berlin').toInstant()
  const closes = phaseCloses(house, retro as unknown as AnyRitual, retro.options.parse({}), window, at, 'Europe/Berlin')
  const local = (instant: Temporal.Instant): string =>
    instant.toZonedDateTimeISO('Europe/Berlin').toPlainDateTime().toString({ smallestUnit: 'minute' })
  return Object.fromEntries(closes.map(({ name, closesAt }) => [name, local(closesAt)]))
}

describe('a retro’s phases', () => {
  it('end where they are said to in an ordinary week', () => {
    expect(closesOf('2026-12-07T10:00')).toEqual({
      collect: '2026-12-09T10:00',
      group: '2026-12-09T14:00',
      vote: '2026-12-10T10:00',
      discuss: '2026-12-11T10:00',
      act: '2026-12-11T14:00',
    })
  })

  it('turn the cards over, begin to talk and sum up on working days', () => {
    expect(closesOf('2026-12-21T10:00')).toEqual({
      collect: '2026-12-23T10:00',
      group: '2026-12-23T14:00',
      // Christmas Eve to Sunday are days off.
      vote: '2026-12-28T10:00',
      discuss: '2026-12-29T10:00',
      act: '2026-12-29T14:00',
    })
    expect(closesOf('2026-12-22T10:00', '2d')['collect']).toBe('2026-12-28T10:00')
    // The thread is open on all days; the summary waits.
    const longWeekend = closesOf('2026-12-18T10:00', '3d')
    expect(longWeekend['collect']).toBe('2026-12-21T10:00')
    expect(closesOf('2026-12-20T10:00', '2d')).toMatchObject({ discuss: '2026-12-24T10:00', act: '2026-12-28T14:00' })
  })
})
