/**
 * How far a group agrees on one statement, from how often each step was chosen. Steps count from 1 to A = `steps.length` (5 here). All
 * fractions are of whole numbers until the last division, so that a limit that is met exactly counts as met.
 */
import { between, histogram, ROUNDING, sum } from './arguments.ts'

/** n, the sum and the sum of squares of the steps chosen: whole numbers. */
function moments(steps: readonly number[]): { n: number; total: number; squares: number } {
  histogram('steps', steps)
  return {
    n: sum(steps),
    total: sum(steps.map((count, index) => count * (index + 1))),
    squares: sum(steps.map((count, index) => count * (index + 1) ** 2)),
  }
}

/**
 * Mean step, 1 to A. [0, 1, 1, 3, 1] gives 3.667; null for n = 0; the step itself for n = 1.
 * @throws RangeError when steps are no counts
 */
export function meanStep(steps: readonly number[]): number | null {
  const { n, total } = moments(steps)
  return n === 0 ? null : total / n
}

/** s² = Σ(x − mean)² / (n − 1); null for n < 2. */
function variance(steps: readonly number[]): number | null {
  const { n, total, squares } = moments(steps)
  return n < 2 ? null : (n * squares - total ** 2) / (n * (n - 1))
}

/**
 * SD: standard deviation of a sample (n − 1), in steps. [0, 1, 1, 3, 1] gives 1.033; null for n = 0 and n = 1, which cannot differ.
 * @throws RangeError when steps are no counts
 */
export function standardDeviation(steps: readonly number[]): number | null {
  const squared = variance(steps)
  return squared === null ? null : Math.sqrt(squared)
}

/**
 * AD: mean distance from the mean, in steps: Σ|x − mean| / n. Up to A/6 (0.83) counts as agreement. (Burke, Finkelstein and Dusig 1999; the
 * limit: Burke and Dunlap 2002.)
 *
 * [0, 1, 1, 3, 1] gives 0.778; null for n = 0; 0 for n = 1.
 * @throws RangeError when steps are no counts
 */
export function averageDeviation(steps: readonly number[]): number | null {
  const { n, total } = moments(steps)
  if (n === 0) return null
  return sum(steps.map((count, index) => count * Math.abs(n * (index + 1) - total))) / n ** 2
}

/**
 * r_wg: 1 − s² / ((A² − 1)/12), the part of the variance of people who choose blindly that is missing here; 1 is full agreement, 0 blind
 * choice or worse. (James, Demaree and Wolf 1984; negative values set to 0: 1993.)
 *
 * [0, 1, 1, 3, 1], s² = 16/15, gives 0.467; null for n = 0 and n = 1.
 * @throws RangeError when steps are no counts
 */
export function rwg(steps: readonly number[]): number | null {
  const squared = variance(steps)
  return squared === null ? null : Math.max(0, 1 - squared / ((steps.length ** 2 - 1) / 12))
}

/**
 * a_wg: 1 − 2s² / (((H + L)M − M² − HL) · k/(k − 1)) with k answers, mean M, lowest step L and highest H: the same against the greatest
 * disagreement that this mean allows, so that a mean near the end of the scale does not pass for agreement. −1 to 1.
 * (Brown and Hauenstein 2005.)
 *
 * [0, 1, 1, 3, 1] gives 0.5. Null where M is outside [(L(k − 1) + H)/k, (H(k − 1) + L)/k], so also for n = 0 and n = 1: there it is not
 * defined.
 * @throws RangeError when steps are no counts
 */
export function awg(steps: readonly number[]): number | null {
  const { n, total, squares } = moments(steps)
  const high = steps.length
  const low = 1
  if (n < 2 || total < low * (n - 1) + high || total > high * (n - 1) + low) return null
  return 1 - (2 * (n * squares - total ** 2)) / ((high + low) * n * total - total ** 2 - high * low * n ** 2)
}

/** SD in steps and r_wg, of one statement or as means over several. */
export interface Agreement {
  sd: number
  rwg: number
}

/**
 * The arithmetic means of SD and r_wg over statements: with five answers each, one statement's own spread says little.
 * Null when there is no statement, or one with fewer than two answers.
 *
 * [0, 1, 1, 3, 1] and [0, 0, 0, 6, 0] give SD 0.516 and r_wg 0.733.
 * @throws RangeError when steps are no counts
 */
export function agreementOver(statements: readonly (readonly number[])[]): Agreement | null {
  const each = statements.map((steps) => ({ sd: standardDeviation(steps), rwg: rwg(steps) }))
  const known = each.filter((one): one is Agreement => one.sd !== null && one.rwg !== null)
  if (known.length === 0 || known.length < each.length) return null
  return { sd: sum(known.map(({ sd }) => sd)) / known.length, rwg: sum(known.map((one) => one.rwg)) / known.length }
}

/**
 * Whether a group is divided: SD > 1.1 or r_wg < .5. It is then told as divided, not by its mean. Exactly 1.1 and exactly .5 are not.
 * @throws RangeError when sd is below 0, or rwg not between 0 and 1
 */
export function isDivided(agreement: Agreement): boolean {
  between('sd', agreement.sd, 0)
  between('rwg', agreement.rwg, 0, 1)
  return agreement.sd > 1.1 + ROUNDING || agreement.rwg < 0.5 - ROUNDING
}
