import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wilson } from '../shares.ts'
import { fisher, jeffreys, newcombe, type Share } from './shares.ts'

const shareUpTo = (most: number, least = 1) =>
  fc
    .integer({ min: least, max: most })
    .chain((n) => fc.record({ count: fc.integer({ min: 0, max: n }), n: fc.constant(n) }))

const of = (count: number, n: number): Share => ({ count, n })
const width = ({ low, high }: { low: number; high: number }): number => high - low

describe('the Jeffreys interval', () => {
  test.each([
    // Brown, Cai and DasGupta 2001, table A.1
    [2, 7, 0.065, 0.648],
    [3, 7, 0.139, 0.766],
    [4, 7, 0.234, 0.861],
  ])('of %i of %i, as printed', (count, n, low, high) => {
    expect(Math.abs(jeffreys(count, n).low - low)).toBeLessThan(0.0006)
    expect(Math.abs(jeffreys(count, n).high - high)).toBeLessThan(0.0006)
  })

  test.each([
    [3, 8, 0.1190391801541659, 0.7051765537196912],
    [24, 80, 0.20801357003177853, 0.4061629559778417],
    [15, 148, 0.060448517009296425, 0.15764314347874112],
    [0, 7, 0, 0.29243617366230984],
    [1, 1, 0.14674631630957513, 1],
    [0, 0, 0, 1],
  ])('of %i of %i, to ten digits', (count, n, low, high) => {
    expect(jeffreys(count, n).low).toBeCloseTo(low, 11)
    expect(jeffreys(count, n).high).toBeCloseTo(high, 11)
  })

  test('holds the share, stays between nobody and everyone, mirrors and narrows', () => {
    fc.assert(
      fc.property(shareUpTo(1500), ({ count, n }) => {
        const interval = jeffreys(count, n)
        expect(interval.low).toBeGreaterThanOrEqual(0)
        expect(interval.low).toBeLessThanOrEqual(count / n)
        expect(interval.high).toBeGreaterThanOrEqual(count / n)
        expect(interval.high).toBeLessThanOrEqual(1)
        expect(jeffreys(n - count, n).low).toBeCloseTo(1 - interval.high, 10)
        expect(width(jeffreys(2 * count, 2 * n))).toBeLessThan(width(interval))
        if (count < n) expect(jeffreys(count + 1, n).low).toBeGreaterThan(interval.low)
      }),
    )
  })
})

