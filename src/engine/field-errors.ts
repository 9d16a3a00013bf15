/** What is wrong with a form's fields, in the words of the person who fills it in. */
import { LOCALES } from '../message/dates.ts'
import type { FieldProblem } from '../message/form.ts'
import type { Caller } from './caller.ts'

type Speaker = Pick<Caller, 't' | 'language'>

/** By field, one sentence each. Days are named as people name them. */
export const fieldErrors = (speaker: Speaker, problems: readonly FieldProblem[]): Record<string, string> =>
  Object.fromEntries(
    problems.map(({ field, problem, values }) => [
      field,
      speaker.t(`form.problem.${problem}`, inDays(speaker, values)),
    ]),
  )

/** The first and the last day to take are written as dates, the latter perhaps years ahead; all else is numbers. */
const inDays = ({ language }: Speaker, values: FieldProblem['values']): FieldProblem['values'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? dayIn(language, value) : value]),
  )

const dayIn = (language: Caller['language'], date: string): string =>
  Temporal.PlainDate.from(date).toLocaleString(LOCALES[language], { dateStyle: 'full' })
