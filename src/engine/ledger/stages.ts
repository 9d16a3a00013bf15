/**
 * When the owner of a promise hears of it: on the working day before, on the day, and with one question on the working day after. A day off
 * has no word of its own: what is due on a Saturday is told of on Friday and asked about on Monday.
 */
import type { Calendar } from '../../time/calendar.ts'
import { instantText } from '../../time/format.ts'

export type Stage = 'before' | 'day' | 'after'

const STAGES: readonly Stage[] = ['before', 'day', 'after']

const rank = (stage: Stage | null): number => (stage === null ? -1 : STAGES.indexOf(stage))

function dayOf(stage: Stage, due: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate | null {
  if (stage === 'before') return calendar.previousWorkingDay(due)
  if (stage === 'after') return calendar.nextWorkingDay(due)
  return calendar.isWorkingDay(due) ? due : null
}

/**
 * When the next word about a date comes, at the beginning of a working day (UTC text), or null after the last one.
 * @param since local date; on it and before there is no word: who has just said a date need not be told of it
 */
export function nextWord(
  due: string,
  nudged: Stage | null,
  since: string,
  calendar: Calendar,
  zone: string,
): string | null {
  const date = Temporal.PlainDate.from(due)
  const days = STAGES.filter((stage) => rank(stage) > rank(nudged)).flatMap(
    (stage) => dayOf(stage, date, calendar) ?? [],
  )
  const next = days.map(String).find((day) => day > since)
  return next === undefined ? null : beginningOf(next, calendar, zone)
}

/** The first moment of work on a date, or after it. */
export function beginningOf(date: string, calendar: Calendar, zone: string): string | null {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant()
  const at = calendar.nextWorkingInstant(midnight, zone)
  return at && instantText(at)
}

/** The word that fits a date today, or null where there is none or it has been said. What was held up is not made up for by two at once. */
export function wordNow(due: string, nudged: Stage | null, today: string, calendar: Calendar): Stage | null {
  const before = calendar.previousWorkingDay(Temporal.PlainDate.from(due))?.toString()
  const fits = today > due ? 'after' : today === due ? 'day' : before !== undefined && today >= before ? 'before' : null
  return rank(fits) > rank(nudged) ? fits : null
}
