/** What those who did not answer could change. */
import type { Interval } from '../shares.ts'
import { whole } from './arguments.ts'

/**
 * Response rate, 0 to 1: answered / invited. 8 of 11 gives 0.727; null when nobody was invited; one of one gives 1.
 * (AAPOR 2023, RR1.)
 * @throws RangeError when invited is no count, or answered is not between 0 and invited
 */
export function responseRate(answered: number, invited: number): number | null {
  whole('invited', invited)
  whole('answered', answered, 0, invited)
  return invited === 0 ? null : answered / invited
}

/**
 * Where the share of all invited lies whatever the others would have said, 0 to 1: `count/invited` (none of them agrees) to
 * `(count + invited − answered)/invited` (all do). Bounds without any assumption. (Manski 1989.)
 *
 * 5 agree of 8 who answered of 11 invited: 0.455 to 0.727. Nobody invited leaves everything possible, 0 to 1; of one invited, an answer is
 * certain (0 to 0 or 1 to 1) and silence is not (0 to 1).
 * @throws RangeError when invited is no count, answered not between 0 and invited, or count not between 0 and answered
 */
export function worstCase(count: number, answered: number, invited: number): Interval {
  whole('invited', invited)
  whole('answered', answered, 0, invited)
  whole('count', count, 0, answered)
  if (invited === 0) return { low: 0, high: 1 }
  return { low: count / invited, high: (count + invited - answered) / invited }
}
