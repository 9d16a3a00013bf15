/** How often each step of one statement was chosen, and what may be shown of it. */
import type { Answers } from '#ritual'
import { AGREES_FROM, STEPS, stepIn } from './instrument.ts'
import { shownShare, type ShownShare } from './shares.ts'

/** How often each of the five steps was chosen, from 1 to 5, and how many could not judge. */
export interface Histogram {
  steps: number[]
  cannotJudge: number
}

/** @param name of the field in the ballots */
export function histogramOf(ballots: Answers[], name: string): Histogram {
  const answers = ballots.map((ballot) => stepIn(ballot[name]))
  return {
    steps: STEPS.map((step) => answers.filter((answer) => answer === step).length),
    cannotJudge: answers.filter((answer) => answer === null).length,
  }
}

/** How many could judge it. */
export const judged = ({ steps }: Histogram): number => sum(steps)
/** How many agree. */
export const agreeing = ({ steps }: Histogram): number => sum(steps.slice(AGREES_FROM - 1))

/** The share that agrees, as far as it may be shown; null when too few could judge. */
export const shareIn = (counts: Histogram, threshold: number): ShownShare | null =>
  shownShare(agreeing(counts), judged(counts), threshold)

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
