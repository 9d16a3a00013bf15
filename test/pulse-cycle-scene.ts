/** Whole cycles of a pulse for tests: ballots over all nine statements, split into the weeks that ask them, counted as the ritual counts them. */
import type { Answers, Result } from '#ritual'
import { blockOf, GLOBAL, type Item, STATEMENTS } from '../rituals/pulse/instrument.ts'
import pulse from '../rituals/pulse/ritual.ts'
import type { PulseView } from '../rituals/pulse/state.ts'
import { type Tally, tally } from '../rituals/pulse/tally.ts'
import { predicted, staff } from './pulse-scene.ts'
import { type Scene, viewOf } from './views.ts'

/** Steps 1 to 5 on the nine statements, null for "cannot judge". */
export type Nine = readonly (number | null)[]

export interface PlayedCycle {
  /** One row a person. */
  ballots: readonly Nine[]
  /** The leader's answers; a null row for none. */
  leader?: Nine | null
  invited?: number
  /** Everyone's answer to the global statement, of each week. */
  spirit?: readonly number[]
  /** Weeks of the cycle (1 to 3) of which nothing was shown. */
  few?: readonly number[]
}

/** PULSE.md's worked example; there the last ballot is printed with 2 2 2 at the end, but 56.48 [37.18, 75.78] follow from 2 2 3. */
export const SIX: Nine[] = [
  [4, 4, 2, 3, 4, 4, 3, 2, 3],
  [5, 4, 3, 3, 5, 4, 4, 3, 4],
  [3, 3, 2, 2, 4, 3, 3, 3, 3],
  [4, 3, 1, 2, 4, 3, 2, 2, 4],
  [4, 5, 4, 4, 5, 5, 4, 4, 4],
  [2, 3, 2, 2, 3, 3, 2, 2, 3],
]
export const LEADER: Nine = [5, 5, 4, 4, 5, 5, 4, 4, 4]

/** What a ballot or a leader says of the week's statements. */
export function inWeek(nine: Nine, week: number, spirit: number | null = 4): Answers {
  const of = (item: Item): number | null => nine[STATEMENTS.findIndex((each) => each === item)] ?? null
  return { [GLOBAL]: spirit, ...Object.fromEntries(blockOf(week).map((item) => [item, of(item)])) }
}

/** The view of the last week of the last of these cycles, closed; they follow each other from the first week on. */
export function played(cycles: readonly PlayedCycle[], more: Scene<Tally> = {}): PulseView {
  const weeks = cycles.flatMap((cycle, index) =>
    [1, 2, 3].map((week) => weekOf(cycle, 3 * index + week, week, 3 * cycles.length)),
  )
  const [last, ...past] = weeks.toReversed()
  return viewOf(pulse, { phase: 'closed', members: staff(8), ...last!, past, ...more })
}

/** A view's own poll is on Wednesday, 2 December 2026. */
function weekOf(cycle: PlayedCycle, number: number, week: number, last: number) {
  const { leader = null, few = [] } = cycle
  return {
    date: Temporal.PlainDate.from('2026-12-02')
      .subtract({ weeks: last - number })
      .toString(),
    entries: leader ? [predicted({ ...inWeek(leader, number), guess: '80' })] : [],
    result: few.includes(week) ? NOTHING : counted(cycle, number, week),
  }
}

const NOTHING: Result<Tally> = { invited: 8, answered: null, tally: null, withheld: 'few' }

function counted({ ballots, invited = ballots.length, spirit }: PlayedCycle, number: number, week: number) {
  const answers = ballots.map((nine) => inWeek(nine, number, spirit?.[week - 1]))
  const poll = { occurrence: { number }, threshold: 5 }
  return { invited, answered: ballots.length, tally: tally(answers, poll), withheld: null }
}
