import { z } from 'zod'
import { cronProblem } from './cron.ts'
import { durationPattern, durationProblem } from './duration.ts'
import { meantDate, meantMonthday, meantRhythm, meantTime, meantWeekday, monthdays } from './hints.ts'
import { expected, nearest } from './nearest.ts'
import { ruleProblem } from './rrule.ts'
import { combinationProblems } from './schedule-combinations.ts'
import { weekdays } from './weekday.ts'
import { isZone, nearestZone, zoneNames } from './zone.ts'

export { parseDuration } from './duration.ts'
export { scheduleProblems } from './schedule-problems.ts'

const rhythmPattern = /^(day|week|month|([2-9]|1[0-2]) weeks)$/
const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/
const datePattern = /^20\d{2}-\d{2}-\d{2}$/

const onWhat = 'a weekday (mon, tue, ...), a list of them, or for a month "first mon" to "last fri" or {day: 1 to 31}'

/** A text field; where YAML has read a number or the like instead, the error still explains what was meant. */
function text(problemOf: (found: string) => string | null) {
  return z
    .string({ error: ({ input }) => problemOf(String(input)) ?? expected(`text in quotes: "${String(input)}"`) })
    .superRefine((found, context) => {
      const problem = problemOf(found)
      if (problem !== null) context.addIssue({ code: 'custom', message: problem })
    })
}

function rhythmProblem(found: string): string | null {
  return rhythmPattern.test(found) ? null : expected('day, week, 2 weeks to 12 weeks, or month', meantRhythm(found))
}

function dayProblem(found: string): string | null {
  if ((weekdays as readonly string[]).includes(found) || monthdays.includes(found)) return null
  const day = /^\d{1,2}$/.test(found) ? `{day: ${found}}` : undefined
  return expected(onWhat, day ?? meantWeekday(found) ?? meantMonthday(found))
}

function timeProblem(found: string): string | null {
  return timePattern.test(found) ? null : expected('a time of day from 00:00 to 23:59', meantTime(found))
}

function dateProblem(found: string): string | null {
  const meant = meantDate(found)
  if (datePattern.test(found) && meant === found) return null
  return expected('a date from 2000 to 2099 such as 2026-12-31', meant === found ? undefined : meant)
}

function zoneProblem(found: string): string | null {
  if (found === 'member' || found === 'team' || isZone(found)) return null
  return expected('member, team or an IANA time zone such as Europe/Berlin', nearestZone(found))
}

function reminderProblem(found: string): string | null {
  return found === 'none' ? null : durationProblem(found, 'none, or ')
}

const day = text(dayProblem).meta({ id: 'scheduleDay', enum: [...weekdays, ...monthdays] })

const monthdayWhat = 'a day of the month from 1 to 31'
const monthday = z
  .int({ error: () => expected(monthdayWhat) })
  .min(1, { error: () => expected(monthdayWhat) })
  .max(31, { error: () => expected(monthdayWhat) })

const on = z.union([day, z.array(day).min(1, { error: expected(onWhat) }), z.strictObject({ day: monthday })], {
  error: ({ input }) => dayProblem(String(input)) ?? expected(onWhat),
})

const fields = {
  every: text(rhythmProblem)
    .meta({
      anyOf: [{ enum: ['day', 'week', '2 weeks', '3 weeks', '4 weeks', 'month'] }, { pattern: rhythmPattern.source }],
    })
    .optional()
    .meta({
      description:
        'How often: day, week, "2 weeks" to "12 weeks", or month. Several weeks are counted from `starting`, without it from Monday, 2024-01-01.',
    }),
  on: on.optional().meta({
    description:
      'Which day: a weekday or a list of weekdays with weeks; "first mon" to "last fri" or {day: 15} with month. A month without the day is left out. Without `on`: the weekday or day of the month of `starting`.',
  }),
  at: text(timeProblem)
    .meta({ pattern: timePattern.source, examples: ['09:00'] })
    .optional()
    .meta({ description: 'The time of day, local, from 00:00 to 23:59. With `every` and `rrule`.' }),
  rrule: text(ruleProblem)
    .meta({ examples: ['FREQ=WEEKLY;BYDAY=TH'] })
    .optional()
    .meta({
      description:
        'Instead of `every`: a recurrence rule of RFC 5545 that chooses days; DTSTART is `starting`, the time is `at`.',
    }),
  cron: text(cronProblem)
    .meta({ examples: ['0 9 * * 1-5'] })
    .optional()
    .meta({ description: 'Instead of `every`: five cron fields, minute hour day month weekday.' }),
  zone: text(zoneProblem)
    .meta({
      id: 'scheduleZone',
      anyOf: [{ enum: ['member', 'team', ...zoneNames()] }, { pattern: '^[A-Za-z_]+/[A-Za-z_+/-]+$' }],
    })
    .default('member')
    .meta({
      description: "Whose clock: each member's own (member), the team's (team), or one IANA time zone for all.",
    }),
  onHoliday: z
    .enum(['skip', 'next', 'previous'], {
      error: () => expected('skip, next or previous'),
    })
    .default('skip')
    .meta({
      description:
        'What happens on a public holiday or a day outside the work week: skip it, or move to the next or previous working day.',
    }),
  starting: text(dateProblem)
    .meta({ pattern: datePattern.source, examples: ['2026-12-01'] })
    .optional()
    .meta({ description: 'The first date on which it may happen; "every 2 weeks" and COUNT are counted from here.' }),
  window: text(durationProblem)
    .meta({ pattern: durationPattern.source, examples: ['4h', '2h30m', '2d'] })
    .optional()
    .meta({
      description: 'How long answers are collected, such as 4h, 2h30m, 26h or 2d; not longer than until the next time.',
    }),
  reminder: text(reminderProblem)
    .meta({ anyOf: [{ enum: ['none'] }, { pattern: durationPattern.source }], examples: ['2h'] })
    .optional()
    .meta({ description: 'How long after the opening those who have not answered are reminded, once; or none.' }),
}

/**
 * When a ritual happens, as the manifest writes it. Every value stays the text that was written, so that the schema
 * converts to JSON Schema; `patternOf` and `parseDuration` read the texts. What can only be judged with a calendar is
 * left to `scheduleProblems`.
 */
export const scheduleSchema = z
  .strictObject(fields, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys) : expected('a schedule with every, rrule or cron'),
  })
  .superRefine(
    (schedule, context) => {
      for (const { path, message } of combinationProblems(schedule)) context.addIssue({ code: 'custom', path, message })
    },
    // Also when a single field is wrong: all problems are to be told at once.
    { when: ({ value }) => typeof value === 'object' && value !== null },
  )
  .meta({
    id: 'schedule',
    description: 'When it happens: every/on/at, or rrule and at, or cron.',
    oneOf: [{ required: ['every', 'at'] }, { required: ['rrule', 'at'] }, { required: ['cron'] }],
  })

export type Schedule = z.output<typeof scheduleSchema>

function unknownKeys(keys: readonly string[]): string {
  const known = Object.keys(fields)
  return keys
    .map((key) => `"${key}" is unknown here, ${expected(`one of ${known.join(', ')}`, nearest(key, known))}`)
    .join('; ')
}
