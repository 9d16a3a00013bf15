/** Seeded randomness: the same seed draws the same numbers, on every machine. */
import { hash } from 'node:crypto'

/** A generator of numbers in [0, 1): mulberry32, seeded with the first 32 bits of the text's SHA-256. */
export function seeded(seed: string): () => number {
  // Most views are built without a number being drawn.
  let state: number | undefined
  return () => {
    state ??= hash('sha256', seed, 'buffer').readUInt32BE(0)
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
