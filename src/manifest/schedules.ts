/** Mistakes in schedules that only a calendar shows: one that never comes, a window longer than its recurrence. */
import type { AnyRitual } from '../engine/discovery.ts'
import { calendar, type Calendar } from '../time/calendar.ts'
import { scheduleProblems, type Schedule, scheduleSchema } from '../time/schedule.ts'
import type { ScheduleProblem } from '../time/schedule-problems.ts'
import { hoursOf } from './complete.ts'
import type { Cursor } from './cursor.ts'
import { canonical } from './diff.ts'
import { workWeek } from './fields.ts'
import { holidays } from './holidays.ts'
import type { Finding } from './problem.ts'

/** Judges every schedule that is sound in itself, whatever else is wrong with the manifest. */
export function scheduleFindings(root: Cursor, rituals: ReadonlyMap<string, AnyRitual>): Finding[] {
  const problemsOf = remembering(workingDays(root))
  return root
    .key('rituals')
    .items()
    .flatMap((ritual) => findingsOf(ritual, problemsOf, rituals))
}

type ProblemsOf = (schedule: Schedule) => ScheduleProblem[]

/** A year of days is looked at for each schedule, and thousands of rituals share a few schedules. */
function remembering(days: Calendar): ProblemsOf {
  const known = new Map<string, ScheduleProblem[]>()
  return (schedule) => {
    const key = canonical(schedule)
    const problems = known.get(key) ?? scheduleProblems(schedule, days)
    known.set(key, problems)
    return problems
  }
}

function findingsOf(ritual: Cursor, problemsOf: ProblemsOf, rituals: ReadonlyMap<string, AnyRitual>): Finding[] {
  const at = ritual.key('schedule')
  const read = scheduleSchema.safeParse(at.value)
  if (!read.success) return []
  const kind = rituals.get(ritual.key('kind').text()?.value ?? '')
  return problemsOf({ ...kind?.defaults, ...read.data }).map(({ path, expected, found }) => ({
    path: [...at.path, ...path],
    at: 'value',
    expected,
    found: told(at, path, found),
  }))
}

/** A default that does not fit is nowhere in the file. */
function told(at: Cursor, path: readonly (string | number)[], found: string): string {
  const [key] = path
  const isDefault = (key === 'window' || key === 'reminder') && at.key(key).value === undefined
  return isDefault ? `the default of ${found}` : `"${found}"`
}

/** The organisation's calendar, or where it is wrong itself, an ordinary one. */
function workingDays(root: Cursor): Calendar {
  const organisation = root.key('organisation')
  const week = workWeek.safeParse(organisation.key('workWeek').value)
  const place = holidays.safeParse(organisation.key('holidays').value)
  return calendar({
    ...(place.success && place.data !== 'none' ? place.data : {}),
    workWeek: week.success ? week.data : ['mon', 'tue', 'wed', 'thu', 'fri'],
    workingHours: hoursOf('08:00-17:00'),
  })
}
