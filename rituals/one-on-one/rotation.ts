/** Which of the ten questions a talk has: "the employee as customer of leadership". */

/** Asked in every talk. */
const ALWAYS = [1, 4, 9, 10]
/** One of them in each talk, in turn. */
const IN_TURN = [2, 3, 5, 7]
/** Each once a quarter: where these want to go, and whether they would bring a friend. */
const [AIMS, RECOMMENDING] = [6, 8]
/** Pairs that talk less often than this many weeks get both in one talk, for there may be no second one in the quarter. */
const OFTEN_ENOUGH = 4

export interface TalksSoFar {
  held: number
  /** The quarter of the last talk, `2026-4`, and the talks in it. */
  quarter: string | null
  heldInQuarter: number
  /** Weeks from talk to talk. */
  every: number
}

/** @param date local date of the talk, `2026-12-03` @returns numbers from 1 to 10 as in the list, ascending */
export function questionsFor(soFar: TalksSoFar, date: string): number[] {
  const before = soFar.quarter === quarterOf(date) ? soFar.heldInQuarter : 0
  const rare = soFar.every > OFTEN_ENOUGH
  return [
    ...ALWAYS,
    IN_TURN[soFar.held % IN_TURN.length]!,
    ...(before === 0 ? [AIMS] : []),
    ...(before === (rare ? 0 : 1) ? [RECOMMENDING] : []),
  ].toSorted((one, other) => one - other)
}

/** `2026-4` for a date in December 2026. */
export function quarterOf(date: string): string {
  const { year, month } = Temporal.PlainDate.from(date)
  return `${year}-${Math.ceil(month / 3)}`
}
