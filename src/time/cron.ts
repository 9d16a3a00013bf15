import { createRequire } from 'node:module'
import type { CronExpression } from 'cron-parser'
import { expected } from './nearest.ts'

// cron-parser brings luxon, 25 ms at every start; most manifests have no cron line, so it is loaded with the first one.
const load = createRequire(import.meta.url)
const parse = (text: string): CronExpression =>
  (load('cron-parser') as typeof import('cron-parser')).CronExpressionParser.parse(text, { tz: 'UTC' })

const fields = ['minute', 'hour', 'day of the month', 'month', 'weekday']
const example = 'five cron fields (minute hour day month weekday) such as "0 9 * * 1-5"'

/** What is wrong with the text of a cron line, or null; each field is judged alone so that the error can name it. */
export function cronProblem(text: string): string | null {
  const values = text.trim().split(/\s+/)
  const named = shorthand.get(text.trim().toLowerCase())
  if (named !== undefined) return expected(example, `"${named}"`)
  if (text.length > 200) return expected(`${example}, of at most 200 characters`)
  if (values.length !== 5) return expected(`${example}, not ${values.length}${meantCron(values)}`)
  const problems = values.map((value, index) => fieldProblem(value, index))
  return problems.find((problem) => problem !== null) ?? null
}

/**
 * The days of a year on which a cron line falls, ascending. When day and weekday are both given, either may match, as
 * in every cron. A date that never comes (31 February) gives no days.
 */
export function cronDays(text: string, year: number): readonly Temporal.PlainDate[] {
  const expression = parseDays(text)
  if (expression === null) return []
  const days: Temporal.PlainDate[] = []
  for (let day = new Temporal.PlainDate(year, 1, 1); day.year === year; day = day.add({ days: 1 })) {
    if (expression.includesDate(new Date(Date.UTC(year, day.month - 1, day.day)))) days.push(day)
  }
  return days
}

/** The part of a cron line that chooses the days: lines that differ only in the time of day share it. */
export function cronDayPart(text: string): string {
  return text.trim().split(/\s+/).slice(2).join(' ').toUpperCase()
}

/** The times of day of a cron line, ascending. */
export function cronTimes(text: string): readonly Temporal.PlainTime[] {
  const [minutes = '', hours = ''] = text.trim().split(/\s+/)
  const { hour, minute } = parse(`${minutes} ${hours} * * *`).fields
  return hour.values.flatMap((h) => minute.values.map((m) => new Temporal.PlainTime(h, m)))
}

function parseDays(text: string): CronExpression | null {
  try {
    return parse(`0 0 ${cronDayPart(text)}`)
  } catch {
    // The fields are sound (cronProblem), so all the parser can refuse is a day that none of the months has.
    return null
  }
}

function fieldProblem(value: string, index: number): string | null {
  // H stands for "any, but always the same": a plan must be readable from the manifest, so it is not taken.
  if (/h/i.test(value.replaceAll(/thu/gi, ''))) return expected(`no H in the cron field "${fields[index]}"`)
  try {
    parse(fields.map((_, at) => (at === index ? value : '*')).join(' '))
    return null
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return expected(`a cron field "${fields[index]}" within its range, not "${value}" (${reason})`)
  }
}

const shorthand = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@weekdays', '0 0 * * 1-5'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
])

/** Six fields are seconds first: the other five are what was meant. */
function meantCron(values: readonly string[]): string {
  return values.length === 6 ? `. Did you mean "${values.slice(1).join(' ')}"?` : ''
}
