import { expect, test } from 'vitest'
import { flag, flagOf, instantOf, instantText, json, parse } from './codecs.ts'

test('instants are text of one width, in the order of time', () => {
  const instants = ['2026-12-03T09:00:00Z', '2026-12-03T09:00:00.5Z', '2026-12-03T10:30:00.123456+01:00']
  const texts = instants.map((text) => instantText(Temporal.Instant.from(text)))
  expect(texts).toEqual(['2026-12-03T09:00:00.000Z', '2026-12-03T09:00:00.500Z', '2026-12-03T09:30:00.123Z'])
  expect(texts.toSorted()).toEqual(texts)
  expect(instantText(instantOf(texts[1]!))).toBe(texts[1])
  expect(() => instantOf('tomorrow')).toThrow(RangeError)
})

test('flags are 0 and 1, documents are JSON', () => {
  expect([flag(true), flag(false)]).toEqual([1, 0])
  expect([flagOf(1), flagOf(0)]).toEqual([true, false])
  expect(parse(json({ a: [1, 'zwei', null], b: undefined }))).toEqual({ a: [1, 'zwei', null] })
})
