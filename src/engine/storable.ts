/**
 * What comes in, as it can be asked for and kept: no database takes U+0000 or half a character in a text everywhere, and nobody means them. Answers are left
 * as they are, for the form to judge.
 */
import type { PlatformEvent, Profile } from '#platform'

export function storable<Event extends PlatformEvent>(event: Event): Event {
  const plain = sound(event)
  return plain.type === 'submit' ? { ...plain, ticket: sound(plain.ticket) } : plain
}

/** The same object where nothing has to change, as nearly always. */
function sound<Fields extends object>(fields: Fields): Fields {
  const odd = Object.entries(fields).filter(([, value]) => typeof value === 'string' && value !== soundText(value))
  if (odd.length === 0) return fields
  return { ...fields, ...Object.fromEntries(odd.map(([name, value]) => [name, soundText(String(value))])) }
}

const soundText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()

/** What a platform says of somebody, without a zone that there is not: everything that is told at a local time would stumble over it. */
export function soundProfile(profile: Profile): Profile {
  const plain = sound(profile)
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
