/** Whether something moves over weeks or cycles: by how much a week, how surely, and from one cycle to the next. */
import { tQuantile } from '#ritual'
import type { Interval } from '../shares.ts'
import { between, sum } from './arguments.ts'
import type { CycleIndex } from './team-index.ts'

/** A value at a time, such as the share that agrees with the global statement (points) in a week (its number). */
export interface Point {
  x: number
  y: number
}

/**
 * Theil-Sen slope: the median of the slopes of all pairs of points with different x, in units of y per unit of x. Up to 29 % of the points may be
 * anything without moving it far. (Theil 1950; Sen 1968.)
 *
 * (1, 50), (2, 54), (3, 40), (4, 62) has the slopes 4, −14, 22, −5, 4, 4: 4. Null without two different x, so for n = 0 and n = 1.
 * @throws RangeError when an x or y is no number
 */
export function theilSen(points: readonly Point[]): number | null {
  for (const { x, y } of points) {
    between('x', x)
    between('y', y)
  }
  const slopes = points.flatMap((one, index) =>
    points.slice(index + 1).flatMap((other) => (other.x === one.x ? [] : [(other.y - one.y) / (other.x - one.x)])),
  )
  return median(slopes)
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2
}

/** How often later values are above earlier ones, less how often below, and how probable that is without a trend. */
export interface MannKendall {
  /** S: pairs that rise minus pairs that fall. */
  s: number
  /** Two-sided, 0 to 1. */
  p: number
}

/**
 * Mann-Kendall test of a trend: S = Σ sign(yⱼ − yᵢ) over i < j, and the exact two-sided p = P(|S| ≥ |s|) when every order of the values is
 * equally probable. (Mann 1945; Kendall 1975.)
 *
 * Exact at every n and with ties too: ties stay as they are and only the order of the values is left to chance. No normal approximation is
 * used. Time grows with n³: half a millisecond for 52 values, 4 for 104 (two years of weeks).
 *
 * 1, 2, 3, 4, 5: S = 10, p = 2/5! = .0167. Fewer than two values, or all alike: S = 0, p = 1.
 * @param values in the order of time; missing weeks are simply left out
 * @throws RangeError when a value is no number
 */
export function mannKendall(values: readonly number[]): MannKendall {
  for (const value of values) between('values', value)
  const s = sum(values.map((one, index) => sum(values.slice(index + 1).map((other) => Math.sign(other - one)))))
  const ties = tiesOf(values)
  const n = values.length
  const untied = (n * (n - 1)) / 2 - sum(ties.map((size) => (size * (size - 1)) / 2))
  return { s, p: s === 0 ? 1 : Math.min(1, 2 * chanceOfFewInversions(ties, (untied - Math.abs(s)) / 2)) }
}

/** How often each different value occurs. */
function tiesOf(values: readonly number[]): number[] {
  const sizes = new Map<number, number>()
  // -0 and 0 are one key of a map, as they are one value here.
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1)
  return [...sizes.values()]
}

/**
 * The chance that values with these ties, in random order, have no more than `most` pairs in the wrong order. S is the number of untied pairs
 * minus twice their number.
 *
 * Their number's generating function is the Gaussian multinomial coefficient Π (1 − qⁿ) / Π Π (1 − qⁱ) over its value at q = 1 (MacMahon 1916),
 * multiplied up factor by factor. Everything stays a probability, and only small numbers of inversions, where nothing cancels, are computed.
 */
function chanceOfFewInversions(ties: readonly number[], most: number): number {
  const chances = new Float64Array(most + 1)
  chances[0] = 1
  let n = 0
  for (const size of ties) {
    for (let i = 1; i <= size; i++) {
      n += 1
      divide(chances, i)
      multiply(chances, n)
      for (let u = 0; u <= most; u++) chances[u]! *= i / n
    }
  }
  return chances.reduce((total, chance) => total + chance, 0)
}

/** By 1 − qᵏ. */
function divide(series: Float64Array, k: number): void {
  for (let u = k; u < series.length; u++) series[u]! += series[u - k]!
}

/** With 1 − qᵏ. */
function multiply(series: Float64Array, k: number): void {
  for (let u = series.length - 1; u >= k; u--) series[u]! -= series[u - k]!
}

/** A change of the index from one cycle to another, in points, with its 95 % interval. */
export interface Change extends Interval {
  change: number
  /** √(SE₁² + SE₂²). */
  error: number
  /** Degrees of freedom of the interval; 0 when nothing is known of an error. */
  df: number
}

/**
 * Change of two cycles: later index − earlier index ± t(.975, df)·√(SE₁² + SE₂²), in points, not clipped.
 *
 * df after Welch and Satterthwaite (1946, 1947): (SE₁² + SE₂²)² / (SE₁⁴/(n₁ − 1) + SE₂⁴/(n₂ − 1)), because the errors of two cycles may differ
 * as much as their n; it lies between the smaller n − 1 and the sum of both. That the same people answer makes the interval rather too wide.
 *
 * 56.48 (SE 7.509, n = 6) to 70 (SE 6, n = 8): 13.52, SE 9.61, df 10.4, −7.79 to 34.83. Where an n is 0 or 1 the interval is −∞ to ∞.
 * @throws RangeError when an n is no count, or an error below 0
 */
export function cycleChange(earlier: Summary, later: Summary): Change {
  const change = later.index - earlier.index
  between('index', change)
  const squares = [earlier, later].map(squaredError)
  const error = Math.sqrt(sum(squares))
  if (error === Infinity) return { change, error, df: 0, low: -Infinity, high: Infinity }
  const spare = sum([earlier, later].map(({ n }, which) => squares[which]! ** 2 / (n - 1)))
  const df = error === 0 ? earlier.n + later.n - 2 : sum(squares) ** 2 / spare
  const half = tQuantile(0.975, df) * error
  return { change, error, df, low: change - half, high: change + half }
}

type Summary = Pick<CycleIndex, 'index' | 'error' | 'n'>

/** Of fewer than two ballots nothing is known of the error. */
function squaredError({ error, n }: Summary): number {
  if (!(error >= 0)) throw new RangeError(`error must be 0 or more, not ${error}.`)
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`n must be a whole number of 0 or more, not ${n}.`)
  return n < 2 ? Infinity : error ** 2
}
