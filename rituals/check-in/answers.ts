/** Who answered what: the state of a check-in, folded from the log of responses. */
import type { Answers, Entry, Participant, Past, Person, View } from '#ritual'
import type { Options } from './options.ts'

export interface Given {
  member: string
  answers: Answers
  /**
   * The mood as it was when the report came out, and null for who came later: otherwise the mean before and after would tell a
   * single person's.
   */
  mood: number | null
  at: string
  late: boolean
  /** When an answer that was in time was changed after the report. */
  changedAt: string | null
  /** Taken back after the report: the words are gone, and their place in the thread says so. */
  withdrawn: boolean
}

/** In the order people answered; a changed answer keeps its place. */
export interface State {
  given: Given[]
}

export type CheckInView = View<Options, State>

export const initial = (): State => ({ given: [] })

/** The one form of a check-in. */
export const ANSWER = 'answer'

export function reduce(state: State, entry: Entry): State {
  if (entry.form !== ANSWER) return state
  const before = state.given.find((one) => one.member === entry.member)
  if (entry.answers === null) return before ? takenBack(state, before, entry.late) : state
  if (!before) return { given: [...state.given, first(entry, entry.answers)] }
  return replaced(state, before, {
    ...before,
    answers: entry.answers,
    mood: entry.late ? before.mood : moodIn(entry.answers),
    changedAt: entry.late && !before.late ? entry.at : before.changedAt,
    withdrawn: false,
  })
}

/** "Not today" after an answer. What has not been shown yet simply goes; what stands in a thread can't be unsaid without a word. */
function takenBack(state: State, before: Given, late: boolean): State {
  if (late) return replaced(state, before, { ...before, answers: {}, withdrawn: true })
  return { given: state.given.filter((one) => one !== before) }
}

const replaced = (state: State, before: Given, after: Given): State => ({
  given: state.given.map((one) => (one === before ? after : one)),
})

function first(entry: Entry, answers: Answers): Given {
  const { member, at, late } = entry
  return { member, answers, mood: late ? null : moodIn(answers), at, late, changedAt: null, withdrawn: false }
}

const moodIn = (answers: Answers): number | null => (typeof answers['mood'] === 'number' ? answers['mood'] : null)

/** The text given to a question, or null when it was left empty. */
export function textIn(answers: Answers, question: string): string | null {
  const value = answers[question]
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

export function givenBy(state: State, member: string): Given | null {
  return state.given.find((one) => one.member === member && !one.withdrawn) ?? null
}

/** Their last answer in what the ritual remembers, and the occurrence it was given to. */
export function lastOf(view: CheckInView, member: string): { given: Given; past: Past<State, never> } | null {
  for (const past of view.history) {
    const given = givenBy(past.state, member)
    if (given) return { given, past }
  }
  return null
}

/** Someone who answered, and has gone on leave since, is still someone who answered. */
export function personIn(view: CheckInView, member: string): Person | null {
  const everyone: (Participant | Person)[] = [...view.participants, ...view.absent]
  return everyone.find((one) => one.id === member) ?? null
}
