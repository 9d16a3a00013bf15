/** What is wrong with a file that is no sound YAML, in words for people who write three lines of it a year. */
import { type Document, isAlias, isScalar, visit, type YAMLError } from 'yaml'
import { foundText, MOST_FINDINGS } from './problem.ts'

/** A mistake at an offset of the text. */
export interface Complaint {
  offset: number
  expected: string
  found: string
  path?: string
}

const EXPECTED: Partial<Record<YAMLError['code'], string>> = {
  BAD_ALIAS: 'an alias with the name of an anchor',
  BAD_DQ_ESCAPE: "an escape that YAML knows, or 'single quotes' around the text",
  BAD_INDENT: 'lines of one block to begin at the same column, and brackets to be closed',
  BAD_SCALAR_START: 'quotes around a text that begins with a special character',
  BLOCK_AS_IMPLICIT_KEY: 'one key to a line, and quotes around a text that has a colon and a space in it',
  BLOCK_IN_FLOW: 'quotes around a text that has a colon and a space in it, and no indented block between brackets',
  MULTILINE_IMPLICIT_KEY: 'a key and its colon on one line',
  MULTIPLE_DOCS: 'one document, without a second "---"',
  NON_STRING_KEY: 'a plain word as key',
  RESOURCE_EXHAUSTION: 'lists and maps that are nested less deeply',
  TAB_AS_INDENT: 'spaces at the beginning of a line, not tabs',
  TAG_RESOLVE_FAILED: 'a plain value without a tag',
}

export function syntaxComplaint(error: YAMLError, text: string, document: Document): Complaint {
  const offset = error.message.startsWith('Missing closing') ? quoteBefore(document, error.pos[0]) : error.pos[0]
  const expected = EXPECTED[error.code] ?? `sound YAML (${error.message.split('\n', 1)[0]})`
  return { offset, expected, found: restOfLine(text, offset) }
}

/** A quote that is never closed runs to the end of the file; where it opens is what helps. */
function quoteBefore(document: Document, offset: number): number {
  let start = offset
  visit(document, {
    Scalar(_, scalar) {
      const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE'
      if (isQuoted && scalar.range && scalar.range[1] >= offset - 1) start = scalar.range[0]
    },
  })
  return start
}

function restOfLine(text: string, offset: number): string {
  const end = text.indexOf('\n', offset)
  const line = text.slice(offset, end === -1 ? text.length : end).trimEnd()
  return line === '' ? 'the end of the line' : foundText(line)
}

/** Keys that stand in their block already. */
export function duplicateKeys(document: Document, text: string): Complaint[] {
  const complaints: Complaint[] = []
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const offset = key.range?.[0] ?? 0
        if (seen.has(key.value))
          complaints.push({ offset, expected: 'each key once in its block', found: restOfLine(text, offset) })
        seen.add(key.value)
      }
    },
  })
  return complaints.slice(0, MOST_FINDINGS)
}

/** One mistake makes the parser stumble many times; the first on each line, and a few of them, are enough to put it right. */
export function fewest(errors: readonly YAMLError[], lineOf: (offset: number) => number): YAMLError[] {
  const exhausted = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
  if (exhausted) return [exhausted]
  // From the back, so that the first on a line stays.
  const byLine = new Map(
    errors
      .slice(0, MOST_FINDINGS)
      .toReversed()
      .map((error) => [lineOf(error.pos[0]), error]),
  )
  return [...byLine.values()].toReversed().slice(0, 10)
}

/** An alias may save an admin some typing; "a billion laughs" it may not have. */
export const MOST_ALIASES = 100

/** Why the aliases of a document can't be followed. */
export function aliasComplaint(document: Document): Complaint {
  let complaint: Complaint = {
    offset: 0,
    expected: `at most ${MOST_ALIASES} aliases in all`,
    found: 'aliases that multiply',
  }
  visit(document, {
    Alias(_, alias) {
      const offset = alias.range?.[0] ?? 0
      if (isAlias(alias) && alias.resolve(document) === undefined) {
        complaint = {
          offset,
          expected: 'the name of an anchor (&name) further up',
          found: foundText(`*${alias.source}`),
        }
        return visit.BREAK
      }
      complaint = { ...complaint, offset }
      return undefined
    },
  })
  return complaint
}
