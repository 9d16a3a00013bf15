/** Dates and instants as people read them: in their language, on a 24 h clock, without a year (rituals speak of days that are near). */
import type { InstantStyle } from './message.ts'

export type Language = 'de' | 'en'

/** English is written the British way: day before month, 24 h clock. */
export const LOCALES: Record<Language, string> = { de: 'de-DE', en: 'en-GB' }

const PARTS: Record<InstantStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit' },
  date: { weekday: 'long', day: 'numeric', month: 'long' },
  'weekday-time': { weekday: 'short', hour: '2-digit', minute: '2-digit' },
  'date-time': { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
}

type Part = Partial<Record<Intl.DateTimeFormatPartTypes, string>>

/** Put together from parts, so that a new edition of the locale data can't move a comma. */
const SHAPES: Record<Language, Record<InstantStyle, (part: Part) => string>> = {
  de: {
    time: (p) => `${p.hour}:${p.minute}`,
    date: (p) => `${p.weekday}, ${p.day}. ${p.month}`,
    'weekday-time': (p) => `${p.weekday}, ${p.hour}:${p.minute}`,
    'date-time': (p) => `${p.weekday}, ${p.day}. ${p.month}, ${p.hour}:${p.minute}`,
  },
  en: {
    time: (p) => `${p.hour}:${p.minute}`,
    date: (p) => `${p.weekday}, ${p.day} ${p.month}`,
    'weekday-time': (p) => `${p.weekday}, ${p.hour}:${p.minute}`,
    'date-time': (p) => `${p.weekday} ${p.day} ${p.month}, ${p.hour}:${p.minute}`,
  },
}

/** A formatter costs some 50 µs to make and 1 µs to use; zones are few, so they are all kept. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * Writes an instant for a reader.
 * @param at UTC text, `2026-12-03T09:00:00.000Z`
 * @param zone IANA name of the reader's zone
 * @returns `10:00`, `Donnerstag, 3. Dezember`, `Do, 10:00` or `Do, 3. Dez., 10:00`; in English `10:00`, `Thursday, 3 December`, `Thu, 10:00`, `Thu 3 Dec, 10:00`
 * @throws RangeError for an instant or a zone that does not exist
 */
export function formatInstant(at: string, style: InstantStyle, language: Language, zone: string): string {
  const part: Part = {}
  for (const { type, value } of formatterFor(style, language, zone).formatToParts(new Date(at))) part[type] = value
  // German locale data writes "Do" or "Do.", as the pattern has it.
  part.weekday = part.weekday?.replace(/\.$/, '')
  return SHAPES[language][style](part)
}

/** Writes a local date such as `2026-12-03` as `Donnerstag, 3. Dezember` / `Thursday, 3 December`. */
export function formatDate(date: string, language: Language): string {
  return formatInstant(`${date}T00:00:00.000Z`, 'date', language, 'UTC')
}

function formatterFor(style: InstantStyle, language: Language, zone: string): Intl.DateTimeFormat {
  const key = `${language} ${style} ${zone}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(LOCALES[language], { ...PARTS[style], hourCycle: 'h23', timeZone: zone })
  formatters.set(key, made)
  return made
}
