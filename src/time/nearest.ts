import { distance } from 'fastest-levenshtein'

/**
 * The word most like `text`, for "Did you mean ...?", or undefined when none is alike enough: up to a third of the
 * letters may differ, so that a suggestion is never a wild guess. Upper and lower case count as the same.
 */
export function nearest(text: string, words: Iterable<string>): string | undefined {
  const wanted = text.trim().toLowerCase()
  let best: string | undefined
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const word of words) {
    const changes = distance(wanted, word.toLowerCase())
    if (changes < fewest) [best, fewest] = [word, changes]
  }
  return best
}

/** The sentence every schedule error is made of: what was expected and, where it can be guessed, what was meant. */
export function expected(what: string, meant?: string): string {
  return `expected ${what}${meant === undefined ? '' : `. Did you mean ${meant}?`}`
}
