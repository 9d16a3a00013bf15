import { monthdays } from './hints.ts'
import { expected } from './nearest.ts'
import { isCounted, ruleProblem } from './rrule.ts'
import { isWeekday } from './weekday.ts'

type Problem = { path: (string | number)[]; message: string }

/** A schedule whose fields may still be wrong one by one. */
type Draft = { [key in 'every' | 'on' | 'at' | 'rrule' | 'cron' | 'starting']?: unknown }

/** What is wrong between the fields of a schedule: which belong together, and which exclude each other. */
export function combinationProblems(draft: Draft): Problem[] {
  return [...patternProblems(draft), ...timeProblems(draft), ...dayProblems(draft), ...countProblems(draft)]
}

function patternProblems(draft: Draft): Problem[] {
  const given = (['every', 'rrule', 'cron'] as const).filter((key) => draft[key] !== undefined)
  if (given.length === 0) return [{ path: [], message: expected('one of every, rrule or cron') }]
  return given.slice(1).map((key) => ({
    path: [key],
    message: expected(`only one of every, rrule and cron; ${given[0]} is given already`),
  }))
}

function timeProblems(draft: Draft): Problem[] {
  if (draft.cron !== undefined && draft.at !== undefined) {
    return [{ path: ['at'], message: expected('no `at` with cron, whose first two fields are the time') }]
  }
  const needsTime = draft.every !== undefined || draft.rrule !== undefined
  if (needsTime && draft.at === undefined)
    return [{ path: ['at'], message: expected('a time of day such as at: "09:00"') }]
  return []
}

function dayProblems({ every, on }: Draft): Problem[] {
  if (on === undefined) return []
  if (every === undefined) return [{ path: ['on'], message: expected('`on` only together with `every`') }]
  if (every === 'day') return [{ path: ['on'], message: expected('no `on` with every: day', 'every: week') }]
  const judge =
    every === 'month' ? monthDayProblem : /^(week|\d+ weeks)$/.test(String(every)) ? weekDayProblem : () => null
  if (!Array.isArray(on)) return problemsAt(['on'], judge(on))
  return on.flatMap((day, index) => problemsAt(['on', index], judge(day)))
}

function problemsAt(path: Problem['path'], message: string | null): Problem[] {
  return message === null ? [] : [{ path, message }]
}

function monthDayProblem(day: unknown): string | null {
  if (typeof day !== 'string' || !isWeekday(day)) return null
  return expected('"first mon" to "last fri" or {day: 1 to 31} with every: month', `"first ${day}"`)
}

function weekDayProblem(day: unknown): string | null {
  const monthly = typeof day === 'string' ? monthdays.includes(day) : typeof day === 'object'
  return monthly ? expected('weekdays such as mon or [mon, thu] with weeks', 'every: month') : null
}

function countProblems({ rrule, starting }: Draft): Problem[] {
  if (typeof rrule !== 'string' || ruleProblem(rrule) !== null || !isCounted(rrule) || starting !== undefined) return []
  return [{ path: ['starting'], message: expected('a date to count from, because the rule has COUNT') }]
}
