/**
 * The team-spirit index of a cycle and its interval, from what is kept of the ballots: how often each step was chosen, and how far the ballots
 * lay apart. Everything is in points, 0 to 100, unless it says otherwise.
 */
import { tQuantile } from '#ritual'
import type { Interval } from '../shares.ts'
import { between, histogram, sum, whole } from './arguments.ts'

/** Points that a step on the scale of five is worth. */
const STEP = 25

/**
 * Item score: 25·(mean − 1), so that 1 is 0 and 5 is 100. [0, 1, 1, 3, 1] answers of 1 to 5 give 66.67.
 * Null for n = 0; the one answer's points for n = 1.
 * @throws RangeError when steps are no counts
 */
export function itemScore(steps: readonly number[]): number | null {
  histogram('steps', steps)
  const n = sum(steps)
  return n === 0 ? null : (STEP * sum(steps.map((count, index) => count * index))) / n
}

/**
 * A single ballot's score over a block, or a leader's over all nine: 25·(mean − 1) of what they could judge.
 * [4, null, 2] gives 50; null when they could judge nothing.
 * @throws RangeError when an answer is no step from 1 to 5
 */
export function ballotScore(answers: readonly (number | null)[]): number | null {
  const judged = answers.filter((answer) => answer !== null)
  for (const answer of judged) whole('answers', answer, 1, 5)
  return judged.length === 0 ? null : (STEP * sum(judged.map((answer) => answer - 1))) / judged.length
}

/**
 * Team-spirit index: the mean of the nine item scores, the staff's or the leader's. [50, 75, 100] gives 75.
 * Null when there are no scores or one of them is missing: an index of eight is not that of nine. One score is its own mean.
 * @throws RangeError when a score is not between 0 and 100
 */
export function teamSpiritIndex(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null)
  for (const score of known) between('scores', score, 0, 100)
  return known.length === 0 || known.length < scores.length ? null : sum(known) / known.length
}

/** How far the ballots of one week lie apart. */
export interface BlockSpread {
  /** Ballots that could judge something of the week's block. */
  n: number
  /** Standard deviation (n − 1) over the ballots of each ballot's score on the block; null for n < 2. */
  blockSd: number | null
}

/**
 * The spread of a week's ballots, each over the items of the block. Ballots scoring 25, 50 and 75 give n = 3, SD 25. A ballot that could judge
 * nothing is left out; null for the SD of none or one.
 * @throws RangeError when an answer is no step from 1 to 5
 */
export function blockSpread(ballots: readonly (readonly (number | null)[])[]): BlockSpread {
  const scores = ballots.map(ballotScore).filter((score) => score !== null)
  const n = scores.length
  if (n < 2) return { n, blockSd: null }
  const mean = sum(scores) / n
  return { n, blockSd: Math.sqrt(sum(scores.map((score) => (score - mean) ** 2)) / (n - 1)) }
}

/**
 * blockSE: SD / √n, the standard error of the block's mean score in one week. SD 18 of 6 ballots gives 7.35.
 * Infinite for n = 0 and n = 1, and where no SD is kept: then nothing is known of the error.
 * @throws RangeError when n is no count, or blockSd is below 0
 */
export function blockError({ n, blockSd }: BlockSpread): number {
  whole('n', n)
  if (blockSd !== null) between('blockSd', blockSd, 0)
  return n < 2 || blockSd === null ? Infinity : blockSd / Math.sqrt(n)
}

/**
 * cycleSE: the arithmetic mean of the weeks' blockSEs. The ballots of different weeks cannot be linked, so this is an upper bound, reached when
 * everyone answers alike in all of them. Errors 6, 7.5 and 9 give 7.5; infinite for no week.
 * @throws RangeError when an error is below 0
 */
export function cycleError(errors: readonly number[]): number {
  for (const error of errors) if (!(error >= 0)) throw new RangeError(`errors must be 0 or more, not ${error}.`)
  return errors.length === 0 ? Infinity : sum(errors) / errors.length
}

/**
 * Half the width of a 95 % interval: t(.975, n − 1)·error. Error 7.5 of n = 6 gives 19.28.
 * Infinite for n = 0 and n = 1; 0 when everybody answered alike (error 0).
 * @throws RangeError when n is no count, or error is below 0
 */
export function halfWidth(error: number, n: number): number {
  whole('n', n)
  if (!(error >= 0)) throw new RangeError(`error must be 0 or more, not ${error}.`)
  return n < 2 || error === Infinity ? Infinity : critical(n - 1) * error
}

/** t(.975, df), looked up once for every size of group: a report over a thousand teams asks for few of them, often. */
function critical(df: number): number {
  const known = quantiles.get(df) ?? tQuantile(0.975, df)
  quantiles.set(df, known)
  return known
}

const quantiles = new Map<number, number>()

/** What is kept of one week (`tally.ts`). */
export interface KeptWeek extends BlockSpread {
  /** How often each step was chosen, for each item of the week's block; null where too few could judge. */
  histograms: readonly (readonly number[] | null)[]
}

/** The index of a cycle with its 95 % interval, clipped to 0 to 100. */
export interface CycleIndex extends Interval {
  index: number
  /** cycleSE. */
  error: number
  /** The smallest of the weeks. */
  n: number
}

/**
 * The index of a cycle: the mean of its nine item scores ± t(.975, n − 1)·cycleSE, with n the smallest of the weeks.
 *
 * PULSE.md's six ballots: 56.48, 37.18 to 75.78. No bootstrap: of five or six ballots its intervals hold the truth in 82 to 86 % of cases.
 * Null when there is no week or an item is not kept. n = 1 gives the index and 0 to 100: nothing is known of its error.
 * @throws RangeError when an n or a step is no count, or a blockSd is below 0
 */
export function cycleIndex(weeks: readonly KeptWeek[]): CycleIndex | null {
  const scores = weeks.flatMap(({ histograms }) => histograms.map((steps) => steps && itemScore(steps)))
  const index = teamSpiritIndex(scores)
  if (index === null) return null
  const n = Math.min(...weeks.map((week) => week.n))
  const error = cycleError(weeks.map(blockError))
  const half = halfWidth(error, n)
  return { index, error, n, low: Math.max(0, index - half), high: Math.min(100, index + half) }
}

/** How much higher the leader sees the team than the staff does, with its 95 % interval. */
export interface Gap extends Interval {
  gap: number
}

/**
 * gap: leader's index − staff's index. The leader is one known person, not a sample, so the half-width is the staff's; not clipped.
 *
 * Leader 86.11, staff 56.48: 29.63, 10.33 to 48.93. n = 1 gives the gap, −∞ to ∞.
 * @throws RangeError when leaderIndex is not between 0 and 100
 */
export function gapOf(leaderIndex: number, { index, error, n }: CycleIndex): Gap {
  between('leaderIndex', leaderIndex, 0, 100)
  const gap = leaderIndex - index
  const half = halfWidth(error, n)
  return { gap, low: gap - half, high: gap + half }
}
