/**
 * One stretch of time in which a zone keeps its offset. All numbers are milliseconds; wall times are counted as if
 * they were UTC, so that a wall time is simply an instant plus its offset.
 */
export type Span = { offset: number; wallFrom: number; wallUntil: number }

// Only the transitions near the year matter; no offset, not even the dateline jumps of 24 hours, reaches further.
const margin = 36 * 60 * 60 * 1000
// A dozen zones over forty years fit many times over; a flood of zones starts anew instead of growing without end.
const limit = 20_000

const known = new Map<string, Map<number, readonly Span[]>>()
let count = 0

/**
 * The spans of a zone that matter for wall times of a year, in order of time.
 *
 * @throws RangeError when the zone is unknown
 */
export function spansOf(zone: string, year: number): readonly Span[] {
  const spans = known.get(zone)?.get(year)
  return spans ?? remember(zone, year, readSpans(zone, year))
}

function remember(zone: string, year: number, spans: readonly Span[]): readonly Span[] {
  if (count >= limit) {
    known.clear()
    count = 0
  }
  const years = known.get(zone) ?? new Map<number, readonly Span[]>()
  known.set(zone, years.set(year, spans))
  count += 1
  return spans
}

function readSpans(zone: string, year: number): readonly Span[] {
  const spans: Span[] = []
  const last = Date.UTC(year + 1, 0) + margin
  let wallFrom = -Infinity
  let here = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0) - margin).toZonedDateTimeISO(zone)
  for (;;) {
    const offset = here.offsetNanoseconds / 1e6
    const change = here.getTimeZoneTransition('next')
    if (change === null || change.epochMilliseconds >= last)
      return [...spans, { offset, wallFrom, wallUntil: Infinity }]
    spans.push({ offset, wallFrom, wallUntil: change.epochMilliseconds + offset })
    wallFrom = change.epochMilliseconds + change.offsetNanoseconds / 1e6
    here = change
  }
}
