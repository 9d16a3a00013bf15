/** What a gap is called, and when it may be claimed. (Categories after Atwater and Yammarino 1997; the order and the rules are PULSE.md's.) */
import { type Agreement, isDivided } from './agreement.ts'
import { between, ROUNDING, whole } from './arguments.ts'
import type { Gap } from './team-index.ts'

/** Half a scale step, in points: what is nearer than that is called agreement. */
export const HALF_STEP = 12.5

/** The staff's index from which agreement is good, in points: half a step above the middle. */
export const GOOD_FROM = 62.5

/** The share of those asked that must have answered before anything is claimed. */
export const RESPONSE_FROM = 0.6

/**
 * `over-estimator`: the leader sees more than the staff; `under-estimator`: less. In agreement, with much (`good`) or little (`poor`) team
 * spirit. `undetermined`: the numbers allow several of these. `suppressed`: too few answered.
 */
export type Category =
  | 'suppressed'
  | 'over-estimator'
  | 'under-estimator'
  | 'in-agreement-good'
  | 'in-agreement-poor'
  | 'undetermined'

/**
 * The category of a gap, decided in this order: n < threshold → suppressed; |gap| ≥ 12.5 and an interval without 0 → over- or
 * under-estimator; an interval strictly inside (−12.5, 12.5) → in agreement, good from a staff's index of 62.5; otherwise undetermined.
 *
 * n = 6, threshold 5, index 56.48, gap 29.63 [10.33, 48.93]: over-estimator. n = 0 and n = 1 are suppressed by any threshold above 1.
 * @throws RangeError when n or threshold is no count, or index or gap is no number
 */
export function categoryOf({
  n,
  threshold,
  index,
  gap,
  low,
  high,
}: Gap & { n: number; threshold: number; index: number }): Category {
  whole('n', n)
  whole('threshold', threshold)
  if (n < threshold) return 'suppressed'
  between('index', index, 0, 100)
  between('gap', gap)
  if (Math.abs(gap) >= HALF_STEP - ROUNDING) {
    if (low > ROUNDING) return 'over-estimator'
    if (high < -ROUNDING) return 'under-estimator'
  }
  if (low > -HALF_STEP + ROUNDING && high < HALF_STEP - ROUNDING)
    return index >= GOOD_FROM - ROUNDING ? 'in-agreement-good' : 'in-agreement-poor'
  return 'undetermined'
}

/** What a claim goes by, of one cycle. */
export interface CycleGap {
  /** Counts the cycles; the one before has this minus 1. */
  cycle: number
  category: Category
  /** The smallest share of those invited who answered in one of its weeks, 0 to 1; null when nobody was invited. */
  response: number | null
  /** SD and r_wg as means over its nine statements; null where they are not known. */
  agreement: Agreement | null
}

/**
 * What is said of a cycle. A gap is claimed or not; `divided` is said instead of a mean. `because`: the rule that is not met, so that it can be
 * told: nothing shown (`suppressed`), no gap found (`no-gap`), too few answered (`response`), or not yet twice in a row (`once`).
 */
export type Claim =
  | { claimed: 'over-estimator' | 'under-estimator' }
  | { claimed: null; because: 'suppressed' | 'divided' | 'no-gap' | 'response' | 'once' }

/**
 * A gap is claimed only when the same one holds in two consecutive cycles, each with a response of 60 % or more and a team that is not divided
 * (SD ≤ 1.1 and r_wg ≥ .5). With these rules a gap that is not there is claimed in about 1 % of cases or fewer at
 * n = 5 to 12; "more than 10 points" would claim it in 20 to 32 % (`false-claims.test.ts`).
 *
 * Over-estimator in cycles 4 and 5, response .8, SD 0.9, r_wg .6: claimed. Nothing before it (`previous` null): `once`.
 * Cycles with nobody (response null) claim nothing: `response`, or `suppressed` before that.
 * @throws RangeError when a response is not between 0 and 1, an SD below 0, or an r_wg not between 0 and 1
 */
export function claimOf(previous: CycleGap | null, current: CycleGap): Claim {
  const now = standing(current)
  if (now.claimed === null) return now
  const before = previous?.cycle === current.cycle - 1 ? standing(previous).claimed : null
  return before === now.claimed ? now : { claimed: null, because: 'once' }
}

/** What one cycle would claim by itself. */
function standing({ category, response, agreement }: CycleGap): Claim {
  if (response !== null) between('response', response, 0, 1)
  if (category === 'suppressed' || agreement === null) return { claimed: null, because: 'suppressed' }
  if (isDivided(agreement)) return { claimed: null, because: 'divided' }
  if (category !== 'over-estimator' && category !== 'under-estimator') return { claimed: null, because: 'no-gap' }
  return response !== null && response >= RESPONSE_FROM - ROUNDING
    ? { claimed: category }
    : { claimed: null, because: 'response' }
}
