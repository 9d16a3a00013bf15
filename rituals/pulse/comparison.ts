/** The leader's view held against the staff's, as far as one week's answers carry. Nothing in here looks deeper than what is shown. */
import { AGREES_FROM, blockOf, GLOBAL, type Item, type Step } from './instrument.ts'
import { isExact, middleOf, type ShownShare } from './shares.ts'
import type { Prediction, PulseView } from './state.ts'
import { shareOf, type Tally } from './tally.ts'

/**
 * What the headline says. `over` and `under`: most of the staff see it otherwise than the leader, and that is more than chance (the whole
 * interval lies beyond the half). `shared` and `doubted`: both see it, or neither does, as surely. `-here` says the same of those
 * who answered and of nobody else. The guess speaks where the leader's own answer decides nothing. `unpredicted` compares nothing.
 */
export type Verdict =
  | 'over'
  | 'under'
  | 'shared'
  | 'doubted'
  | 'over-here'
  | 'under-here'
  | 'shared-here'
  | 'doubted-here'
  | 'guessed-high'
  | 'guessed-low'
  | 'open'
  | 'unpredicted'

export function verdictOn(prediction: Prediction | null, share: ShownShare): Verdict {
  if (!prediction) return 'unpredicted'
  const own = stanceOf(prediction.step(GLOBAL))
  const staff = sideOf(share)
  if ((own === 'sees' || own === 'doubts') && staff !== null) {
    const apart = staff.agrees ? 'under' : 'over'
    const alike = staff.agrees ? 'shared' : 'doubted'
    const verdict = (own === 'sees') === staff.agrees ? alike : apart
    return staff.sure ? verdict : `${verdict}-here`
  }
  const guess = guessAgainst(prediction.guess, share)
  return guess === 'high' || guess === 'low' ? `guessed-${guess}` : 'open'
}

function stanceOf(step: Step | null): 'sees' | 'doubts' | null {
  if (step === null || step === 3) return null
  return step >= AGREES_FROM ? 'sees' : 'doubts'
}

/** On which side of the half the staff is: surely when the interval is, otherwise among those who answered; null when neither can be said. */
function sideOf({ from, to, of, low, high }: ShownShare): { agrees: boolean; sure: boolean } | null {
  if (low > 0.5) return { agrees: true, sure: true }
  if (high < 0.5) return { agrees: false, sure: true }
  if (from / of > 0.5) return { agrees: true, sure: false }
  if (to / of <= 0.5 && from / of < 0.5) return { agrees: false, sure: false }
  return null
}

/** A guess in steps of ten stands for five points to either side; only beyond those and the interval is it too high or too low. */
export function guessAgainst(guess: number | null, { low, high }: ShownShare): 'high' | 'low' | 'possible' | null {
  if (guess === null) return null
  if (guess - 5 > 100 * high) return 'high'
  return guess + 5 < 100 * low ? 'low' : 'possible'
}

/** One statement of the week from both sides; `share` is null where too few could judge. */
export interface Row {
  item: Item
  own: Step | null
  share: ShownShare | null
}

export function rowsOf(view: PulseView, tally: Tally, prediction: Prediction | null): Row[] {
  return ([GLOBAL, ...blockOf(view.occurrence.number)] as Item[]).map((item) => ({
    item,
    own: prediction?.step(item) ?? null,
    share: shareOf(tally, item, view.threshold),
  }))
}

/** Views this far apart, in points of share, are called a gap: the outer bands are twenty points wide. */
const GAP = 20

/** What the next step should be about, and why: the leader sees more of it (`over`), the staff does (`under`), the staff sees little of it, all is well, or nothing can be shown. */
export interface Focus {
  item: Item
  because: 'over' | 'under' | 'low' | 'well' | 'nothing'
}

/**
 * The widest gap among the week's block. It is found from the shares as shown: choosing between two statements by what lies behind the same
 * band would tell which of them got fewer.
 */
export function focusOf(rows: Row[]): Focus {
  const block = rows.flatMap(({ item, own, share }) => (item === GLOBAL || !share ? [] : [{ item, own, share }]))
  const gaps = block.flatMap(({ item, own, share }) => (own === null ? [] : [{ item, own, gap: gapOf(own, share) }]))
  const [widest] = gaps.toSorted((a, b) => Math.abs(b.gap) - Math.abs(a.gap) || firmness(b.own) - firmness(a.own))
  if (widest && Math.abs(widest.gap) > GAP) {
    return { item: widest.item, because: widest.gap > 0 ? 'over' : 'under' }
  }
  const [lowest] = block.toSorted((a, b) => middleOf(a.share) - middleOf(b.share))
  if (!lowest) return { item: GLOBAL, because: 'nothing' }
  return { item: lowest.item, because: lowest.share.from / lowest.share.of >= 0.8 ? 'well' : 'low' }
}

/** In points; positive when the leader sees more of it. */
function gapOf(own: Step, share: ShownShare): number {
  const side = own >= AGREES_FROM ? 100 : own === 3 ? 50 : 0
  return side - 100 * middleOf(share)
}

const firmness = (step: Step): number => Math.abs(step - 3)

/** Statements of the block that can be charted: exact shares only. */
export const exactRows = (rows: Row[]): (Row & { share: ShownShare })[] =>
  rows.filter((row): row is Row & { share: ShownShare } => row.share !== null && isExact(row.share))
