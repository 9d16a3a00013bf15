import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pooledShares, sharedGap, type TeamShares } from './across-teams.ts'
import { signFlips } from './sign-flips.ts'
import { tries } from '../../../test/depth.ts'

/** Darwin's maize: crossed minus self-fertilised plants, in eighths of an inch (Fisher 1935, section 17). */
const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

const gap = fc.integer({ min: -400, max: 400 }).map((quarters) => quarters / 4)

describe('the sign-flip test', () => {
  test("of Darwin's maize: 863 of 32,768 sums as large, as many as small", () => {
    expect(signFlips(MAIZE)).toEqual({ p: 1726 / 32768, roundedTo: null })
  })

  /** One sum after the other. */
  const enumerated = (gaps: readonly number[]): number => {
    const sums = gaps.reduce((all, one) => all.flatMap((sum) => [sum - one, sum + one]), [0])
    const observed = Math.abs(gaps.reduce((total, one) => total + one, 0))
    return sums.filter((sum) => Math.abs(sum) >= observed - 1e-9).length / sums.length
  }

  test('is that of all signs enumerated', () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 11 }), (gaps) => {
        expect(signFlips(gaps).p).toBe(enumerated(gaps))
      }),
    )
  })

  test('does not stumble over sums that are equal but for their rounding', () => {
    const thirds = fc.array(
      fc.integer({ min: -30, max: 30 }).map((value) => value / 3 + 0),
      { maxLength: 10 },
    )
    fc.assert(
      fc.property(thirds, (gaps) => {
        expect(signFlips(gaps).p).toBe(enumerated(gaps.map((value) => Math.round(3 * value))))
      }),
    )
  })

  /** The number of ways to every sum, in whole numbers of any size. */
  const counted = (gaps: readonly number[]): number => {
    let ways = new Map<number, bigint>([[0, 1n]])
    for (const one of gaps) {
      const next = new Map<number, bigint>()
      for (const [sum, way] of ways) for (const to of [sum - one, sum + one]) next.set(to, (next.get(to) ?? 0n) + way)
      ways = next
    }
    const observed = Math.abs(gaps.reduce((total, one) => total + one, 0))
    const asFar = [...ways].filter(([sum]) => Math.abs(sum) >= observed).reduce((total, [, way]) => total + way, 0n)
    return Number((asFar * 10n ** 40n) / 2n ** BigInt(gaps.length)) / 1e40
  }

  test('is exact for many teams too, by halves and by sums', () => {
    const many = fc.array(fc.integer({ min: -12, max: 30 }), { minLength: 21, maxLength: 80 })
    fc.assert(
      fc.property(many, (gaps) => {
        const { p, roundedTo } = signFlips(gaps)
        expect(roundedTo).toBe(gaps.length > 36 ? 0.01 : null)
        const wanted = counted(gaps)
        expect(Math.abs(p - wanted)).toBeLessThan(1e-11 * wanted + 1e-39)
      }),
      tries(25),
    )
  })

  test('says to what step it rounded, and hardly differs for it', () => {
    const gaps = Array.from({ length: 250 }, (_, team) => 15 * Math.sin(team * team) + 0.9)
    const { p, roundedTo } = signFlips(gaps)
    expect(roundedTo).toBe(0.02)
    expect(p).toBeCloseTo(counted(gaps.map((value) => Math.round(value * 4))), 2)
  })

  test('finds nothing in no team, one team, or gaps that cancel', () => {
    expect(signFlips([])).toEqual({ p: 1, roundedTo: null })
    expect(signFlips([30])).toEqual({ p: 1, roundedTo: null })
    expect(signFlips([30, -30]).p).toBe(1)
    expect(signFlips([0, 0, 0]).p).toBe(1)
  })

  test('turns round with the gaps and does not care for their order or scale', () => {
    fc.assert(
      fc.property(fc.array(gap, { minLength: 1, maxLength: 14 }), (gaps) => {
        const { p } = signFlips(gaps)
        expect(signFlips(gaps.map((value) => -value)).p).toBe(p)
        expect(signFlips(gaps.toReversed()).p).toBe(p)
        expect(signFlips(gaps.map((value) => 2 * value)).p).toBe(p)
      }),
    )
  })
})

