import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cycleChange, mannKendall, theilSen } from './trend.ts'
import { tries } from '../../../test/depth.ts'

const weekly = (values: readonly number[]) => values.map((y, index) => ({ x: index + 1, y }))

/** Rain where clouds were seeded over rain where not, five years: Hollander and Wolfe 1973, chapter 9, after Smith 1967. */
const RAIN = [1.26, 1.27, 1.12, 1.16, 1.03]

describe('the Theil-Sen slope', () => {
  test('of published and hand-made series', () => {
    expect(theilSen(weekly(RAIN))).toBeCloseTo(-0.05625, 12)
    expect(theilSen(weekly([50, 54, 40, 62]))).toBe(4)
  })

  const numbers = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 20 })

  test('of a line is its own, and follows shift, scale and direction', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: -50, max: 50 }), (values, slope) => {
        expect(theilSen(values.map((_, x) => ({ x, y: 7 + slope * x })))).toBe(slope)
        const plain = theilSen(weekly(values))!
        expect(theilSen(weekly(values.map((y, x) => y + slope * x)))).toBeCloseTo(plain + slope, 10)
        expect(theilSen(weekly(values.toReversed()))).toBeCloseTo(-plain, 10)
      }),
    )
  })

  test('is not moved by one wild week, nor by missing ones', () => {
    expect(theilSen(weekly([10, 12, 14, 900, 18, 20, 22]))).toBe(2)
    expect(theilSen([1, 2, 5, 9, 10].map((x) => ({ x, y: 2 * x })))).toBe(2)
  })

  test('needs two different times', () => {
    expect(theilSen([])).toBeNull()
    expect(theilSen([{ x: 1, y: 5 }])).toBeNull()
    expect(
      theilSen([
        { x: 1, y: 5 },
        { x: 1, y: 9 },
      ]),
    ).toBeNull()
  })
})

describe('the Mann-Kendall test', () => {
  test('of the rain', () => {
    // There: P(S >= 6) = .117
    expect(mannKendall(RAIN).s).toBe(-6)
    expect(mannKendall(RAIN).p).toBeCloseTo(28 / 120, 14)
  })

  test.each([
    // Kendall 1975, appendix table 1; Gilbert 1987, table A18: the upper tail
    [4, 6, 0.042],
    [4, 4, 0.167],
    [5, 8, 0.042],
    [5, 10, 0.0083],
    [6, 9, 0.068],
    [6, 11, 0.028],
    [6, 15, 0.0014],
    [7, 13, 0.035],
    [8, 16, 0.031],
    [8, 18, 0.016],
    [9, 20, 0.022],
    [10, 21, 0.036],
    [10, 23, 0.023],
    [10, 45, 0.00000028],
  ])('with %i values and S = %i, as printed', (n, s, tail) => {
    const p = mannKendall(seriesWith(n, s)).p
    expect(Math.abs(p / 2 - tail)).toBeLessThan(0.51 * 10 ** -decimalsOf(tail))
  })

  const decimalsOf = (value: number): number => (value < 1e-6 ? 8 : (String(value).split('.')[1]?.length ?? 0))

  /** An order of 1 to n with this S: the last values come first as far as that lowers S enough. */
  function seriesWith(n: number, s: number): number[] {
    const values = Array.from({ length: n }, (_, index) => index + 1)
    for (let wrong = ((n * (n - 1)) / 2 - s) / 2, pass = 0; wrong > 0; pass++) {
      for (let at = n - 1; at > pass && wrong > 0; at--, wrong--)
        [values[at - 1], values[at]] = [values[at]!, values[at - 1]!]
    }
    expect(mannKendall(values).s).toBe(s)
    return values
  }

  test('of eight and of twenty values, to twelve digits', () => {
    const eight = [0.346, 0.872, 0.43, -1.153, 1.105, 0.696, -0.237, 0.931]
    expect(mannKendall(eight).p).toBeCloseTo(0.7195436507936508, 12)
    const twenty = [
      -0.782, -0.207, 0.108, -0.126, 1.494, 1.257, -2.411, -1.539, 0.225, 0.028, 0.714, 0.767, 2.718, -0.462, 0.322,
      2.793, 1.447, 1.513, 0.386, -0.698,
    ]
    expect(mannKendall(twenty).p).toBeCloseTo(0.08550171523715203, 12)
  })

  const permutations = (values: number[]): number[][] =>
    values.length < 2
      ? [values]
      : values.flatMap((value, at) => permutations(values.toSpliced(at, 1)).map((rest) => [value, ...rest]))

  test('is that of every order of the values, ties and all', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 6 }), (values) => {
        const { s, p } = mannKendall(values)
        const orders = permutations(values)
        const asFar = orders.filter((order) => Math.abs(mannKendall(order).s) >= Math.abs(s)).length
        expect(p).toBeCloseTo(asFar / orders.length, 12)
      }),
      tries(60),
    )
  })

  /** How many orders of values with these ties have u pairs in the wrong order, in whole numbers of any size: group by group (Mann-Whitney). */
  function inversions(ties: readonly number[]): bigint[] {
    const between = new Map<string, bigint[]>()
    const rankSums = (m: number, t: number): bigint[] => {
      const known = between.get(`${m},${t}`)
      if (known) return known
      const ways: bigint[] = Array.from({ length: m * t + 1 }, () => 0n)
      if (m === 0 || t === 0) ways[0] = 1n
      else {
        for (const [u, way] of rankSums(m - 1, t).entries()) ways[u + t]! += way
        for (const [u, way] of rankSums(m, t - 1).entries()) ways[u]! += way
      }
      between.set(`${m},${t}`, ways)
      return ways
    }
    let all = [1n]
    let n = 0
    for (const size of ties) {
      const group = rankSums(n, size)
      const next: bigint[] = Array.from({ length: all.length + group.length - 1 }, () => 0n)
      for (const [a, one] of all.entries()) for (const [b, other] of group.entries()) next[a + b]! += one * other
      all = next
      n += size
    }
    return all
  }

  const tied = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 7, maxLength: 32 })

  test('is that of whole numbers of any size, up to thirty values and more', () => {
    const untied = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 7, maxLength: 32 })
    fc.assert(
      fc.property(fc.oneof(tied, untied), (values) => {
        const { s, p } = mannKendall(values)
        const ways = inversions([...Map.groupBy(values, (value) => value).values()].map((group) => group.length))
        const light = ways.slice(0, (ways.length - 1 - Math.abs(s)) / 2 + 1).reduce((total, way) => total + way, 0n)
        const all = ways.reduce((total, way) => total + way, 0n)
        const wanted = s === 0 ? 1 : Number((2n * light * 10n ** 40n) / all) / 1e40
        expect(Math.abs(p - wanted)).toBeLessThan(1e-11 * wanted + 1e-39)
      }),
      tries(40),
    )
  })

  test('does not care for a shift, a scale or the direction', () => {
    fc.assert(
      fc.property(tied, (values) => {
        const { s, p } = mannKendall(values)
        expect(mannKendall(values.map((value) => 3 * value + 1))).toEqual({ s, p })
        const turned = mannKendall(values.toReversed())
        expect(turned.s + s).toBe(0)
        expect(turned.p).toBeCloseTo(p, 12)
      }),
    )
  })

  test('finds nothing in nobody, one value, or values all alike', () => {
    for (const values of [[], [3], [3, 3, 3, 3], [0, -0]]) expect(mannKendall(values)).toEqual({ s: 0, p: 1 })
    expect(mannKendall([1, 2])).toEqual({ s: 1, p: 1 })
  })

  test('still has digits for two years of weeks that only rise', () => {
    const { s, p } = mannKendall(Array.from({ length: 104 }, (_, week) => week))
    const factorial = Array.from({ length: 104 }, (_, index) => Math.log10(index + 1)).reduce((a, b) => a + b)
    expect(s).toBe(5356)
    expect(Math.log10(p)).toBeCloseTo(Math.log10(2) - factorial, 9)
  })
})

