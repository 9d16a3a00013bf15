import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantFrom, instantText, localFrom, localText } from './format.ts'

const instant = fc
  .integer({ min: Date.UTC(0, 0), max: Date.UTC(9999, 0) })
  .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds))

test('an instant is 24 characters of UTC, whatever its milliseconds', () => {
  expect(instantText(Temporal.Instant.from('2026-12-03T10:00+01:00'))).toBe('2026-12-03T09:00:00.000Z')
  expect(instantText(Temporal.Instant.from('2026-12-03T09:00:00.1239Z'))).toBe('2026-12-03T09:00:00.123Z')
})

test('an instant survives the way to text and back, and text order is time order', () => {
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      expect(instantFrom(instantText(one)).equals(one)).toBe(true)
      expect(Math.sign(Temporal.Instant.compare(one, other))).toBe(
        Math.sign(compareTexts(instantText(one), instantText(other))),
      )
    }),
  )
})

test.each([
  '2026-12-03T09:00:00Z',
  '2026-12-03T10:00:00.000+01:00',
  '2026-12-03 09:00:00.000Z',
  '2026-13-03T09:00:00.000Z',
  '',
])('"%s" is not taken for a stored instant', (text) => {
  expect(() => instantFrom(text)).toThrow(RangeError)
})

test('a year of five digits is refused instead of breaking the order', () => {
  expect(() => instantText(Temporal.Instant.from('+010000-01-01T00:00Z'))).toThrow(RangeError)
})

test('a local time is written to the second, and read only so', () => {
  const local = Temporal.PlainDateTime.from('2026-12-03T10:00')
  expect(localText(local)).toBe('2026-12-03T10:00:00')
  expect(localFrom('2026-12-03T10:00:00').equals(local)).toBe(true)
  expect(() => localFrom('2026-12-03T10:00')).toThrow(RangeError)
  expect(() => localFrom('2026-12-03T10:00:00Z')).toThrow(RangeError)
})

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
