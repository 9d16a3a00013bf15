/** Where leader and staff stand at the end of a cycle, as far as it may be told; and when a gap between them may be claimed. */
import { type Cycle, histogramsOf } from './cycle.ts'
import { type Measure, measured, responseOf } from './measure.ts'
import { coarsely, exactly, type ShownIndex, toStep } from './rounding.ts'
import { isExact, type ShownShare } from './shares.ts'
import { predictionOf } from './state.ts'
import { isDivided } from './statistics/agreement.ts'
import { type Category, categoryOf, type Claim, claimOf, type CycleGap } from './statistics/gap-claims.ts'
import { ballotScore } from './statistics/team-index.ts'
import { type Histogram, shareIn } from './histogram.ts'

/** What may be told of the staff. `few`: a week had nothing to show; `items`: too few could judge a statement; `changed`: some have joined or left. */
export type Staff =
  | ({ told: 'index'; exact: boolean; measure: Measure } & ShownIndex)
  | { told: 'divided'; measure: Measure }
  | { told: 'nothing'; why: 'few' | 'items' | 'changed' }

export function staffIn(cycle: Cycle, threshold: number): Staff {
  if (cycle.weeks.some(({ result }) => !result.tally)) return { told: 'nothing', why: 'few' }
  const measure = measured(cycle)
  const bands = histogramsOf(cycle).flatMap(({ counts, isHeld }) => (counts && bandOf(counts, isHeld, threshold)) ?? [])
  if (!measure || bands.length < histogramsOf(cycle).length) return { told: 'nothing', why: whyNothing(cycle) }
  // A mean between two camps is where nobody stands.
  if (isDivided(measure.agreement)) return { told: 'divided', measure }
  const exact = bands.every(isExact)
  const shown = exact ? exactly(measure.index, measure.half) : coarsely(measure.index, measure.half, bands)
  return { told: 'index', exact, measure, ...shown }
}

/** What is held back may have got any count. */
function bandOf(counts: Histogram, isHeld: boolean, threshold: number): ShownShare | null {
  const share = shareIn(counts, threshold)
  return share && isHeld ? { ...share, from: 0, to: share.of } : share
}

const whyNothing = (cycle: Cycle): 'items' | 'changed' =>
  histogramsOf(cycle).some(({ counts, isHeld }) => isHeld && !counts) ? 'changed' : 'items'

/**
 * The leader's index, 0 to 100, from their own answers of the same weeks; null unless they answered all nine. An index of fewer would need the
 * staff's of the same statements beside it, and two of those give away the statement by which they differ.
 */
export function leaderIn(cycle: Cycle, leader: string): number | null {
  const steps = histogramsOf(cycle).map(({ item, week }) => predictionOf(week.state, leader)?.step(item) ?? null)
  return steps.includes(null) ? null : ballotScore(steps)
}

/** Leader minus staff, in points; positive when the leader sees more. */
export interface Gap {
  own: number
  gap: number
  low: number
  high: number
  category: Category
}

/** From what is shown alone, so that words and numbers can't disagree. */
export function gapIn(cycle: Cycle, leader: string, threshold: number): Gap | null {
  const staff = staffIn(cycle, threshold)
  const index = leaderIn(cycle, leader)
  if (staff.told !== 'index' || index === null) return null
  const own = staff.exact ? Math.round(index) : toStep(index)
  const gap = { gap: own - staff.index, low: own - staff.high, high: own - staff.low }
  return { own, ...gap, category: categoryOf({ n: staff.measure.n, threshold, index: staff.index, ...gap }) }
}

/** Whether a gap may be claimed, by what is shown of this cycle and of the one before. `cycles`: newest first. */
export function claimIn(cycles: readonly Cycle[], leader: string, threshold: number): Claim {
  const [latest, before] = cycles
  if (!latest) return { claimed: null, because: 'suppressed' }
  const consecutive = before && before.weeks.at(-1)!.number + 1 === latest.weeks[0]!.number
  const numbered = (cycle: Cycle, number: number): CycleGap => ({
    cycle: number,
    ...cycleGap(cycle, leader, threshold),
  })
  return claimOf(consecutive ? numbered(before, 1) : null, numbered(latest, 2))
}

function cycleGap(cycle: Cycle, leader: string, threshold: number): Omit<CycleGap, 'cycle'> {
  const staff = staffIn(cycle, threshold)
  return {
    category: gapIn(cycle, leader, threshold)?.category ?? 'suppressed',
    response: responseOf(cycle),
    agreement: staff.told === 'nothing' ? null : staff.measure.agreement,
  }
}
