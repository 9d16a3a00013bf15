/**
 * The beginning of a text on one line, for places that only point to the whole: at most `max` UTF-16 units, cut at a word where there
 * is one, never within a character, and with an ellipsis that says so.
 */
export function shortened(text: string, max: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= max) return line
  let kept = ''
  for (const { segment } of graphemes.segment(line.slice(0, max + 1))) {
    if (kept.length + segment.length > max - 1) break
    kept += segment
  }
  const word = kept.lastIndexOf(' ')
  // A cut at a word must leave most of the text standing; else it is one long word, or a language without spaces.
  return `${(word > max / 2 ? kept.slice(0, word) : kept).replace(/[\s,;:.–-]{1,20}$/, '')}…`
}

/** Making one takes longer than using it. */
const graphemes = new Intl.Segmenter()
