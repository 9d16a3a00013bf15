/** What is known by name: how the leaders see the team, and what they mean to do. Ballots never come here. */
import type { Answers, Entry, View } from '#ritual'
import { z } from 'zod'
import { type Item, type Step, stepIn } from './instrument.ts'
import type { Tally } from './tally.ts'

export const options = z.strictObject({})
export type Options = z.infer<typeof options>

/** What a leader means to do, until a date such as `2026-12-10`. */
export interface Plan {
  what: string
  by: string
}

/** By the leader's id. */
export interface State {
  predictions: Record<string, Answers>
  plans: Record<string, Plan>
}

export type PulseView = View<Options, State, Tally>

export const initial = (): State => ({ predictions: {}, plans: {} })

export function reduce(state: State, { member, role, form, answers }: Entry): State {
  if (role !== 'leader') return state
  if (form === PREDICTION) return { ...state, predictions: withOwn(state.predictions, member, answers) }
  if (form !== PLAN && !form.startsWith(`${PLAN}-`)) return state
  return { ...state, plans: withOwn(state.plans, member, answers && planIn(answers)) }
}

export const PREDICTION = 'prediction'
/** Forms for one of the other ideas are named by it: `next-step-coffee`. */
export const PLAN = 'next-step'

/** "Not today" takes back what was there. */
function withOwn<T>(all: Record<string, T>, member: string, own: T | null): Record<string, T> {
  const { [member]: _, ...others } = all
  return own === null ? others : { ...others, [member]: own }
}

function planIn({ what, by }: Answers): Plan | null {
  return typeof what === 'string' && typeof by === 'string' ? { what, by } : null
}

/** A leader's blind view of the team. */
export interface Prediction {
  /** The step chosen for a statement, null for "cannot judge". */
  step(item: Item): Step | null
  /** The guessed share of the staff that agrees with the global statement, in per cent: 10, 20 ... 100. */
  guess: number | null
}

/** @returns null when this leader did not predict */
export function predictionOf(state: State, leader: string): Prediction | null {
  const answers = state.predictions[leader]
  if (!answers) return null
  const guess = answers['guess']
  return {
    step: (item) => stepIn(answers[item]),
    guess: typeof guess === 'string' ? Number(guess) : null,
  }
}

/** What this leader planned after the last report, or what of an earlier plan has come due since. */
export function lastPlan({ history }: Pick<PulseView, 'history'>, leader: string): Plan | null {
  const [last, ...earlier] = history
  if (!last) return null
  const due = earlier.map((past) => past.state.plans[leader]).find((plan) => plan && plan.by >= last.occurrence.date)
  return last.state.plans[leader] ?? due ?? null
}
