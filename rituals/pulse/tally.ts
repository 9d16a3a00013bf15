/** What remains of the ballots: how often each step was chosen, statement by statement, and how far the ballots lay apart. */
import type { Answers } from '#ritual'
import { AGREES_FROM, blockOf, type Item, itemsOf, type Statement, STEPS, stepIn } from './instrument.ts'
import { blockSpread } from './statistics/team-index.ts'
import { voicesOf, type Voices } from './voice.ts'
import { FEWEST, shownShare, type ShownShare } from './shares.ts'

/** How often each of the five steps was chosen, from 1 to 5, and how many could not judge. */
export interface Histogram {
  steps: number[]
  cannotJudge: number
}

export interface Tally {
  /** Ballots counted. */
  n: number
  /** Null where fewer could judge than may be shown together: those few answers are not kept either. */
  items: Partial<Record<Item, Histogram | null>>
  /**
   * Standard deviation (n − 1) over the ballots of each ballot's mean score on the week's block, in points of the index (0 to 100), to two
   * decimals. Divided by √n it is the week's standard error, from which three weeks make the index's interval. Null when too few could judge.
   */
  blockSd: number | null
  /** Week 13 only. */
  voices?: Voices
}

/** What a view says of the poll that is counted. */
interface Poll {
  occurrence: { number: number }
  threshold: number
}

/**
 * Counts the ballots of a closed poll; their order and authors are unknown. Nothing else is kept of them.
 * @throws RangeError below the threshold: the engine must not even ask
 */
export function tally(ballots: Answers[], view: Poll): Tally {
  const fewest = Math.max(view.threshold, FEWEST)
  if (ballots.length < fewest) throw new RangeError(`${ballots.length} ballots are fewer than ${fewest}.`)
  const { number } = view.occurrence
  const kept: Tally['items'] = {}
  for (const item of itemsOf(number)) {
    const counts = histogram(ballots, item)
    kept[item] = judged(counts) < fewest ? null : counts
  }
  const block = blockOf(number).filter((item) => kept[item])
  const voices = voicesOf(ballots, number)
  return { n: ballots.length, items: kept, blockSd: spread(ballots, block, fewest), ...(voices && { voices }) }
}

function histogram(ballots: Answers[], item: Item): Histogram {
  const answers = ballots.map((ballot) => stepIn(ballot[item]))
  return {
    steps: STEPS.map((step) => answers.filter((answer) => answer === step).length),
    cannotJudge: answers.filter((answer) => answer === null).length,
  }
}

/** How many could judge it. */
export const judged = ({ steps }: Histogram): number => sum(steps)
/** How many agree. */
export const agreeing = ({ steps }: Histogram): number => sum(steps.slice(AGREES_FROM - 1))

/** The share that agrees with a statement, as far as it may be shown; null when it was not asked or too few could judge. */
export function shareOf(counted: Tally, item: Item, threshold: number): ShownShare | null {
  const counts = counted.items[item]
  return counts ? shareIn(counts, threshold) : null
}

/** The same, of one statement's counts. */
export const shareIn = (counts: Histogram, threshold: number): ShownShare | null =>
  shownShare(agreeing(counts), judged(counts), threshold)

/** A ballot's mean is over what it could judge; one that could judge nothing of the block is left out. */
function spread(ballots: Answers[], block: readonly Statement[], fewest: number): number | null {
  const { n, blockSd } = blockSpread(ballots.map((ballot) => block.map((item) => stepIn(ballot[item]))))
  return n < fewest || blockSd === null ? null : Math.round(blockSd * 100) / 100
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
