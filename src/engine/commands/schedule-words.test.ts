import { describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { loadTexts, localesOf } from '../../texts.ts'
import { calendar } from '../../time/calendar.ts'
import { type Schedule, scheduleSchema } from '../../time/schedule.ts'
import type { House } from '../house.ts'
import { scheduleWords } from './schedule-words.ts'

const texts = loadTexts({ common: localesOf(fileURLToPath(new URL('../..', import.meta.url))) })
const workWeek = ['mon', 'tue', 'wed', 'thu', 'fri'] as const
const organisation = calendar({
  country: 'DE',
  region: 'NI',
  workWeek,
  workingHours: { from: '08:00', until: '17:00' },
})
// Of a house, only what the words need.
const house = {
  calendars: { organisation },
  manifest: { organisation: { workWeek: [...workWeek] } },
} as unknown as House

const words = (schedule: Partial<Schedule>, language: 'de' | 'en' = 'de', from = '2026-12-02'): string =>
  scheduleWords(house, scheduleSchema.parse(schedule), Temporal.PlainDate.from(from), texts.speak(language, 'common'))

describe('a schedule in words', () => {
  it.each<[string, Partial<Schedule>, string, string]>([
    ['a weekday', { every: 'week', on: 'thu', at: '10:00' }, 'donnerstags um 10 Uhr', 'Thursdays at 10:00'],
    [
      'several weekdays',
      { every: 'week', on: ['wed', 'mon', 'fri'], at: '09:30' },
      'montags, mittwochs und freitags um 9:30 Uhr',
      'Mondays, Wednesdays and Fridays at 9:30',
    ],
    ['every day of work', { every: 'day', at: '09:00' }, 'an jedem Arbeitstag um 9 Uhr', 'every working day at 9:00'],
    [
      'every second week',
      { every: '2 weeks', on: 'tue', at: '14:00' },
      'alle 2 Wochen dienstags um 14 Uhr',
      'every 2 weeks on Tuesdays at 14:00',
    ],
    [
      'a month, whose weekdays are not so many weeks apart',
      { every: 'month', on: 'first mon', at: '09:00' },
      'das nächste Mal am Montag, 7. Dezember um 9 Uhr',
      'next time on Monday, 7 December at 9:00',
    ],
    ['a rule', { rrule: 'FREQ=WEEKLY;BYDAY=TU', at: '11:00' }, 'dienstags um 11 Uhr', 'Tuesdays at 11:00'],
    ['a cron line', { cron: '30 10 * * 4' }, 'donnerstags um 10:30 Uhr', 'Thursdays at 10:30'],
    [
      'a cron line with two times',
      { cron: '0 9,15 * * 1' },
      'montags um 9 Uhr und 15 Uhr',
      'Mondays at 9:00 and 15:00',
    ],
    [
      'one that is over',
      { rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=2', at: '11:00', starting: '2026-01-06' },
      'zurzeit ist nichts geplant',
      'nothing is planned at present',
    ],
  ])('%s', (_, schedule, german, english) => {
    expect([words(schedule), words(schedule, 'en')]).toEqual([german, english])
  })

  it('that began in the middle of a week is the same as ever', () => {
    const schedule = { every: 'week', on: ['mon', 'wed'], at: '09:00', starting: '2026-12-02' } as const
    expect(words({ ...schedule, on: [...schedule.on] })).toBe('montags und mittwochs um 9 Uhr')
  })

  it('on days off tells the rhythm, not the exceptions', () => {
    expect(words({ every: 'week', on: 'fri', at: '09:00', onHoliday: 'next' }, 'de', '2026-12-21')).toBe(
      'freitags um 9 Uhr',
    )
  })
})
