/** What the index of a small group tells beside the weekly bands: tried for every way in which the bands of nine statements can stand together. */
import { describe, expect, test } from 'vitest'
import { coarsely, exactly, safeRange, type ShownBand, toStep } from './rounding.ts'
import { bandsOf } from './shares.ts'

const STATEMENTS = 9

/** Every set of nine bands of n answers; their order does not matter. */
function sets(n: number): ShownBand[][] {
  const bands = bandsOf(n).map((band) => ({ ...band, of: n }))
  const choose = (left: number, from: number): ShownBand[][] =>
    left === 0
      ? [[]]
      : bands.flatMap((band, at) => (at < from ? [] : choose(left - 1, at).map((rest) => [band, ...rest])))
  return choose(STATEMENTS, 0)
}

/** Sums of steps that n people reach with a statement when `agree` of them agree: every whole number between. */
const sums = (n: number, agree: number) => ({ least: 4 * agree + (n - agree), most: 5 * agree + 3 * (n - agree) })
const total = (values: number[]): number => values.reduce((sum, value) => sum + value, 0)
const indexOf = (sum: number, n: number): number => (100 * (sum - STATEMENTS * n)) / (4 * STATEMENTS * n)
const between = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** What a set of bands allows; `one` narrows a single statement to a count. */
function possible(bands: ShownBand[], one?: { at: number; agree: number }) {
  const ends = bands.map(({ from, to, of }, at) =>
    one?.at === at ? sums(of, one.agree) : { least: sums(of, from).least, most: sums(of, to).most },
  )
  return { least: total(ends.map(({ least }) => least)), most: total(ends.map(({ most }) => most)) }
}

describe.each([5, 6, 7, 8, 9])('beside the bands of %i answers', (n) => {
  test('no index that is shown rules out any count of any statement', () => {
    for (const bands of sets(n)) {
      const all = possible(bands)
      const shownOf = (sum: number): number => coarsely(indexOf(sum, n), 20, bands).index
      const shown = new Map(between(all.least, all.most).map((sum) => [sum, shownOf(sum)]))
      const everything = new Set(shown.values())
      bands.forEach(({ from, to }, at) => {
        for (const agree of between(from, to)) {
          const { least, most } = possible(bands, { at, agree })
          expect(new Set(between(least, most).map((sum) => shown.get(sum)))).toEqual(everything)
        }
      })
    }
  })

  test('an exact index would, which is why it is not shown', () => {
    const betrayed = sets(n).filter((bands) => {
      const { least } = possible(bands)
      const first = bands[0]!
      // Only one way of answering reaches the lowest sum.
      return possible(bands, { at: 0, agree: first.to }).least > least
    })
    expect(betrayed.length).toBeGreaterThan(0)
  })

  test('and it moves in steps of five, between ten and ninety, inside what the bands allow', () => {
    for (const bands of sets(n)) {
      const { low, high } = safeRange(bands)
      expect(low).toBeLessThan(high)
      for (const index of [0, 3, 37.4, 37.5, 62.5, 99, 100]) {
        const shown = coarsely(index, 3, bands)
        expect(shown.index % 5).toBe(0)
        expect(shown.index).toBe(Math.min(Math.max(toStep(index), low), high))
        expect(shown.index).toBeGreaterThanOrEqual(10)
        expect(shown.index).toBeLessThanOrEqual(90)
      }
    }
  })
})

test('an interval only grows by being shown, and never reads as if all had answered alike', () => {
  const bands = Array.from({ length: STATEMENTS }, (): ShownBand => ({ from: 2, to: 4, of: 6 }))
  expect(coarsely(56.48, 19.3, bands)).toEqual({ index: 55, low: 35, high: 75 })
  expect(coarsely(56.48, 0, bands)).toEqual({ index: 55, low: 45, high: 65 })
  // moved inwards from 85, to which the bands leave one way only
  expect(coarsely(83.3, 20, bands)).toEqual({ index: 80, low: 55, high: 100 })
  expect(exactly(56.48, 19.3)).toEqual({ index: 56, low: 36, high: 76 })
  expect(exactly(98, 5.1)).toEqual({ index: 98, low: 92, high: 100 })
})

test('the limits of what is said in words are rounded the way they are meant', () => {
  expect([12.4, 12.5, -12.4, 62.4, 62.5].map(toStep)).toEqual([10, 15, -10, 60, 65])
})
