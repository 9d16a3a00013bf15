const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const localPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/

/**
 * An instant as every table stores it: UTC, always 24 characters (`2026-12-03T09:00:00.000Z`), so that text order is
 * time order. Digits below the millisecond are cut towards the past.
 *
 * @throws RangeError outside the years 0000 to 9999, where the width would change
 */
export function instantText(instant: Temporal.Instant): string {
  const text = new Date(instant.epochMilliseconds).toISOString()
  if (text.length !== 24) throw new RangeError(`an instant between the years 0000 and 9999 was expected, not ${text}`)
  return text
}

/**
 * Reads what `instantText` wrote.
 *
 * @throws RangeError for any other spelling of an instant: in a column sorted as text it would be out of order
 */
export function instantFrom(text: string): Temporal.Instant {
  if (!instantPattern.test(text))
    throw new RangeError(`an instant like 2026-12-03T09:00:00.000Z was expected, not "${text}"`)
  return Temporal.Instant.from(text)
}

/** The date on which an instant lies in a zone: `2026-12-03`. */
export const dateIn = (instant: string, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString()

/** A floating local time, to the second: `2026-12-03T10:00:00`. */
export function localText(local: Temporal.PlainDateTime): string {
  return local.toString({ smallestUnit: 'second' })
}

/**
 * Reads what `localText` wrote.
 *
 * @throws RangeError for any other spelling
 */
export function localFrom(text: string): Temporal.PlainDateTime {
  if (!localPattern.test(text))
    throw new RangeError(`a local time like 2026-12-03T10:00:00 was expected, not "${text}"`)
  return Temporal.PlainDateTime.from(text)
}
