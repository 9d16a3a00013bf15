/**
 * How values look inside the database, the same on SQLite and on PostgreSQL.
 *
 * Both databases store text and numbers alike, so everything else is turned into one of the two here: instants as UTC
 * text of fixed width (it sorts as it reads), yes/no as 0 and 1, structured values as JSON text.
 */
import { boundedCache } from '../time/bounded-cache.ts'

/** A value that survives a trip through JSON unchanged. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/** `2026-12-03T09:00:00.000Z`: always UTC, always milliseconds, so that text order is time order. */
export type InstantText = string

/** Writes an instant as sortable text; anything finer than a millisecond is cut off. */
export function instantText(instant: Temporal.Instant): InstantText {
  return instant.toString({ fractionalSecondDigits: 3 })
}

/** Reads a stored instant; throws a RangeError when the text is not one. */
export function instantOf(text: InstantText): Temporal.Instant {
  return Temporal.Instant.from(text)
}

/** 1 for yes, 0 for no: SQLite has no boolean and its driver refuses to bind one. */
export function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0
}

/** Reads a stored 0 or 1. */
export function flagOf(stored: number): boolean {
  return stored !== 0
}

/** Writes a structured value as JSON text; fields that are undefined are left out. */
export function json(value: unknown): string {
  return JSON.stringify(value)
}

/**
 * Reads JSON text that this program wrote. `T` is the writer's promise; what people or platforms sent is checked by a
 * zod schema before it is stored, not here.
 */
export function parse<T = JsonValue>(text: string): T {
  return JSON.parse(text) as T
}

const parsed = boundedCache<unknown>(1000)

/** The same for what is read again and again: one text gives one value, frozen, since all who ask share it. */
export function parsedOnce<T>(text: string): T {
  return parsed(text, () => JSON.parse(text, (_, value: unknown) => Object.freeze(value))) as T
}
