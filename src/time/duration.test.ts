import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { durationText, minutesOf, parseDuration } from './duration.ts'

test.each([
  ['4h', 'PT4H'],
  ['2h30m', 'PT2H30M'],
  ['26h', 'PT26H'],
  ['2d', 'P2D'],
  ['90m', 'PT90M'],
  ['1d12h', 'P1DT12H'],
])('%s is %s', (text, duration) => {
  expect(parseDuration(text).toString()).toBe(duration)
})

describe('what people write instead is understood, not taken', () => {
  test.each([
    ['2 hours', '2h'],
    ['1.5h', '1h30m'],
    ['90 min', '1h30m'],
    ['PT4H', '4h'],
    ['P1DT12H', '36h'],
    ['2 Tage', '2d'],
    ['3 Std.', '3h'],
    ['30m2h', '2h30m'],
    ['1 week', '7d'],
  ])('%s -> %s', (text, meant) => {
    expect(() => parseDuration(text)).toThrow(`Did you mean "${meant}"?`)
  })

  test.each(['', 'soon', '0h', '-2h', '1 month', '4', 'h'])('"%s" gets no suggestion', (text) => {
    expect(() => parseDuration(text)).toThrow(/^expected a duration in days, hours and minutes[^?]*$/)
  })
})

test('the shortest text of a duration reads as the same length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 * 24 * 60 }), (minutes) => {
      expect(minutesOf(parseDuration(durationText(minutes)))).toBe(minutes)
    }),
  )
})
