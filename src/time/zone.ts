import { nearest } from './nearest.ts'
import { spansOf } from './offsets.ts'
import type { Span } from './offsets.ts'

/**
 * The instant of a local time in a zone. A local time that a clock change leaves out runs later by the gap (02:30
 * becomes 03:30); one that comes twice runs once, the first time. This is Temporal's 'compatible' disambiguation, from
 * remembered transitions: several times as fast, which matters for a year of thousands of rituals.
 *
 * @throws RangeError when the zone is unknown
 */
export function instantOf(local: Temporal.PlainDateTime, zone: string): Temporal.Instant {
  const wall = wallOf(local)
  if (wall === null) return local.toZonedDateTime(zone).toInstant()
  return Temporal.Instant.fromEpochMilliseconds(epochOf(wall, spansOf(zone, local.year)))
}

/**
 * Whether a clock change touches this local time: 'gap' (it is left out), 'repeated' (it comes twice) or null.
 *
 * @throws RangeError when the zone is unknown
 */
export function shiftOf(local: Temporal.PlainDateTime, zone: string): 'gap' | 'repeated' | null {
  const wall = wallOf(local.round({ smallestUnit: 'millisecond', roundingMode: 'trunc' }))
  if (wall === null) return null
  const matches = spansOf(zone, local.year).filter((span) => wall >= span.wallFrom && wall < span.wallUntil).length
  if (matches === 0) return 'gap'
  return matches > 1 ? 'repeated' : null
}

function epochOf(wall: number, spans: readonly Span[]): number {
  let offsetBefore = spans[0]!.offset
  for (const span of spans) {
    if (wall < span.wallUntil) return wall - (wall >= span.wallFrom ? span.offset : offsetBefore)
    offsetBefore = span.offset
  }
  return wall - offsetBefore
}

/** Milliseconds of a local time as if it were UTC, or null where only Temporal itself is exact. */
function wallOf(local: Temporal.PlainDateTime): number | null {
  const { year } = local
  const exact = local.microsecond === 0 && local.nanosecond === 0 && local.calendarId === 'iso8601'
  if (!exact || year < 1900 || year > 9998) return null
  return Date.UTC(year, local.month - 1, local.day, local.hour, local.minute, local.second, local.millisecond)
}

/** True for an IANA zone name in its proper spelling; offsets such as '+01:00' are no zones, they know no summer. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false
  return spelledProperly(text) === text
}

/** The zone name most like a mistyped one ('Europe/Berln', 'europe/berlin', 'Berlin'), or undefined. */
export function nearestZone(text: string): string | undefined {
  const wanted = text.trim().replaceAll(' ', '_')
  const proper = spelledProperly(wanted)
  if (proper !== undefined) return proper
  if (wanted.includes('/')) return nearest(wanted, zoneNames())
  const byCity = new Map(zoneNames().map((name) => [name.slice(name.lastIndexOf('/') + 1), name]))
  return byCity.get(nearest(wanted, byCity.keys()) ?? '')
}

// Node lists some zones only under their old names; both are valid, but people look for the new ones.
const renamed = [
  'UTC',
  'America/Argentina/Buenos_Aires',
  'America/Ciudad_Juarez',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Kanton',
]

let names: readonly string[] | undefined

/** Every zone name worth offering for completion, sorted. */
export function zoneNames(): readonly string[] {
  names ??= [...new Set([...Intl.supportedValuesOf('timeZone'), ...renamed])].filter(isZone).toSorted()
  return names
}

function spelledProperly(text: string): string | undefined {
  if (!/^[A-Za-z][\w+\-/]*$/.test(text)) return undefined
  try {
    return new Temporal.ZonedDateTime(0n, text).timeZoneId
  } catch {
    return undefined
  }
}
