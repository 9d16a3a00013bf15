import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendar } from '../../time/calendar.ts'
import { nextWord, type Stage, wordNow } from './stages.ts'
import { tries } from '../../../test/depth.ts'

const work = calendar({
  country: 'DE',
  region: 'NI',
  workWeek: ['mon', 'tue', 'wed', 'thu', 'fri'],
  workingHours: { from: '08:00', until: '17:00' },
})

/** Every word about a date, if each is said when its time has come. */
function wordsOf(due: string, since: string, zone = 'Europe/Berlin'): [Stage, string][] {
  const words: [Stage, string][] = []
  let nudged: Stage | null = null
  let day = since
  for (;;) {
    const at = nextWord(due, nudged, day, work, zone)
    if (at === null) return words
    day = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()
    const stage = wordNow(due, nudged, day, work)
    if (stage === null) throw new Error(`Nothing to say on ${day}.`)
    words.push([stage, at])
    nudged = stage
  }
}

describe('the words about a date', () => {
  it('come on the working day before, on the day and on the working day after', () => {
    expect(wordsOf('2026-12-09', '2026-12-01')).toEqual([
      ['before', '2026-12-08T07:00:00.000Z'],
      ['day', '2026-12-09T07:00:00.000Z'],
      ['after', '2026-12-10T07:00:00.000Z'],
    ])
  })

  it('leave out days off: what is due at Christmas is told of before and asked about after', () => {
    expect(wordsOf('2026-12-26', '2026-12-01')).toEqual([
      ['before', '2026-12-24T07:00:00.000Z'],
      ['after', '2026-12-28T07:00:00.000Z'],
    ])
  })

  it('leave out what was said today: who promises something for tomorrow hears of it tomorrow', () => {
    expect(wordsOf('2026-12-09', '2026-12-08').map(([stage]) => stage)).toEqual(['day', 'after'])
    expect(wordsOf('2026-12-09', '2026-12-09').map(([stage]) => stage)).toEqual(['after'])
  })

  it('come at the beginning of the day where the owner is, in any zone and across clock changes', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland')
    const days = fc.integer({ min: 0, max: 400 })
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 30 }), zones, (from, ahead, zone) => {
        const since = Temporal.PlainDate.from('2026-01-01').add({ days: from })
        const due = since.add({ days: ahead })
        const words = wordsOf(due.toString(), since.toString(), zone)
        expect(words.at(-1)?.[0]).toBe('after')
        expect(new Set(words.map(([stage]) => stage)).size).toBe(words.length)
        for (const [stage, at] of words) {
          const here = Temporal.Instant.from(at).toZonedDateTimeISO(zone)
          expect([here.hour, here.minute]).toEqual([8, 0])
          expect(work.isWorkingDay(here.toPlainDate())).toBe(true)
          const order = Temporal.PlainDate.compare(here.toPlainDate(), due)
          expect(order).toBe({ before: -1, day: 0, after: 1 }[stage])
        }
      }),
      tries(150),
    )
  })

  it('are not made up for: whoever comes back after the day is asked once, and only that', () => {
    expect(wordNow('2026-12-09', null, '2026-12-15', work)).toBe('after')
    expect(wordNow('2026-12-09', 'after', '2026-12-16', work)).toBeNull()
    expect(wordNow('2026-12-09', null, '2026-12-01', work)).toBeNull()
  })
})
