/** What remains of sealed cards: their words, column by column, in an order that says nothing of who wrote them or what else they wrote. */
import type { Answers } from '#ritual'
import { columnsOf, type Formatted } from './started.ts'
import { thoughtsIn } from './thoughts.ts'

export interface Tally {
  /** How many people wrote cards. */
  writers: number
  /** Null where fewer wrote than may be shown together: those cards are not kept either. */
  cards: Record<string, string[]> | null
}

interface Poll extends Formatted {
  threshold: number
  random(): number
}

/**
 * Shuffles from alphabetical order, so that the seeded generator can't be run backwards to the ballots. A ballot without a card is no voice among
 * which another could hide.
 */
export function tally(ballots: Answers[], view: Poll): Tally {
  const columns = columnsOf(view)
  const written = ballots.map((ballot) => columns.map((column) => thoughtsIn(ballot[column])))
  const writers = written.filter((columnsOfOne) => columnsOfOne.some((thoughts) => thoughts.length > 0)).length
  if (writers < view.threshold) return { writers: 0, cards: null }
  const together = columns.map((column, index): [string, string[]] => [
    column,
    shuffled(written.flatMap((columnsOfOne) => columnsOfOne[index]!).toSorted(byText), view.random),
  ])
  return { writers, cards: Object.fromEntries(together) }
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}
