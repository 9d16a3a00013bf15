/** Employee net promoter score: "How likely would you recommend us as a place to work?", 0 to 10. */
import { normalQuantile } from '#ritual'
import type { Interval } from '../shares.ts'
import { sum, whole } from './arguments.ts'

/** Below this many answers the score is not shown: 4 promoters, 3 passives and 2 detractors give +22, but −29 to +74. */
export const SHOWN_FROM = 30

export interface Recommendations {
  /** 9 and 10. */
  promoters: number
  /** 7 and 8. */
  passives: number
  /** 0 to 6. */
  detractors: number
}

/** In points, −100 to 100; the interval at 95 %. */
export interface Enps extends Interval {
  n: number
  score: number | null
  /** Standard error. */
  error: number
  /** Whether enough answered to show it. */
  shown: boolean
}

/**
 * The three groups of the answers 0 to 10, from how often each was given. (Reichheld 2003.)
 *
 * [0, 0, 0, 0, 0, 1, 1, 2, 1, 3, 1] is 4 promoters, 3 passives, 2 detractors; nobody is 0, 0, 0.
 * @throws RangeError when there are not eleven counts
 */
export function recommendations(answers: readonly number[]): Recommendations {
  if (answers.length !== 11) throw new RangeError(`answers must be 11 counts, for 0 to 10, not ${answers.length}.`)
  for (const count of answers) whole('answers', count)
  return {
    promoters: sum(answers.slice(9)),
    passives: sum(answers.slice(7, 9)),
    detractors: sum(answers.slice(0, 7)),
  }
}

/**
 * eNPS: 100·(p − d) with the shares p of promoters and d of detractors; SE = 100·√((p + d − (p − d)²)/n), the standard error of a mean of +1, 0 and
 * −1; interval ± z(.975)·SE, clipped to −100 to 100.
 *
 * 4, 3 and 2 give 22.2, SE 26.2, −29.1 to 73.6, not shown. n = 0: score null, SE infinite, −100 to 100. n = 1: −100, 0 or 100 with SE 0, as the
 * formula has it; not shown.
 * @throws RangeError when a group is no count
 */
export function enps({ promoters, passives, detractors }: Recommendations): Enps {
  whole('promoters', promoters)
  whole('passives', passives)
  whole('detractors', detractors)
  const n = promoters + passives + detractors
  if (n === 0) return { n, score: null, error: Infinity, low: -100, high: 100, shown: false }
  const net = (promoters - detractors) / n
  // In whole numbers, so that n alike answers have no error at all.
  const error = (100 * Math.sqrt((promoters + detractors) * n - (promoters - detractors) ** 2)) / n ** 1.5
  const half = normalQuantile(0.975) * error
  return {
    n,
    score: 100 * net,
    error,
    low: Math.max(-100, 100 * net - half),
    high: Math.min(100, 100 * net + half),
    shown: n >= SHOWN_FROM,
  }
}
