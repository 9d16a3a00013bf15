/** Keys and indexes from the top of the manifest to the place meant: `['rituals', 1, 'schedule', 'at']`. */
export type Path = readonly (string | number)[]

/** One mistake in the manifest, or one remark about it. */
export interface Problem {
  file: string
  /** From 1; 1:1 when it concerns the whole file. */
  line: number
  column: number
  /** `rituals[1].schedule.at`; empty for the whole file. */
  path: string
  /** What should stand there; completes "expected ...". */
  expected: string
  /** What stands there instead; completes "found ...". Nothing from it can steer a terminal. */
  found: string
  /** The nearest right word. */
  suggestion?: string
}

/** A problem before its place in the file is known. `at` says whether the key or its value is meant. */
export type Finding = Pick<Problem, 'expected' | 'found' | 'suggestion'> & { path: Path; at: 'key' | 'value' }

/** Whoever has made hundreds of mistakes has made one of them hundreds of times; to look for more would only take time. */
export const MOST_FINDINGS = 200

export function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${printable(step)}`))
    .join('')
}

/** As the file reads, from top to bottom. */
export function sorted(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column || a.path.localeCompare(b.path))
}

const LONGEST = 60

/** A value of the manifest in a few words, for "found ...". */
export function foundText(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value === 'string') return `"${printable(value)}"`
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value !== 'object') return printable(String(value))
  const keys = Object.keys(value)
  return keys.length === 0 ? 'an empty map' : `a map with ${printable(keys.slice(0, 5).join(', '))}`
}

/** Shortened, and with everything escaped that a terminal would act on or that turns the direction of text. */
export function printable(text: string, longest = LONGEST): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return short.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
