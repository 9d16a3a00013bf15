/** The weeks that belong together: three in which all nine statements were asked once, or the one week that asks all of them. */
import type { Result } from '#ritual'
import { cycleOf, type Statement, STATEMENTS, blockOf } from './instrument.ts'
import type { PulseView, State } from './state.ts'
import type { Histogram } from './histogram.ts'
import type { Tally } from './tally.ts'

/** One poll of the past, or the one that has just closed. */
export interface Week {
  number: number
  /** Local date, `2026-12-03`. */
  date: string
  state: State
  result: Result<Tally>
}

/** Consecutive weeks that cover the nine statements. */
export interface Cycle {
  weeks: Week[]
}

/** Every closed poll that the view remembers, oldest first. */
export function weeksOf(view: PulseView): Week[] {
  const { occurrence, state, result } = view
  return [...view.history.toReversed(), { occurrence, state, result }].flatMap((past) =>
    past.result
      ? [{ number: past.occurrence.number, date: past.occurrence.date, state: past.state, result: past.result }]
      : [],
  )
}

/** The cycles whose weeks are all closed and remembered, newest first. */
export function cyclesOf(weeks: Week[]): Cycle[] {
  const byNumber = new Map(weeks.map((week) => [week.number, week]))
  const lasts = weeks.filter(({ number }) => cycleOf(number).at(-1) === number)
  return lasts.toReversed().flatMap(({ number }) => {
    const found = cycleOf(number).flatMap((each) => byNumber.get(each) ?? [])
    return found.length === cycleOf(number).length ? [{ weeks: found }] : []
  })
}

/** The cycle that closed with the view's own poll, if one did. */
export function closingCycle(view: PulseView): Cycle | null {
  const [latest] = cyclesOf(weeksOf(view))
  return latest?.weeks.at(-1)?.number === view.occurrence.number ? latest : null
}

/** How many polls are still to come until all nine have been asked; 0 in the last week of a cycle. */
export const pollsAhead = (number: number): number => cycleOf(number).at(-1)! - number

/** What each statement got in the one week that asked it; null where too few answered or could judge. Held ones count, but are not shown. */
export function histogramsOf({
  weeks,
}: Cycle): { item: Statement; week: Week; counts: Histogram | null; isHeld: boolean }[] {
  return STATEMENTS.map((item) => {
    const week = weeks.find(({ number }) => blockOf(number).includes(item))!
    const { tally } = week.result
    return { item, week, counts: tally?.items[item] ?? null, isHeld: tally?.held?.items.includes(item) ?? false }
  })
}
