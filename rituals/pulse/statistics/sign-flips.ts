/**
 * How probable a sum is when each of its terms might as well have had the other sign. With |g| as weights, a sum of signed weights is their
 * total minus twice the weights that are negative; so it is counted how many subsets of the weights stay light.
 */

/** Up to here all subsets are counted, the two halves apart: 2·2¹⁸ sums instead of 2³⁶. */
const EXACT_UP_TO = 36

/** About how many additions a rounded distribution may cost: some 30 ms. */
const WORK = 2e7

/** Steps to which gaps may be rounded, in points. */
const GRIDS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]

/** Sums that differ by less than this part are equal: they were added up in another order. */
const TOLERANCE = 1e-9

export interface SignFlips {
  /** Two-sided, 0 to 1. */
  p: number
  /** The step to which the values were rounded first; null when they were not. */
  roundedTo: number | null
}

/**
 * P(|Σ ±gᵢ| ≥ |Σ gᵢ|) over all signs, each equally probable, the observed ones among them.
 *
 * Up to 36 values exactly (Horowitz and Sahni 1974: sorted subset sums of two halves). Above that exactly for the values rounded to the finest
 * step of 0.01 to 10 that costs no more than some 30 ms (the distribution value by value, after Pagano and Tritchler 1983). Nothing is drawn by chance.
 */
export function signFlips(values: readonly number[]): SignFlips {
  if (values.length <= EXACT_UP_TO) return { p: twice(values, lightSubsets), roundedTo: null }
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0)
  const grid = GRIDS.find((step) => (values.length * total) / (2 * step) <= WORK) ?? GRIDS.at(-1)!
  return {
    p: twice(
      values.map((value) => Math.sign(value) * Math.round(Math.abs(value) / grid)),
      lightSubsetsOfWhole,
    ),
    roundedTo: grid,
  }
}

/** Both tails are alike; where the observed sum is 0 every sum is as far from 0. */
function twice(values: readonly number[], share: (weights: number[], limit: number) => number): number {
  const weights = values.map(Math.abs)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const observed = Math.abs(values.reduce((sum, value) => sum + value, 0))
  if (observed <= TOLERANCE * total) return 1
  return Math.min(1, 2 * share(weights, (total - observed) / 2 + TOLERANCE * total))
}

/** The share of all subsets whose sum is at most the limit. */
function lightSubsets(weights: number[], limit: number): number {
  const half = weights.length >> 1
  const small = subsetSums(weights.slice(0, half))
  const large = subsetSums(weights.slice(half))
  let count = 0
  let fitting = large.length
  for (const sum of small) {
    while (fitting > 0 && sum + large[fitting - 1]! > limit) fitting -= 1
    count += fitting
  }
  return count / 2 ** weights.length
}

/** The sums of all subsets, ascending: each weight merges the sums without it and with it. */
function subsetSums(weights: number[]): Float64Array {
  let sums = new Float64Array(1)
  for (const weight of weights) {
    const merged = new Float64Array(2 * sums.length)
    for (let at = 0, without = 0, having = 0; at < merged.length; at++) {
      const takesWithout = without < sums.length && sums[without]! <= sums[having]! + weight
      merged[at] = takesWithout ? sums[without++]! : sums[having++]! + weight
    }
    sums = merged
  }
  return sums
}

/** The same for whole weights, of any number of them: the chance of each sum up to the limit. */
function lightSubsetsOfWhole(weights: number[], limit: number): number {
  const chances = new Float64Array(Math.floor(limit) + 1)
  chances[0] = 1
  for (const weight of weights) {
    for (let sum = chances.length - 1; sum >= 0; sum--) {
      const chance = (chances[sum]! + (sum >= weight ? chances[sum - weight]! : 0)) / 2
      // Numbers below the smallest normal ones make processors slow and no sum greater.
      chances[sum] = chance < 1e-300 ? 0 : chance
    }
  }
  return chances.reduce((total, chance) => total + chance, 0)
}
