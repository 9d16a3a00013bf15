/** Shares of two groups and how far apart they lie. Wilson's interval of a single share, which all begins with, is in `../shares.ts`. */
import { betaQuantile } from '#ritual'
import { type Interval, wilson } from '../shares.ts'
import { whole } from './arguments.ts'

/** So many of a group of n. */
export interface Share {
  count: number
  n: number
}

/** @throws RangeError when n is no count, or count is not between 0 and n */
export function checkShare(name: string, { count, n }: Share): void {
  whole(`${name}.n`, n)
  whole(`${name}.count`, count, 0, n)
}

/**
 * Jeffreys' interval at 95 %, between 0 and 1: the quantiles .025 and .975 of the beta distribution with shapes count + 1/2 and n − count + 1/2;
 * 0 at the lower end when nobody agrees, 1 at the upper end when everybody does. (Brown, Cai and DasGupta 2001.)
 *
 * 2 of 7 gives 0.065 to 0.648. Nobody asked (n = 0) leaves everything possible, 0 to 1; one of one gives 0.147 to 1.
 * @throws RangeError when n is no count, or count is not between 0 and n
 */
export function jeffreys(count: number, n: number): Interval {
  whole('n', n)
  whole('count', count, 0, n)
  const a = count + 0.5
  const b = n - count + 0.5
  return { low: count === 0 ? 0 : betaQuantile(0.025, a, b), high: count === n ? 1 : betaQuantile(0.975, a, b) }
}

/** How much more of the first group than of the second agrees, −1 to 1; null when one of them has nobody in it. */
export interface ShareDifference extends Interval {
  difference: number | null
}

/**
 * Newcombe's hybrid score interval of a difference of two shares at 95 %, without continuity correction: with d = p₁ − p₂ and the Wilson
 * bounds l and u, `d − √((p₁−l₁)² + (u₂−p₂)²)` to `d + √((u₁−p₁)² + (p₂−l₂)²)`. (Newcombe 1998, Statistics in Medicine 17:873, method 10.)
 *
 * 13 of 20 leaders and 24 of 80 staff: 0.35, 0.108 to 0.541. 2 of 3 and 2 of 6: 0.33, −0.25 to 0.69, which says nothing.
 * A group of one counts like any other; an empty group leaves everything possible, −1 to 1.
 * @throws RangeError when an n is no count, or a count is not between 0 and n
 */
export function newcombe(first: Share, second: Share): ShareDifference {
  checkShare('first', first)
  checkShare('second', second)
  if (first.n === 0 || second.n === 0) return { difference: null, low: -1, high: 1 }
  const one = reach(first)
  const two = reach(second)
  const difference = one.p - two.p
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(one.down, two.up)),
    high: Math.min(1, difference + Math.hypot(one.up, two.down)),
  }
}

/** A share, and how far its Wilson interval reaches to both sides of it. */
function reach({ count, n }: Share): { p: number; down: number; up: number } {
  const p = count / n
  const { low, high } = wilson(count, n)
  return { p, down: p - low, up: high - p }
}

/** Two tables whose probabilities differ by less than this part of them are equally probable; so R's fisher.test has it. */
const TOLERANCE = 1e-7

/**
 * Fisher's exact two-sided p, 0 to 1: how probable, were both groups alike, is a table with the same margins that is as probable as this one
 * or less. (Fisher 1935; Agresti 2002, section 3.5.1.)
 *
 * 13 of 20 leaders and 24 of 80 staff: .00825. The lady tasting tea, 3 of 4 and 1 of 4: 34/70 = .486. An empty group can show nothing: 1; one
 * against one neither.
 * @throws RangeError when an n is no count, or a count is not between 0 and n
 */
export function fisher(first: Share, second: Share): number {
  checkShare('first', first)
  checkShare('second', second)
  const agreeing = first.count + second.count
  /** How much more probable one more is in the first group (and one fewer in the second) than x, hypergeometrically. */
  const odds = (x: number): number => ((first.n - x) * (agreeing - x)) / ((x + 1) * (second.n - agreeing + x + 1))
  const most = Math.min(first.n, agreeing)
  const fewest = Math.max(0, agreeing - second.n)
  // Relative to the observed table, so that the smallest p are as exact as any.
  let total = 1
  let asRare = 1
  const add = (weight: number): void => {
    total += weight
    if (weight <= 1 + TOLERANCE) asRare += weight
  }
  for (let x = first.count, weight = 1; x < most; x++) add((weight *= odds(x)))
  for (let x = first.count, weight = 1; x > fewest; x--) add((weight /= odds(x - 1)))
  return asRare / total
}
