/**
 * How exactly the index of a cycle may be told.
 *
 * An index is a sum over everyone's answers. Held against the weekly bands a precise one would undo them: 26.7 beside four statements that "at
 * least 4 of 5" agree with and five that "at most 1 of 5" do leaves one single way of answering. And two precise ones in a row tell what a newcomer
 * answered: seven times the second minus six times the first. So below ten answers
 *
 * - the index is told in steps of five points, and never beyond 10 and 90: "100" would say that everyone agreed with everything. Two of them
 *   differ by up to 2.5 · (6 + 7) points before anything is said of a newcomer;
 * - steps at the edge of what the bands allow are merged with the next one inwards, until every count in every band, and every step, remains
 *   possible for every statement. Where the edge lies follows from the bands alone, so that merging tells nothing;
 * - the half-width of the interval goes up to the next five points, and is at least ten: a team that answers alike must not read so from a
 *   narrow one;
 * - the leader's index is rounded as well, and the gap and its interval are differences of what is shown, so that nothing can be learned from one
 *   that the other does not say. What is said in words follows from these numbers too, never from exact ones.
 *
 * From ten answers on, when shares are exact as well, all of this is in whole points, half-widths up to the next.
 */
import type { Band } from './shares.ts'

const STEP = 5
const LOWEST = 10
const HIGHEST = 90
const NARROWEST = 10

/** A statement's share as it was shown: between `from` and `to` of `of` agreed. */
export interface ShownBand extends Band {
  of: number
}

/** In points from 0 to 100; `low` and `high` are the interval. */
export interface ShownIndex {
  index: number
  low: number
  high: number
}

/** Whole points. Half-widths go up, so that no interval becomes narrower by being shown. */
export function exactly(index: number, half: number): ShownIndex {
  return around(Math.round(index), Math.ceil(half))
}

/** @param bands what was shown of the statements the index is made of */
export function coarsely(index: number, half: number, bands: readonly ShownBand[]): ShownIndex {
  const plain = toStep(index)
  const { low, high } = safeRange(bands)
  const shown = Math.min(Math.max(plain, low), high)
  // Whoever was moved inwards lies further from what is shown: the interval grows by as much.
  return around(shown, Math.max(Math.ceil(half / STEP) * STEP, NARROWEST) + (shown === plain ? 0 : STEP))
}

/** To the nearest five; halves go up, as 62.5 and 12.5, the limits of what is said in words, do. */
export const toStep = (points: number): number => Math.floor(points / STEP + 0.5) * STEP

function around(index: number, half: number): ShownIndex {
  return { index, low: Math.max(index - half, 0), high: Math.min(index + half, 100) }
}

/**
 * The lowest and the highest step that may be shown beside these bands.
 *
 * A count a of m in agreement puts a statement's score between 75a/m (all others at 1, these at 4) and 50 + 50a/m (all others at 3, these at 5). A step
 * is safe when it lies so far inside that any one statement may have any count of its band and any one person any step.
 */
export function safeRange(bands: readonly ShownBand[]): { low: number; high: number } {
  const mean = (of: (band: ShownBand) => number): number =>
    bands.reduce((sum, band) => sum + of(band), 0) / bands.length
  const slack = Math.max(...bands.map(({ from, to, of }) => (100 * Math.max(to - from, 1)) / of)) / bands.length
  const least = mean(({ from, of }) => (75 * from) / of) + slack
  const most = mean(({ to, of }) => 50 + (50 * to) / of) - slack
  // The step that holds the bound: its outer neighbours would hold only what lies beyond.
  return { low: Math.max(toStep(least), LOWEST), high: Math.min(toStep(most), HIGHEST) }
}