describe("Newcombe's interval of a difference", () => {
  test.each([
    // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i of %i less %i of %i, as printed', (count, n, other, m, low, high) => {
    const interval = newcombe(of(count, n), of(other, m))
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('tells 13 of 20 leaders from 24 of 80 staff, and not 2 of 3 from 2 of 6', () => {
    const many = newcombe(of(13, 20), of(24, 80))
    expect(many.difference).toBeCloseTo(0.35, 12)
    expect((100 * many.low).toFixed(1)).toBe('10.8')
    expect((100 * many.high).toFixed(1)).toBe('54.1')
    const few = newcombe(of(2, 3), of(2, 6))
    expect(Math.round(100 * few.low)).toBe(-25)
    expect(Math.round(100 * few.high)).toBe(69)
  })

  test('holds the difference, stays within -1 and 1, and mirrors', () => {
    fc.assert(
      fc.property(shareUpTo(300), shareUpTo(300), (one, two) => {
        const { difference, low, high } = newcombe(one, two)
        expect(difference).toBeCloseTo(one.count / one.n - two.count / two.n, 12)
        expect(low).toBeLessThanOrEqual(difference!)
        expect(high).toBeGreaterThanOrEqual(difference!)
        expect(low).toBeGreaterThanOrEqual(-1)
        expect(high).toBeLessThanOrEqual(1)
        const swapped = newcombe(two, one)
        expect(swapped.low).toBeCloseTo(-high, 12)
        const negated = newcombe(of(one.n - one.count, one.n), of(two.n - two.count, two.n))
        expect(negated.low).toBeCloseTo(-high, 12)
        const more = newcombe(of(2 * one.count, 2 * one.n), of(2 * two.count, 2 * two.n))
        expect(more.high - more.low).toBeLessThan(high - low)
      }),
    )
  })

  test('against a group whose share is certain is near the interval of the other alone', () => {
    const alone = wilson(30, 60)
    const against = newcombe(of(30, 60), of(0, 1_000_000))
    expect(against.low).toBeCloseTo(alone.low, 4)
    expect(against.high).toBeCloseTo(alone.high, 4)
  })

  test('is defined for nobody and for one', () => {
    expect(newcombe(of(0, 0), of(2, 6))).toEqual({ difference: null, low: -1, high: 1 })
    expect(newcombe(of(2, 6), of(0, 0))).toEqual({ difference: null, low: -1, high: 1 })
    expect(newcombe(of(1, 1), of(0, 1))).toMatchObject({ difference: 1, high: 1 })
  })
})

describe("Fisher's exact p", () => {
  test.each([
    // The lady tasting tea: Fisher 1935; 34 of 70
    [3, 4, 1, 4, 34 / 70],
    [4, 4, 0, 4, 2 / 70],
    [13, 20, 24, 80, 0.008254993706794826],
    [1, 10, 11, 14, 0.0027594561852200836],
    [8, 10, 1, 6, 0.034965034965034975],
    [2, 5, 6, 10, 0.6083916083916083],
  ])('of %i of %i and %i of %i', (count, n, other, m, p) => {
    expect(Math.abs(fisher(of(count, n), of(other, m)) / p - 1)).toBeLessThan(1e-12)
  })

  const choose = (n: number, k: number): bigint => {
    let ways = 1n
    for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1)
    return ways
  }

  /** All tables with the same margins, in whole numbers of any size. */
  const enumerated = (one: Share, two: Share): number => {
    const agreeing = one.count + two.count
    const ways = (x: number): bigint =>
      agreeing - x > two.n || x > agreeing ? 0n : choose(one.n, x) * choose(two.n, agreeing - x)
    const all = Array.from({ length: one.n + 1 }, (_, x) => ways(x))
    const rare = all.filter((way) => way <= ways(one.count)).reduce((total, way) => total + way, 0n)
    return Number((rare * 10n ** 25n) / choose(one.n + two.n, agreeing)) / 1e25
  }

  test('is that of all tables enumerated', () => {
    fc.assert(
      fc.property(shareUpTo(40, 0), shareUpTo(60, 0), (one, two) => {
        const p = fisher(one, two)
        expect(Math.abs(p - enumerated(one, two))).toBeLessThan(1e-12 * p + 1e-24)
        expect(fisher(two, one)).toBeCloseTo(p, 12)
        expect(fisher(of(one.n - one.count, one.n), of(two.n - two.count, two.n))).toBeCloseTo(p, 12)
      }),
    )
  })

  test('keeps its digits where p is tiny, and shows nothing of nobody', () => {
    expect(fisher(of(200, 200), of(0, 200)) / (2 / Number(choose(400, 200)))).toBeCloseTo(1, 10)
    expect(fisher(of(0, 0), of(3, 5))).toBe(1)
    expect(fisher(of(1, 1), of(0, 1))).toBe(1)
    expect(fisher(of(0, 5), of(0, 3))).toBe(1)
  })
})

test('no counts are refused by their name', () => {
  expect(() => jeffreys(3, 2)).toThrow(new RangeError('count must be a whole number from 0 to 2, not 3.'))
  expect(() => jeffreys(0, -1)).toThrow(/^n must be/)
  expect(() => newcombe(of(1, 2), of(0.5, 2))).toThrow(/^second\.count must be/)
  expect(() => fisher(of(1, Number.NaN), of(1, 2))).toThrow(/^first\.n must be/)
  expect(() => fisher(of(1, Infinity), of(1, 2))).toThrow(RangeError)
})
