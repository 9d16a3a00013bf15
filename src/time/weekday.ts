/** Weekdays as the manifest writes them, Monday first: index + 1 is the ISO 8601 number. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export type Weekday = (typeof weekdays)[number]

export function weekdayOf(date: Temporal.PlainDate): Weekday {
  return weekdays[date.dayOfWeek - 1]!
}

export function isWeekday(text: string): text is Weekday {
  return (weekdays as readonly string[]).includes(text)
}

/** The two letters RFC 5545 uses for a weekday: 'thu' -> 'TH'. */
export function ruleDayOf(weekday: Weekday): string {
  return weekday.slice(0, 2).toUpperCase()
}
