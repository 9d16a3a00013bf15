/** A small seeded generator: the same words give the same numbers, on every machine. */

/** FNV-1a over UTF-16 units, as an unsigned 32-bit number. */
export function hash(words: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < words.length; at += 1) value = Math.imul(value ^ words.charCodeAt(at), 0x01000193)
  return value >>> 0
}

/** Uniform in [0, 1): mulberry32, by Tommy Ettinger. */
export function seeded(...words: string[]): () => number {
  let state = hash(words.join('\u0000'))
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** One of them, or undefined when there are none. */
export const pick = <Item>(items: readonly Item[], random: () => number): Item | undefined =>
  items[Math.floor(random() * items.length)]
