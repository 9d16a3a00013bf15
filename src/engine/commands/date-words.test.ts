import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateRest, readDate } from './date-words.ts'

/** A Tuesday. */
const today = Temporal.PlainDate.from('2026-12-01')
const read = (text: string, from = today) => readDate(text, from)
const dates = (texts: string[], from: Temporal.PlainDate) => texts.map((text) => read(text, from))

describe('a day that somebody typed', () => {
  it.each([
    ['2026-12-04', '2026-12-04'],
    ['2026-12-4', '2026-12-04'],
    ['4.12.', '2026-12-04'],
    ['4.12', '2026-12-04'],
    ['04. 12.', '2026-12-04'],
    ['4.12.2026', '2026-12-04'],
    ['4. 12. 26', '2026-12-04'],
    ['4 Dec', '2026-12-04'],
    ['4. Dez.', '2026-12-04'],
    ['4. Dezember', '2026-12-04'],
    ['Dec 4th', '2026-12-04'],
    ['4th of December 2027', '2027-12-04'],
    ['December 4, 2027', '2027-12-04'],
    ['3. März', '2027-03-03'],
    ['3 maerz', '2027-03-03'],
    ['Fr, 4.12.', '2026-12-04'],
    ['Friday 4 December', '2026-12-04'],
    ['Freitag, den 4. Dezember', '2026-12-04'],
    ['the 12th', '2026-12-12'],
    ['zum 12.', '2026-12-12'],
    ['13/12', '2026-12-13'],
    ['12/31/2026', '2026-12-31'],
  ])('%s is %s', (text, date) => expect(read(text)).toEqual({ date }))

  it.each([
    ['today', '2026-12-01'],
    ['heute', '2026-12-01'],
    ['tomorrow', '2026-12-02'],
    ['Morgen', '2026-12-02'],
    ['übermorgen', '2026-12-03'],
    ['the day after tomorrow', '2026-12-03'],
    ['friday', '2026-12-04'],
    ['Freitag', '2026-12-04'],
    ['fr', '2026-12-04'],
    ['bis Sonnabend', '2026-12-05'],
    ['until next monday', '2026-12-07'],
    ['bis kommenden Montag', '2026-12-07'],
    ['2 weeks', '2026-12-15'],
    ['für eine Woche', '2026-12-08'],
    ['drei Tage', '2026-12-04'],
    ['for a month', '2027-01-01'],
  ])('%s is %s, said on Tuesday', (text, date) => expect(read(text)).toEqual({ date }))

  it('takes a weekday that is today for the one a week ahead', () => {
    expect(read('Tuesday')).toEqual({ date: '2026-12-08' })
  })

  it('takes a date without a year for the next one, unless it has only just gone by', () => {
    expect(read('5.1.')).toEqual({ date: '2027-01-05' })
    expect(read('30.11.')).toEqual({ problem: 'past', was: '2026-11-30' })
    expect(read('1.12.')).toEqual({ date: '2026-12-01' })
  })

  it('takes a day alone for this month or the next', () => {
    expect(read('31.', Temporal.PlainDate.from('2026-10-31'))).toEqual({ date: '2026-10-31' })
    expect(read('2.', Temporal.PlainDate.from('2026-12-31'))).toEqual({ date: '2027-01-02' })
  })

  it('knows which days there are not, and the nearest one that there is', () => {
    const november = Temporal.PlainDate.from('2026-11-02')
    const noSuchDay = { problem: 'impossible', day: 31, month: 11, year: 2026, nearest: '2026-11-30' }
    expect(dates(['31.11.', '31 Nov', '2026-11-31', 'den 31.'], november)).toEqual(
      Array.from({ length: 4 }, () => noSuchDay),
    )
    expect(read('29.2.')).toEqual({ problem: 'impossible', day: 29, month: 2, year: 2027, nearest: '2027-02-28' })
    expect(read('29.2.2028')).toEqual({ date: '2028-02-29' })
  })

  it('says when a date reads two ways instead of guessing', () => {
    expect(read('4/12')).toEqual({ problem: 'ambiguous', dates: ['2026-12-04', '2027-04-12'] })
    expect(read('12/12')).toEqual({ date: '2026-12-12' })
  })

  it('says when a date is past', () => {
    expect(read('2025-12-04')).toEqual({ problem: 'past', was: '2025-12-04' })
    for (const text of ['gestern', 'until yesterday'])
      expect(read(text)).toEqual({ problem: 'past', was: today.subtract({ days: 1 }).toString() })
  })

  it('does not take other words for a date', () => {
    for (const text of [
      '',
      'bald',
      'soon',
      '99.99.',
      '4.13.',
      '0.1.',
      '12',
      'Mai',
      'a week or so',
      'xx 4',
      'constructor',
      'toString',
    ])
      expect(read(text)).toEqual({ problem: 'unknown' })
  })

  it('never throws, and gives no day that is over', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9./ -]{1,12}$/)), (text) => {
        const found = read(text)
        if ('date' in found) expect(found.date >= '2026-12-01').toBe(true)
      }),
    )
  })

  it('reads back every date in every spelling', () => {
    const soon = fc.integer({ min: 0, max: 180 }).map((days) => today.add({ days }))
    fc.assert(
      fc.property(soon, (date) => {
        const english = date.toLocaleString('en-GB', { day: 'numeric', month: 'long' })
        const german = date.toLocaleString('de-DE', { day: 'numeric', month: 'long', weekday: 'long' })
        for (const text of [date.toString(), `${date.day}.${date.month}.`, english, german])
          expect(read(text)).toEqual({ date: date.toString() })
      }),
    )
  })
})

describe('what a button carries along', () => {
  it('is the day itself, or what was typed where there is no such day, and nothing else', () => {
    expect(dateRest('bis Freitag', today)).toBe('2026-12-04')
    expect(dateRest('31.4.2027', today)).toBe('31.4.2027')
    expect(dateRest('irgendwann', today)).toBeNull()
    expect(dateRest(`${'until '.repeat(40)}31.4.2027`, today)).toBeNull()
  })
})
