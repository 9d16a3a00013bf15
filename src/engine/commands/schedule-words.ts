/** A schedule in words: "montags und mittwochs um 9 Uhr". Read off the days themselves, so that every, rrule and cron sound alike. */
import type { Speak } from '#ritual'
import { type Planned, occurrencesBetween } from '../../time/recurrence.ts'
import type { Schedule } from '../../time/schedule.ts'
import { type Weekday, weekdayOf, weekdays } from '../../time/weekday.ts'
import type { House } from '../house.ts'

/** Enough to tell every fourth week from every month, whose weekdays are now four weeks apart and now five. */
const WEEKS = 27

/** @param from the day it is told on */
export function scheduleWords(
  house: Pick<House, 'calendars' | 'manifest'>,
  schedule: Schedule,
  from: Temporal.PlainDate,
  t: Speak,
): string {
  const monday = from.subtract({ days: from.dayOfWeek - 1 })
  const all = [...occurrencesBetween(schedule, house.calendars.organisation, monday, monday.add({ weeks: WEEKS }))]
  const planned = all.filter(({ skipped }) => skipped?.reason !== 'weekend')
  const next = planned.find(
    ({ local, skipped }) => !skipped && Temporal.PlainDate.compare(local.toPlainDate(), from) >= 0,
  )
  const rhythm = rhythmOf(planned, monday)
  if (rhythm === null) {
    if (!next) return t('rhythm.none')
    return t('rhythm.next', { date: t.date(next.local.toPlainDate().toString()), at: clockWords(next.local, t) })
  }
  const at = t.list(timesOf(planned).map((time) => clockWords(time, t)))
  const isWorkWeek = rhythm.days.join() === house.manifest.organisation.workWeek.toSorted(byWeekday).join()
  if (rhythm.weeks === 1 && isWorkWeek) return t('rhythm.workdays', { at })
  if (rhythm.weeks === 1 && rhythm.days.length === 7) return t('rhythm.daily', { at })
  const days = t.list(rhythm.days.map((day) => t(`rhythm.day.${day}`)))
  return rhythm.weeks === 1 ? t('rhythm.weekly', { days, at }) : t('rhythm.weeks', { count: rhythm.weeks, days, at })
}

/** The same weekdays in every so many weeks; null where there is no such order. A first week that began late may lack some. */
function rhythmOf(planned: Planned[], monday: Temporal.PlainDate): { weeks: number; days: Weekday[] } | null {
  const inWeeks = Map.groupBy(planned, ({ nominal }) => Math.floor(monday.until(nominal.toPlainDate()).days / 7))
  const weeks = [...inWeeks].toSorted(([a], [b]) => a - b).map(([week, days]) => ({ week, days: daysOf(days) }))
  const usual = weeks.at(-1)
  if (weeks.length < 3 || !usual) return null
  const step = weeks[1]!.week - weeks[0]!.week
  const inStep = weeks.every(({ week }, at) => at === 0 || week - weeks[at - 1]!.week === step)
  const alike = weeks.every(({ days }, at) =>
    at === 0 ? days.every((day) => usual.days.includes(day)) : days.join() === usual.days.join(),
  )
  return inStep && alike ? { weeks: step, days: usual.days } : null
}

const byWeekday = (a: Weekday, b: Weekday): number => weekdays.indexOf(a) - weekdays.indexOf(b)

const daysOf = (planned: Planned[]): Weekday[] =>
  [...new Set(planned.map(({ nominal }) => weekdayOf(nominal.toPlainDate())))].toSorted(byWeekday)

function timesOf(planned: Planned[]): Temporal.PlainTime[] {
  const times = new Map(planned.map(({ nominal }) => [nominal.toPlainTime().toString(), nominal.toPlainTime()]))
  return [...times].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, time]) => time)
}

/** "9 Uhr", "9:30 Uhr"; "9:00", "9:30". */
export function clockWords({ hour, minute }: { hour: number; minute: number }, t: Speak): string {
  return minute === 0
    ? t('rhythm.hour', { hour })
    : t('rhythm.minute', { hour, minute: String(minute).padStart(2, '0') })
}
