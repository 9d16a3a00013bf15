/** What was said in a round, folded from the log of responses. */
import type { Answers, Entry, View } from '#ritual'
import type { Options } from './options.ts'

/** "Did you meet?" */
export const MET = 'met'
/** When the group meets. */
export const TIME = 'time'
/** Whether one wishes for a coffee with somebody who leads one's leader. */
export const WISH = 'wish'
/** "I am staying", after rounds of silence. */
export const STAY = 'stay'

export const OUTCOMES = ['yes', 'not-yet', 'no'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface State {
  /** Each one's last word. */
  said: { member: string; met: Outcome }[]
  /** Oldest first; the last one of a group counts. */
  times: { member: string; at: string }[]
  wishes: { member: string; wants: boolean }[]
  stays: string[]
}

export type CoffeeView = View<Options, State>

export const initial = (): State => ({ said: [], times: [], wishes: [], stays: [] })

export function reduce(state: State, entry: Entry): State {
  switch (entry.form) {
    case MET:
      return withOutcome(state, entry)
    case TIME:
      return withTime(state, entry)
    case WISH:
      return withWish(state, entry)
    case STAY:
      if (entry.answers === null || state.stays.includes(entry.member)) return state
      return { ...state, stays: [...state.stays, entry.member] }
    default:
      return state
  }
}

/** "Not this time" is an answer too. */
function withOutcome(state: State, { member, answers }: Entry): State {
  const given = answers === null ? 'no' : choiceIn(answers, 'met')
  const met = OUTCOMES.find((outcome) => outcome === given)
  return met ? { ...state, said: [...without(state.said, member), { member, met }] } : state
}

function withTime(state: State, { member, answers }: Entry): State {
  const at = answers && choiceIn(answers, 'at')
  return at === null || at === NO_TIME ? state : { ...state, times: [...state.times, { member, at }] }
}

function withWish(state: State, { member, answers }: Entry): State {
  const wish = answers && choiceIn(answers, 'wish')
  if (wish === null) return state
  return { ...state, wishes: [...without(state.wishes, member), { member, wants: wish === 'yes' }] }
}

/** Stands in the form where there is no time that suits everybody. */
export const NO_TIME = 'none'

const without = <Each extends { member: string }>(all: readonly Each[], member: string): Each[] =>
  all.filter((each) => each.member !== member)

function choiceIn(answers: Answers, field: string): string | null {
  const value = Object.hasOwn(answers, field) ? answers[field] : null
  return typeof value === 'string' ? value : null
}

export const outcomeOf = ({ said }: State, member: string): Outcome | null =>
  said.find((each) => each.member === member)?.met ?? null

/** Somebody has given a sign of life in a round. */
export const isHeard = (state: State, member: string): boolean =>
  state.stays.includes(member) ||
  [state.said, state.times, state.wishes].some((all) => all.some((each) => each.member === member))
