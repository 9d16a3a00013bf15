import { RRuleTemporal } from 'rrule-temporal'
import { meantDate } from './hints.ts'
import { expected, nearest } from './nearest.ts'

/** The parts of RFC 5545, section 3.3.10, that choose days. The time of day is the schedule's `at`. */
const parts: Record<string, { pattern: RegExp; range?: readonly [low: number, high: number]; what: string }> = {
  FREQ: { pattern: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/, what: 'DAILY, WEEKLY, MONTHLY or YEARLY' },
  INTERVAL: { pattern: /^\d{1,4}$/, range: [1, 1000], what: 'a number from 1 to 1000' },
  COUNT: { pattern: /^\d{1,4}$/, range: [1, 5000], what: 'a number from 1 to 5000' },
  UNTIL: { pattern: /^\d{8}(T([01]\d|2[0-3])([0-5]\d){2}Z?)?$/, what: 'a date such as 20271231' },
  BYDAY: { pattern: /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/, what: 'days such as MO,TH or -1FR' },
  BYMONTH: { pattern: /^\d{1,2}$/, range: [1, 12], what: 'months from 1 to 12' },
  BYMONTHDAY: { pattern: /^[+-]?\d{1,2}$/, range: [1, 31], what: 'days from 1 to 31, or from -31 to -1' },
  BYYEARDAY: { pattern: /^[+-]?\d{1,3}$/, range: [1, 366], what: 'days from 1 to 366, or from -366 to -1' },
  BYWEEKNO: { pattern: /^[+-]?\d{1,2}$/, range: [1, 53], what: 'weeks from 1 to 53, or from -53 to -1' },
  BYSETPOS: { pattern: /^[+-]?\d{1,3}$/, range: [1, 366], what: 'positions from 1 to 366, or from -366 to -1' },
  WKST: { pattern: /^(MO|TU|WE|TH|FR|SA|SU)$/, what: 'a weekday such as MO' },
}

const lists = new Set(['BYDAY', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYSETPOS'])
const elsewhere = 'without BYHOUR, BYMINUTE and BYSECOND (the time is `at`) and without DTSTART (that is `starting`)'
const example = 'such as FREQ=WEEKLY;BYDAY=TH'

/** What is wrong with the text of a recurrence rule, or null. */
export function ruleProblem(text: string): string | null {
  if (/^RRULE:/i.test(text)) return expected('the rule without "RRULE:"', `"${text.slice(6)}"`)
  if (text.length > 500) return expected('an RFC 5545 rule of at most 500 characters')
  const wrong = partsOf(text)
    .map(partProblem)
    .find((problem) => problem !== null)
  if (wrong !== undefined) return wrong
  const names = partsOf(text).map(([name]) => name)
  if (!names.includes('FREQ')) return expected(`an RFC 5545 rule with FREQ, ${example}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return expected(`an RFC 5545 rule with ${twice} only once`)
  return combinationProblem(text)
}

/** True when the rule ends after a number of times, which needs a day to count from. */
export function isCounted(text: string): boolean {
  return partsOf(text).some(([name]) => name === 'COUNT')
}

/**
 * The rule as one spelling for days only: upper case, and UNTIL as the last day on which `at` still counts. UNTIL is
 * read as a floating local time, whether or not it ends in Z, because the whole schedule is floating.
 */
export function ruleForDays(text: string, at: Temporal.PlainTime): string {
  return partsOf(text)
    .map(([name, value]) => `${name}=${name === 'UNTIL' ? untilDay(value, at) : value}`)
    .join(';')
}

/**
 * The days of a year on which a rule falls, ascending. The rule runs at midnight in UTC, which has no clock changes,
 * so it is plain calendar arithmetic; zones come in later, when the local time becomes an instant.
 *
 * @param rule as `ruleForDays` spells it
 * @param start DTSTART: intervals and COUNT are counted from here, nothing falls before it
 */
export function ruleDays(rule: string, start: Temporal.PlainDate, year: number): readonly Temporal.PlainDate[] {
  if (year < start.year) return []
  const first = midnight(new Temporal.PlainDate(year, 1, 1))
  const last = midnight(new Temporal.PlainDate(year, 12, 31))
  return compile(rule, midnight(start))
    .between(first, last, true)
    .map((day) => day.toPlainDate())
}

function midnight(date: Temporal.PlainDate): Temporal.ZonedDateTime {
  return date.toZonedDateTime('UTC')
}

function compile(rule: string, dtstart: Temporal.ZonedDateTime) {
  // A counted daily rule is walked from its start: 5000 times at an interval of 1000 days is the longest walk allowed.
  return new RRuleTemporal({ temporal: Temporal, rruleString: rule, dtstart, strict: true, maxIterations: 100_000 })
}

function partsOf(text: string): [name: string, value: string][] {
  return text.split(';').map((part) => {
    const [name = '', ...value] = part.trim().toUpperCase().split('=')
    return [name, value.join('=')]
  })
}

function partProblem([name, value]: [string, string]): string | null {
  const part = parts[name]
  if (part === undefined) {
    const meant = nearest(name, Object.keys(parts))
    return expected(`an RFC 5545 rule of ${Object.keys(parts).join(', ')}, ${elsewhere}, not "${name}"`, meant)
  }
  const values = lists.has(name) ? value.split(',') : [value]
  const fits =
    values.every((one) => part.pattern.test(one) && inRange(one, part.range)) && (name !== 'UNTIL' || isDay(value))
  return fits ? null : expected(`${name}= with ${part.what}, not "${value}"`)
}

function inRange(text: string, range: readonly [number, number] | undefined): boolean {
  const size = Math.abs(Number(text))
  return range === undefined || (size >= range[0] && size <= range[1])
}

function isDay(until: string): boolean {
  const [year, month, day] = [until.slice(0, 4), until.slice(4, 6), until.slice(6, 8)]
  return meantDate(`${year}-${month}-${day}`) === `${year}-${month}-${day}`
}

/** What only the library knows: parts that do not go together, and dates that do not exist. */
function combinationProblem(text: string): string | null {
  try {
    const start = Temporal.ZonedDateTime.from('2024-01-01T00:00[UTC]')
    compile(ruleForDays(text, new Temporal.PlainTime()), start)
    return null
  } catch (error) {
    return expected(`an RFC 5545 rule, ${example}, but: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function untilDay(value: string, at: Temporal.PlainTime): string {
  const date = Temporal.PlainDate.from(value.slice(0, 8))
  const time = value.slice(9, 15)
  const isOver = time !== '' && Temporal.PlainTime.compare(at, Temporal.PlainTime.from(`T${time}`)) > 0
  const last = isOver ? date.subtract({ days: 1 }) : date
  return `${last.toString().replaceAll('-', '')}T000000Z`
}
