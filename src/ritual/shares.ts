/** A share of a number of cases, and how sure it is. */

/** The normal distribution's quantile at .975, for intervals of 95 %. */
const Z = 1.959963984540054

/** Bounds between 0 and 1. */
export interface Interval {
  low: number
  high: number
}

/**
 * Wilson's score interval without continuity correction, at 95 %:
 * `(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)` with p = count/n. (Wilson 1927; Newcombe 1998, method 3.)
 *
 * 4 of 8 gives 0.215 to 0.785. Nobody asked (n = 0) leaves everything possible: 0 to 1.
 * @throws RangeError when count is not between 0 and n
 */
export function wilson(count: number, n: number): Interval {
  if (!(count >= 0 && count <= n)) throw new RangeError(`${count} of ${n} is no share.`)
  if (n === 0) return { low: 0, high: 1 }
  const p = count / n
  const z2 = Z * Z
  const centre = p + z2 / (2 * n)
  const half = Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))
  const scale = 1 + z2 / n
  // At the ends the bound is exactly the end; rounding must not carry it past.
  return {
    low: count === 0 ? 0 : (centre - half) / scale,
    high: count === n ? 1 : (centre + half) / scale,
  }
}
