/** One long field holds a column's thoughts, one a line: that is quicker to write and to change than a form for each card. */

/** Cards per column and person. More is a speech, not a card. */
export const MOST = 10

/** Marks with which people begin the lines of a list. A minus without a blank may belong to a number. */
const MARK = /^(?:[-–—*•·]\s+)+/u
const NOTHING = /^[-–—*•·.…\s]*$/u

/**
 * The thoughts in what somebody wrote, in their order; empty lines, bullets without a word and repetitions are left out. Whatever is beyond the
 * tenth joins the tenth: the form refuses it, and nothing is lost if it comes all the same.
 */
export function thoughtsIn(text: unknown): string[] {
  const all = allThoughts(text)
  return all.length > MOST ? [...all.slice(0, MOST - 1), all.slice(MOST - 1).join(' · ')] : all
}

/** How many there are, without a limit. */
export const countThoughts = (text: unknown): number => allThoughts(text).length

function allThoughts(text: unknown): string[] {
  if (typeof text !== 'string') return []
  const lines = text.split(/[\n\r\v\f\u2028\u2029]+/u).map((line) => line.trim().replace(MARK, '').trim())
  return [...new Set(lines.filter((line) => !NOTHING.test(line)))]
}
