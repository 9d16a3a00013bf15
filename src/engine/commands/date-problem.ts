/** What is said when a date could not be taken as it was typed, with the day that was probably meant one tap away. */
import { buttons, paragraph } from '#message'
import type { Reply } from '#platform'
import { LOCALES } from '../../message/dates.ts'
import { type Caller, notice } from '../caller.ts'
import { commandButton, cut } from './choosing.ts'
import type { ReadDate } from './date-words.ts'
import { told } from './saying.ts'

type Problem = Exclude<ReadDate, { date: string }>

/** @param command what a tap on a proposed day runs, followed by that day */
export function dateProblem(caller: Caller, problem: Problem, typed: string, command: string): Reply {
  const said = problemWords(caller, problem, typed)
  const days = proposals(problem)
  if (days.length === 0) return notice(said)
  const tap = (date: string) => commandButton(dayAndMonth(caller, date), `${command} ${date}`)
  return told(said, paragraph(said), buttons(...days.map(tap)))
}

export function problemWords(caller: Caller, problem: Problem, typed: string): string {
  const { t } = caller
  switch (problem.problem) {
    case 'unknown':
      return t('date.unknown', { typed: cut(typed) })
    case 'past':
      return t('date.past', { date: t.date(problem.was) })
    case 'ambiguous':
      return t('date.ambiguous', { typed: cut(typed) })
    case 'impossible':
      return impossibleWords(caller, problem)
  }
}

function impossibleWords(caller: Caller, problem: Extract<Problem, { problem: 'impossible' }>): string {
  const { day, month, year, nearest } = problem
  const values = { day, month: monthName(caller, month) }
  if (nearest === null) return caller.t('date.never', values)
  if (month === 2 && day === 29) return caller.t('date.no-leap-day', { year })
  return caller.t('date.impossible', { ...values, nearest: Number(nearest.slice(8)) })
}

function proposals(problem: Problem): string[] {
  if (problem.problem === 'impossible') return problem.nearest === null ? [] : [problem.nearest]
  return problem.problem === 'ambiguous' ? problem.dates : []
}

const monthName = ({ language }: Caller, month: number): string =>
  new Temporal.PlainDate(2026, month, 1).toLocaleString(LOCALES[language], { month: 'long' })

const dayAndMonth = ({ language }: Caller, date: string): string =>
  Temporal.PlainDate.from(date).toLocaleString(LOCALES[language], { day: 'numeric', month: 'long' })
