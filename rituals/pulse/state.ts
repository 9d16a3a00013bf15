/** What is known by name: how the leaders see the team, and what they mean to do. Ballots never come here. */
import { type Answers, BEGUN, type Entry, STARTS, type StartName, type View, type Whereto } from '#ritual'
import { z } from 'zod'
import { type Item, type Step, stepIn } from './instrument.ts'
import { ownQuestions } from './own-questions.ts'
import type { Tally } from './tally.ts'

export const options = z.strictObject({ questions: ownQuestions })
export type Options = z.infer<typeof options>

/** What a leader means to do, until a date such as `2026-12-10`. */
export interface Plan {
  what: string
  by: string
}

export const OUTCOMES = ['done', 'not-yet', 'dropped'] as const
export type How = (typeof OUTCOMES)[number]

/** What came of an earlier plan. `by`: the new date of one that is not done yet. */
export interface Outcome {
  how: How
  note: string | null
  by: string | null
}

/** Something that was begun in another ritual. */
export interface BegunHere {
  member: string
  what: StartName
  /** Its name. */
  ritual: string
  goes: Whereto
  at: string
}

/** By the leader's id. What came of a plan is said in a later occurrence than that of the plan. */
export interface State {
  predictions: Record<string, Answers>
  plans: Record<string, Plan>
  outcomes: Record<string, Outcome>
  /** By any of the leaders, oldest first. */
  begun: BegunHere[]
}

export type PulseView = View<Options, State, Tally>

export const initial = (): State => ({ predictions: {}, plans: {}, outcomes: {}, begun: [] })

export function reduce(state: State, { member, role, form, answers, at }: Entry): State {
  if (form === BEGUN) return { ...state, begun: [...state.begun, ...begunIn(answers, member, at)] }
  if (role !== 'leader') return state
  if (form === PREDICTION) return { ...state, predictions: withOwn(state.predictions, member, answers) }
  const how = OUTCOMES.find((each) => form === outcomeForm(each))
  if (how) return { ...state, outcomes: withOwn(state.outcomes, member, answers && outcomeIn(how, answers)) }
  if (form !== PLAN && !form.startsWith(`${PLAN}-`)) return state
  return { ...state, plans: withOwn(state.plans, member, answers && planIn(answers)) }
}

export const PREDICTION = 'prediction'
/** Forms for one of the other ideas are named by it: `next-step-coffee`. */
export const PLAN = 'next-step'

/** The form that says it: `outcome-done`. */
export const outcomeForm = (how: How): string => `outcome-${how}`

/** "Not today" takes back what was there. */
function withOwn<T>(all: Record<string, T>, member: string, own: T | null): Record<string, T> {
  const { [member]: _, ...others } = all
  return own === null ? others : { ...others, [member]: own }
}

function begunIn(answers: Answers | null, member: string, at: string): BegunHere[] {
  const what = STARTS.find((each) => each === answers?.['what'])
  const ritual = answers?.['ritual']
  const goes = answers?.['goes'] === 'now' ? 'now' : 'next'
  return what && typeof ritual === 'string' ? [{ member, what, ritual, goes, at }] : []
}

function planIn({ what, by }: Answers): Plan | null {
  return typeof what === 'string' && typeof by === 'string' ? { what, by } : null
}

const textIn = (value: Answers[string] | undefined): string | null => (typeof value === 'string' ? value : null)

const outcomeIn = (how: How, { note, by }: Answers): Outcome => ({ how, note: textIn(note), by: textIn(by) })

/** A leader's blind view of the team. */
export interface Prediction {
  /** The step chosen for a statement, null for "cannot judge". */
  step(item: Item): Step | null
  /** The guessed share of the staff that agrees with the global statement, in per cent: 10, 20 ... 100. */
  guess: number | null
  /** As sent: questions of the company's own are in here. */
  answers: Answers
}

/** @returns null when this leader did not predict */
export function predictionOf(state: State, leader: string): Prediction | null {
  const answers = state.predictions[leader]
  if (!answers) return null
  const guess = answers['guess']
  return {
    step: (item) => stepIn(answers[item]),
    guess: typeof guess === 'string' ? Number(guess) : null,
    answers,
  }
}

/**
 * What this leader still means to do: what they planned after the last report or put off since, or what of an earlier plan has come due. Null
 * once they have said that it is done or dropped. In the view's own occurrence nothing is looked for: that comes after this report.
 */
export function lastPlan({ history }: Pick<PulseView, 'history'>, leader: string): Plan | null {
  const [last] = history
  let putOff: { by: string | null; recent: boolean } | null = null
  for (const past of history) {
    const plan = past.state.plans[leader]
    if (plan) {
      const by: string = putOff?.by ?? plan.by
      return past === last || putOff?.recent || by >= last!.occurrence.date ? { ...plan, by } : null
    }
    // Said before anything was planned in that week, so about what was planned earlier.
    const outcome = past.state.outcomes[leader]
    if (outcome && outcome.how !== 'not-yet') return null
    if (outcome) putOff ??= { by: outcome.by, recent: past === last }
  }
  return null
}
