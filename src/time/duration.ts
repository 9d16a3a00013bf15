import { expected } from './nearest.ts'

/** Days, hours and minutes, in this order, at least one of them: '4h', '2h30m', '2d'. */
export const durationPattern = /^(?=\d)(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?$/

const what = 'a duration in days, hours and minutes, longer than zero, such as "4h", "2h30m" or "2d"'

/**
 * Reads a duration of the manifest. A day is a calendar day: added to a local time it keeps the time of day, also
 * across a daylight-saving change.
 *
 * @throws RangeError saying what was expected and, where it can be guessed, what was meant
 */
export function parseDuration(text: string): Temporal.Duration {
  const problem = durationProblem(text)
  if (problem !== null) throw new RangeError(problem)
  return read(text)
}

/** What is wrong with a duration's text, or null; `or` names what else is allowed in its place. */
export function durationProblem(text: string, or = ''): string | null {
  if (durationPattern.test(text) && !read(text).blank) return null
  return expected(`${or}${what}`, meantDuration(text))
}

/** Length in minutes, with every day at 24 hours: for comparing durations in floating time. */
export function minutesOf(duration: Temporal.Duration): number {
  return duration.days * 24 * 60 + duration.hours * 60 + duration.minutes
}

/** The shortest text for a whole number of minutes: 1440 -> '1d', 150 -> '2h30m'. */
export function durationText(minutes: number): string {
  if (minutes % (24 * 60) === 0) return `${minutes / (24 * 60)}d`
  const hours = Math.floor(minutes / 60)
  return `${hours > 0 ? `${hours}h` : ''}${minutes % 60 > 0 ? `${minutes % 60}m` : ''}`
}

function read(text: string): Temporal.Duration {
  const [, days = 0, hours = 0, minutes = 0] = durationPattern.exec(text) ?? []
  return Temporal.Duration.from({ days: Number(days), hours: Number(hours), minutes: Number(minutes) })
}

const minutesPerUnit = { w: 7 * 24 * 60, d: 24 * 60, t: 24 * 60, h: 60, s: 60, m: 1 }

/** Understands '2 hours', '1.5h', '90 min', 'PT4H', '2 Tage', '3 Std': what people write instead. */
function meantDuration(text: string): string | undefined {
  const part = /(\d+(?:[.,]\d+)?)\s*(w|d|tag|h|stunde|std|m)([a-z]*)\.?\s*/gy
  const words = text
    .trim()
    .toLowerCase()
    .replace(/^pt?/, '')
    .replace(/(?<=d)t(?=\d)/, '')
  let minutes = 0
  let letters = 0
  for (const [all, count = '', unit = '', rest = ''] of words.matchAll(part)) {
    // Months are of no one length.
    if (unit === 'm' && rest.startsWith('on')) return undefined
    minutes += Number(count.replace(',', '.')) * minutesPerUnit[unit[0] as keyof typeof minutesPerUnit]
    letters += all.length
  }
  const understood = letters === words.length && minutes >= 1 && minutes <= 366 * 24 * 60
  return understood ? `"${durationText(Math.round(minutes))}"` : undefined
}
