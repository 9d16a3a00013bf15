/** A cycle's exact numbers, from what was kept of its weeks. They are rounded before anybody sees them (`rounding.ts`). */
import { type Cycle, histogramsOf } from './cycle.ts'
import type { Interval } from './shares.ts'
import { type Agreement, agreementOver, isDivided, standardDeviation } from './statistics/agreement.ts'
import { keptWeek } from './statistics/kept-week.ts'
import { responseRate } from './statistics/non-response.ts'
import { blockError, cycleIndex, halfWidth, itemScore } from './statistics/team-index.ts'
import { type Histogram, judged } from './histogram.ts'

/** In points, 0 to 100. */
export interface Measure {
  n: number
  index: number
  half: number
  agreement: Agreement
}

/** Null where a week or a statement has nothing to show. */
export function measured(cycle: Cycle): Measure | null {
  const weeks = cycle.weeks.flatMap(({ number, result }) => (result.tally ? [keptWeek(result.tally, number)] : []))
  const cycled = weeks.length === cycle.weeks.length ? cycleIndex(weeks) : null
  const agreement = agreementOver(histogramsOf(cycle).flatMap(({ counts }) => (counts ? [counts.steps] : [])))
  if (!cycled || !agreement || !Number.isFinite(cycled.error)) return null
  const { n, index, error } = cycled
  return { n, index, half: halfWidth(error, n), agreement }
}

/** The smallest response of the weeks, 0 to 1; null where it is not known. */
export function responseOf({ weeks }: Cycle): number | null {
  // Who went away after voting is no longer counted among those invited.
  const rates = weeks.map(({ result: { answered, invited } }) =>
    responseRate(Math.min(answered ?? 0, invited), invited),
  )
  return rates.every((rate) => rate !== null) ? Math.min(...rates) : null
}

/** One statement's score with its interval, in points; both ends are clipped. */
export function scoreOf(counts: Histogram): (Interval & { score: number }) | null {
  const score = itemScore(counts.steps)
  const sd = standardDeviation(counts.steps)
  if (score === null || sd === null) return null
  const n = judged(counts)
  const half = halfWidth(blockError({ n, blockSd: 25 * sd }), n)
  return { score, low: Math.max(0, score - half), high: Math.min(100, score + half) }
}

/** Whether people are of two minds on one statement. */
export function isSplit(counts: Histogram): boolean {
  const agreement = agreementOver([counts.steps])
  return agreement !== null && isDivided(agreement)
}