describe('the gap of several teams', () => {
  test('is their mean, with the p of all signs', () => {
    const teams = [10, 20, -5].map((points) => ({ n: 7, gap: points }))
    expect(sharedGap(teams, 5)).toEqual({ teams: 3, leftOut: 0, mean: 25 / 3, p: 0.5, roundedTo: null })
  })

  test('leaves out teams below the threshold, whatever their gap', () => {
    const shown = [10, 20, 30].map((points) => ({ n: 5, gap: points }))
    fc.assert(
      fc.property(fc.array(fc.record({ n: fc.integer({ min: 0, max: 4 }), gap }), { maxLength: 5 }), (small) => {
        expect(sharedGap([...small, ...shown], 5)).toEqual({ ...sharedGap(shown, 5), leftOut: small.length })
      }),
    )
  })

  test('is none without teams', () => {
    expect(sharedGap([], 5)).toEqual({ teams: 0, leftOut: 0, mean: null, p: 1, roundedTo: null })
    expect(sharedGap([{ n: 4, gap: 50 }], 5)).toMatchObject({ teams: 0, leftOut: 1, mean: null })
    expect(sharedGap([{ n: 5, gap: 50 }], 5)).toMatchObject({ teams: 1, mean: 50, p: 1 })
  })

  test('cannot be told from chance below six teams', () => {
    for (let teams = 1; teams <= 8; teams++) {
      const { p } = sharedGap(
        Array.from({ length: teams }, () => ({ n: 9, gap: 40 })),
        5,
      )
      expect(p).toBe(2 / 2 ** teams)
      expect(p < 0.05).toBe(teams >= 6)
    }
  })
})

describe('the 65/30 figure', () => {
  const team = (leaders: [number, number], staff: [number, number]): TeamShares => ({
    leaders: { count: leaders[0], n: leaders[1] },
    staff: { count: staff[0], n: staff[1] },
  })

  test('of twenty leaders and eighty staff', () => {
    const teams = [team([6, 8], [10, 30]), team([4, 7], [9, 25]), team([3, 5], [5, 25])]
    const { leaders, staff, difference, low, high, p, ...counted } = pooledShares(teams, 5)
    expect(counted).toEqual({ teams: 3, leftOut: 0 })
    expect([leaders, staff]).toEqual([
      { count: 13, n: 20 },
      { count: 24, n: 80 },
    ])
    expect([difference!, low, high].map((share) => (100 * share).toFixed(1))).toEqual(['35.0', '10.8', '54.1'])
    expect(p.toFixed(5)).toBe('0.00825')
  })

  test('of two in three against two in six also reads 67 against 33, and claims nothing', () => {
    const { low, high } = pooledShares([team([2, 3], [2, 6])], 5)
    expect([low, high].map((share) => Math.round(100 * share))).toEqual([-25, 69])
  })

  test('leaves out a team below the threshold with its leaders', () => {
    const shown = [team([1, 1], [2, 6])]
    expect(pooledShares([...shown, team([1, 1], [4, 4])], 5)).toEqual({ ...pooledShares(shown, 5), leftOut: 1 })
  })

  test('is open without teams', () => {
    expect(pooledShares([], 5)).toMatchObject({ teams: 0, difference: null, low: -1, high: 1, p: 1 })
  })
})

test('no counts and no numbers are refused by their name', () => {
  expect(() => sharedGap([{ n: 5, gap: Number.NaN }], 5)).toThrow(/^gap must be/)
  expect(() => sharedGap([{ n: -5, gap: 1 }], 5)).toThrow(/^n must be/)
  expect(() => sharedGap([], 0.5)).toThrow(/^threshold must be/)
  const share = { count: 1, n: 2 }
  expect(() => pooledShares([{ leaders: { count: 3, n: 2 }, staff: share }], 5)).toThrow(/^leaders\.count must be/)
  expect(() => pooledShares([{ leaders: share, staff: { count: 1, n: -2 } }], 5)).toThrow(/^staff\.n must be/)
})
