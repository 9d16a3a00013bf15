/** Mistakes in schedules that only a calendar shows: one that never comes, a window longer than its recurrence. */
import type { AnyRitual } from '../engine/discovery.ts'
import { calendar, type Calendar } from '../time/calendar.ts'
import { scheduleProblems, scheduleSchema } from '../time/schedule.ts'
import { hoursOf } from './complete.ts'
import type { Cursor } from './cursor.ts'
import { workWeek } from './fields.ts'
import { holidays } from './holidays.ts'
import type { Finding } from './problem.ts'

/** Judges every schedule that is sound in itself, whatever else is wrong with the manifest. */
export function scheduleFindings(root: Cursor, rituals: ReadonlyMap<string, AnyRitual>): Finding[] {
  const days = workingDays(root)
  return root
    .key('rituals')
    .items()
    .flatMap((ritual) => findingsOf(ritual, days, rituals))
}

function findingsOf(ritual: Cursor, days: Calendar, rituals: ReadonlyMap<string, AnyRitual>): Finding[] {
  const at = ritual.key('schedule')
  const read = scheduleSchema.safeParse(at.value)
  if (!read.success) return []
  const kind = rituals.get(ritual.key('kind').text()?.value ?? '')
  const schedule = { ...kind?.defaults, ...read.data }
  return scheduleProblems(schedule, days).map(({ path, expected, found }) => ({
    path: [...at.path, ...path],
    at: 'value' as const,
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