describe('a change of two cycles', () => {
  test('of six and of eight ballots', () => {
    const change = cycleChange({ index: 56.48, error: 7.509, n: 6 }, { index: 70, error: 6, n: 8 })
    expect(change.change).toBeCloseTo(13.52, 10)
    expect(change.error).toBeCloseTo(9.611715819769122, 12)
    expect(change.df).toBeCloseTo(10.395883754822693, 11)
    expect(change.low).toBeCloseTo(-7.786204172268839, 9)
    expect(change.high).toBeCloseTo(34.826204172268845, 9)
  })

  const cycle = fc.record({
    index: fc.double({ min: 0, max: 100, noNaN: true }),
    error: fc.double({ min: 0.01, max: 20, noNaN: true }),
    n: fc.integer({ min: 2, max: 100 }),
  })

  test('holds the change, mirrors, and has as many degrees of freedom as it may', () => {
    fc.assert(
      fc.property(cycle, cycle, (earlier, later) => {
        const { change, low, high, df } = cycleChange(earlier, later)
        expect(low).toBeLessThan(change)
        expect(high).toBeGreaterThan(change)
        const back = cycleChange(later, earlier)
        expect(back.low).toBeCloseTo(-high, 8)
        expect(df).toBeGreaterThan(Math.min(earlier.n, later.n) - 1 - 1e-9)
        expect(df).toBeLessThan(earlier.n + later.n - 2 + 1e-9)
      }),
    )
  })

  test('is certain when everybody answered alike twice, and open when hardly anyone answered', () => {
    expect(cycleChange({ index: 50, error: 0, n: 6 }, { index: 60, error: 0, n: 7 })).toEqual({
      change: 10,
      error: 0,
      df: 11,
      low: 10,
      high: 10,
    })
    for (const n of [0, 1])
      expect(cycleChange({ index: 50, error: 3, n: 6 }, { index: 60, error: 3, n })).toMatchObject({
        low: -Infinity,
        high: Infinity,
      })
    const oneAlike = cycleChange({ index: 50, error: 0, n: 6 }, { index: 60, error: 2, n: 9 })
    expect(oneAlike.df).toBeCloseTo(8, 12)
  })
})

test('what is no number is refused by its name', () => {
  expect(() => mannKendall([1, Number.NaN])).toThrow(/^values must be/)
  expect(() => theilSen([{ x: Infinity, y: 1 }])).toThrow(/^x must be/)
  expect(() => theilSen([{ x: 1, y: Number.NaN }])).toThrow(/^y must be/)
  const fine = { index: 50, error: 1, n: 5 }
  expect(() => cycleChange(fine, { ...fine, error: -1 })).toThrow(/^error must be/)
  expect(() => cycleChange(fine, { ...fine, n: 2.5 })).toThrow(/^n must be/)
  expect(() => cycleChange({ ...fine, index: Number.NaN }, fine)).toThrow(/^index must be/)
})
