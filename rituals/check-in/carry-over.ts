/** What goes on from one check-in to the next: what was left open, and the answer that still holds. */
import { shortened, type Answers, type Outcome, type Speak } from '#ritual'
import { lastOf, textIn, type CheckInView } from './answers.ts'
import { maxOf, questionsOf, requiredOf } from './questions.ts'

const BUTTON_MAX = 75

/** The answers of last time as an answer to today's questions, or null where they are none. The mood of a day is not repeated. */
export function repeatable(view: CheckInView, member: string, t: Speak): Answers | null {
  const last = lastOf(view, member)
  if (!last) return null
  const { options } = view.ritual
  const answers: Answers = options.mood ? { mood: null } : {}
  for (const question of questionsOf(options, t)) {
    const text = textIn(last.given.answers, question.id)
    if (text !== null && text.length > maxOf(question.kind)) return null
    answers[question.id] = text
  }
  const required = requiredOf(options)
  return required !== null && answers[required] === null ? null : answers
}

/** "Same as last time: …", as much of it as a button can hold; null when there is nothing to repeat. */
export function repeatLabel(view: CheckInView, member: string, t: Speak): string | null {
  const answers = repeatable(view, member, t)
  const text = answers && Object.values(answers).find((value) => typeof value === 'string')
  if (typeof text !== 'string') return null
  return t('button.repeat', { what: shortened(text, BUTTON_MAX - t('button.repeat', { what: '' }).length) })
}

export function repeat(view: CheckInView, member: string, t: Speak): Outcome {
  const answers = repeatable(view, member, t)
  return answers ? { do: 'answer', form: 'answer', answers } : { do: 'open', form: 'answer' }
}
