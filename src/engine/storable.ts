/**
 * What comes in, as it can be asked for and kept: no database takes U+0000 in a text everywhere, and nobody means it. Answers are left as they are,
 * for the form to judge.
 */
import type { PlatformEvent, Profile } from '#platform'

export function storable<Event extends PlatformEvent>(event: Event): Event {
  const plain = withoutNul(event)
  return plain.type === 'submit' ? { ...plain, ticket: withoutNul(plain.ticket) } : plain
}

/** The same object where nothing has to go, as nearly always. */
function withoutNul<Fields extends object>(fields: Fields): Fields {
  const odd = Object.entries(fields).filter(([, value]) => typeof value === 'string' && value.includes('\u0000'))
  if (odd.length === 0) return fields
  return {
    ...fields,
    ...Object.fromEntries(odd.map(([name, value]) => [name, String(value).replaceAll('\u0000', '')])),
  }
}

/** What a platform says of somebody, without a zone that there is not: everything that is told at a local time would stumble over it. */
export function soundProfile(profile: Profile): Profile {
  const plain = withoutNul(profile)
  return plain.zone !== null && !isZone(plain.zone) ? { ...plain, zone: null } : plain
}

/** Old names count, too; platforms know some that new ones have replaced. */
function isZone(zone: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId !== ''
  } catch {
    return false
  }
}
