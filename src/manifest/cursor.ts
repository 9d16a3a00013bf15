import type { Path } from './problem.ts'

/**
 * A place in a manifest that may be wrong in any way. References are checked on this, not on what zod returns, so that one wrong value
 * does not hide the mistakes of the rest.
 */
export interface Cursor {
  path: Path
  value: unknown
  /** The value under a key; undefined where there is none. */
  key(name: string): Cursor
  /** The entries of a list; none where it is no list. */
  items(): Cursor[]
  /** The text that stands here, if it is one. */
  text(): Text | undefined
}

export interface Text {
  path: Path
  value: string
}

export function cursor(value: unknown, path: Path = []): Cursor {
  return {
    path,
    value,
    key: (name) => cursor(isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined, [...path, name]),
    items: () => (Array.isArray(value) ? value.map((item: unknown, index) => cursor(item, [...path, index])) : []),
    text: () => (typeof value === 'string' ? { path, value } : undefined),
  }
}

/** The texts in a list. */
export function texts(list: Cursor): Text[] {
  return list.items().flatMap((item) => item.text() ?? [])
}

/** The texts under one key of each entry of a list. */
export function column(list: Cursor, key: string): Text[] {
  return list.items().flatMap((item) => item.key(key).text() ?? [])
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
