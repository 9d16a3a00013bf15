import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { responseRate, worstCase } from './non-response.ts'

test('eight of eleven answered, five of them agree: five to eight of eleven might', () => {
  expect(responseRate(8, 11)).toBe(8 / 11)
  expect(worstCase(5, 8, 11)).toEqual({ low: 5 / 11, high: 8 / 11 })
})

test('the bounds hold every share that the silent could make, and no other', () => {
  const asked = fc
    .tuple(fc.nat(30), fc.nat(30), fc.nat(30))
    .map(([count, others, silent]) => ({ count, answered: count + others, invited: count + others + silent }))
  fc.assert(
    fc.property(asked, ({ count, answered, invited }) => {
      const { low, high } = worstCase(count, answered, invited)
      const silent = invited - answered
      const possible = Array.from({ length: silent + 1 }, (_, more) => (count + more) / Math.max(1, invited))
      if (invited > 0) expect([low, high]).toEqual([possible[0], possible.at(-1)])
      expect(high - low).toBeCloseTo(invited === 0 ? 1 : 1 - responseRate(answered, invited)!, 12)
    }),
  )
})

test('nobody asked and one asked are defined', () => {
  expect(responseRate(0, 0)).toBeNull()
  expect(responseRate(0, 1)).toBe(0)
  expect(worstCase(0, 0, 0)).toEqual({ low: 0, high: 1 })
  expect(worstCase(0, 0, 1)).toEqual({ low: 0, high: 1 })
  expect(worstCase(1, 1, 1)).toEqual({ low: 1, high: 1 })
})

test('no counts are refused by their name', () => {
  expect(() => responseRate(5, 4)).toThrow(/^answered must be/)
  expect(() => responseRate(0, -1)).toThrow(/^invited must be/)
  expect(() => worstCase(5, 4, 9)).toThrow(/^count must be/)
  expect(() => worstCase(1.5, 4, 9)).toThrow(RangeError)
})
