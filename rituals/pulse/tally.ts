/** What remains of the ballots: how often each step was chosen, statement by statement, and how far the ballots lay apart. */
import type { Answers } from '#ritual'
import { type Earlier, type Held, heldBack, OWN } from './held-back.ts'
import { type Histogram, histogramOf, judged, shareIn } from './histogram.ts'
import { blockOf, type Item, itemsOf, type Statement, stepIn } from './instrument.ts'
import { askedBesides, type OwnQuestion, ownTally } from './own-questions.ts'
import { blockSpread } from './statistics/team-index.ts'
import { voicesOf, type Voices } from './voice.ts'
import { FEWEST, type ShownShare } from './shares.ts'

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
  /** Statements of the company's own, by id; apart from everything else. */
  own?: Record<string, Histogram | null>
  /** What is not shown because of who has come, gone or was away, or not even kept. */
  held?: Held
}

/** What a view says of the poll that is counted. */
interface Poll {
  occurrence: { number: number; date?: string }
  threshold: number
  /** Newest first, with all that was published; without it nothing is held back. */
  history?: readonly Earlier[]
  /** Nothing is asked besides where it is missing. */
  ritual?: { options: { questions: readonly OwnQuestion[] } }
}

/**
 * Counts the ballots of a closed poll; their order and authors are unknown. Nothing else is kept of them.
 * @throws RangeError below the threshold: the engine must not even ask
 */
export function tally(ballots: Answers[], view: Poll): Tally {
  const fewest = Math.max(view.threshold, FEWEST)
  if (ballots.length < fewest) throw new RangeError(`${ballots.length} ballots are fewer than ${fewest}.`)
  const { number } = view.occurrence
  const besides = askedBesides(view.ritual?.options.questions ?? [], number)
  const asked = [...itemsOf(number), ...besides.map(({ id }) => `${OWN}${id}`)]
  const held = heldBack(asked, { number, date: view.occurrence.date ?? '' }, view.history ?? [])
  const isKept = (name: string): boolean => !held?.items.includes(name) || held.summed.includes(name)
  const kept: Tally['items'] = {}
  for (const item of itemsOf(number)) {
    const counts = histogramOf(ballots, item)
    kept[item] = judged(counts) < fewest || !isKept(item) ? null : counts
  }
  const block = blockOf(number).filter((item) => kept[item])
  const voices = voicesOf(ballots, number)
  const own = ownTally(ballots, besides, fewest)
  for (const { id } of besides) if (own && !isKept(`${OWN}${id}`)) own[id] = null
  return {
    n: ballots.length,
    items: kept,
    blockSd: spread(ballots, block, fewest),
    ...(voices && { voices }),
    ...(own && { own }),
    ...(held && { held }),
  }
}

/** The share that agrees with a statement, as far as it may be shown; null when it was not asked, is held back, or too few could judge. */
export function shareOf(counted: Tally, item: Item, threshold: number): ShownShare | null {
  const counts = counted.items[item]
  if (counted.held?.items.includes(item)) return null
  return counts ? shareIn(counts, threshold) : null
}

/** A ballot's mean is over what it could judge; one that could judge nothing of the block is left out. */
function spread(ballots: Answers[], block: readonly Statement[], fewest: number): number | null {
  const { n, blockSd } = blockSpread(ballots.map((ballot) => block.map((item) => stepIn(ballot[item]))))
  return n < fewest || blockSd === null ? null : Math.round(blockSd * 100) / 100
}
