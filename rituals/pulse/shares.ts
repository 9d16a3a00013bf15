/** Shares of a group, how sure they are, and how exactly a small group's may be shown. */

import { type Interval, wilson } from '#ritual'

export { type Interval, wilson }

/** Below this many answers shares appear as bands only. */
export const EXACT_FROM = 10

/** Below this many answers nothing is shown, whatever the threshold: there is no band that would not tell too much. */
export const FEWEST = 5

/** Neighbouring counts that are told as one, both ends included. */
export interface Band {
  from: number
  to: number
}

/**
 * How the counts 0 to n of a group of 5 to 9 are told apart: at most 20 %, at least 80 %, and between them one band, or two parted at the
 * half where each would hold at least two counts.
 *
 * The bands depend on n alone and each holds two counts or more. So nobody can tell from a band how many agreed, and above all not that
 * everyone did, or nobody: "at least 7 of 8" is said of 7 and of 8. A band laid around the true count (plus or minus one) would give it
 * away by its middle; a band chosen by chance would, over the weeks, by what the chances have in common.
 *
 * n = 5: 0-1, 2-3, 4-5. n = 6: 0-1, 2-4, 5-6. n = 7: 0-1, 2-3, 4-5, 6-7. n = 8: 0-1, 2-4, 5-6, 7-8. n = 9: 0-1, 2-4, 5-7, 8-9.
 */
export function bandsOf(n: number): Band[] {
  if (n < FEWEST || n >= EXACT_FROM) throw new RangeError(`There are no bands for ${n} answers.`)
  const bottom = { from: 0, to: Math.floor(n / 5) }
  const top = { from: Math.ceil((4 * n) / 5), to: n }
  const half = Math.floor(n / 2)
  const lower = { from: bottom.to + 1, to: half }
  const upper = { from: half + 1, to: top.from - 1 }
  const parted = [lower, upper].every(({ from, to }) => to > from)
  return [bottom, ...(parted ? [lower, upper] : [{ from: lower.from, to: upper.to }]), top]
}

/**
 * A share as it may be shown: between `from` and `to` of `of` people (the same count where it is exact), and what is plausible for a group like
 * this one: from the Wilson bound of the lowest count to that of the highest. The interval of the true count would give the count away.
 */
export interface ShownShare extends Band, Interval {
  of: number
}

/** @returns null when too few answered to show anything */
export function shownShare(count: number, of: number, threshold: number): ShownShare | null {
  if (of < Math.max(threshold, FEWEST)) return null
  const band = of < EXACT_FROM ? bandsOf(of).find(({ from, to }) => from <= count && count <= to) : undefined
  const { from, to } = band ?? { from: count, to: count }
  return { from, to, of, low: wilson(from, of).low, high: wilson(to, of).high }
}

export const isExact = ({ of }: ShownShare): boolean => of >= EXACT_FROM

/** The middle of what is shown, 0 to 1. */
export const middleOf = ({ from, to, of }: ShownShare): number => (from + to) / (2 * of)
