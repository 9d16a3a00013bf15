/** From what is kept of a closed week to what the formulas take. */
import { blockOf } from '../instrument.ts'
import type { Tally } from '../tally.ts'
import { sum } from './arguments.ts'
import type { KeptWeek } from './team-index.ts'

/**
 * The block of the n-th occurrence as it was kept, with its SD (points, to two decimals).
 *
 * How many ballots the SD is of is not kept where people could not judge; those who judged the most-judged item are taken. That is all of them
 * when one item was judged by everyone, and otherwise fewer, which makes the interval wider, never narrower. An item that too few could judge
 * is null, and so is the cycle's index. 0 ballots when nothing of the block is kept.
 */
export function keptWeek(tally: Pick<Tally, 'items' | 'blockSd'>, number: number): KeptWeek {
  const histograms = blockOf(number).map((item) => tally.items[item]?.steps ?? null)
  return { histograms, n: Math.max(0, ...histograms.map((steps) => sum(steps ?? []))), blockSd: tally.blockSd }
}
