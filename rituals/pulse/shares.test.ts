import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bandsOf, shownShare, wilson } from './shares.ts'

const SMALL = [5, 6, 7, 8, 9]

describe('the Wilson interval', () => {
  test.each([
    // Newcombe 1998, table I, method 3
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [4, 8, 0.2152, 0.7848],
    // "19 to 81 %"
    [3, 6, 0.1876, 0.8124],
  ])('of %i of %i', (count, n, low, high) => {
    const interval = wilson(count, n)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  const share = fc.integer({ min: 1, max: 2000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

  test('holds the share itself and stays between nobody and everyone', () => {
    fc.assert(
      fc.property(share, ([count, n]) => {
        const { low, high } = wilson(count, n)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(low).toBeLessThanOrEqual(count / n)
        expect(high).toBeGreaterThanOrEqual(count / n)
        expect(high).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('mirrors agreement and disagreement', () => {
    fc.assert(
      fc.property(share, ([count, n]) => {
        expect(wilson(n - count, n).low).toBeCloseTo(1 - wilson(count, n).high, 12)
      }),
    )
  })

  test('grows narrower with more answers and moves up with more agreement', () => {
    fc.assert(
      fc.property(share, ([count, n]) => {
        const width = ({ low, high }: { low: number; high: number }) => high - low
        expect(width(wilson(2 * count, 2 * n))).toBeLessThan(width(wilson(count, n)))
        if (count < n) expect(wilson(count + 1, n).low).toBeGreaterThan(wilson(count, n).low)
      }),
    )
  })

  test('leaves everything possible where nobody answered, and refuses nonsense', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
    for (const [count, n] of [
      [3, 2],
      [-1, 5],
      [Number.NaN, 5],
    ] as const)
      expect(() => wilson(count, n)).toThrow(RangeError)
  })
})

describe('the bands of a small group', () => {
  test('are these', () => {
    const written = SMALL.map((n) =>
      bandsOf(n)
        .map(({ from, to }) => `${from}-${to}`)
        .join(' '),
    )
    expect(written).toEqual(['0-1 2-3 4-5', '0-1 2-4 5-6', '0-1 2-3 4-5 6-7', '0-1 2-4 5-6 7-8', '0-1 2-4 5-7 8-9'])
  })

  test('hold every count exactly once, and never one alone', () => {
    for (const n of SMALL) {
      const counts = bandsOf(n).flatMap(({ from, to }) =>
        Array.from({ length: to - from + 1 }, (_, index) => from + index),
      )
      expect(counts).toEqual(Array.from({ length: n + 1 }, (_, count) => count))
      for (const { from, to } of bandsOf(n)) expect(to).toBeGreaterThan(from)
    }
  })

  test('end at 20 and begin at 80 per cent', () => {
    for (const n of SMALL) {
      const bands = bandsOf(n)
      expect(bands[0]!.to / n).toBeLessThanOrEqual(0.2)
      expect((bands[0]!.to + 1) / n).toBeGreaterThan(0.2)
      expect(bands.at(-1)!.from / n).toBeGreaterThanOrEqual(0.8)
      expect((bands.at(-1)!.from - 1) / n).toBeLessThan(0.8)
    }
  })

  test('do not exist for fewer than five, nor where counts are exact', () => {
    for (const n of [0, 4, 10]) expect(() => bandsOf(n)).toThrow(RangeError)
  })
})

describe('what is shown of a share', () => {
  test('is the same for every count of a band, its plausible range included', () => {
    for (const n of SMALL) {
      for (const { from, to } of bandsOf(n)) expect(shownShare(from, n, 5)).toEqual(shownShare(to, n, 5))
    }
  })

  test('leaves room for whatever is plausible for any count of the band', () => {
    const share = shownShare(3, 8, 5)!
    expect(share).toMatchObject({ from: 2, to: 4, of: 8 })
    expect(share.low).toBe(wilson(2, 8).low)
    expect(share.high).toBe(wilson(4, 8).high)
  })

  test('is exact from ten answers on', () => {
    expect(shownShare(5, 12, 5)).toEqual({ from: 5, to: 5, of: 12, ...wilson(5, 12) })
    expect(shownShare(10, 10, 5)).toMatchObject({ from: 10, to: 10 })
  })

  test('is nothing below the threshold, nor below five whatever the threshold', () => {
    expect(shownShare(4, 4, 5)).toBeNull()
    expect(shownShare(4, 4, 2)).toBeNull()
    expect(shownShare(7, 7, 8)).toBeNull()
  })
})
