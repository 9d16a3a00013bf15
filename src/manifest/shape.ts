/** Mistakes in single values and keys: everything zod finds, told in our words. */
import { z } from 'zod'
import type { AnyRitual } from '../engine/discovery.ts'
import { nearest } from '../time/nearest.ts'
import { expectation, kindsOf, oneOf } from './expectation.ts'
import { type Json, manifestJsonSchema } from './json-schema.ts'
import { keysAt } from './known-keys.ts'
import { type Finding, foundText, MOST_FINDINGS, type Path } from './problem.ts'

type Issue = z.core.$ZodIssue

/** Where the issues were found, and the keys that are allowed there. */
interface Whole {
  value: unknown
  keysAt(path: Path): string[]
}

/** What zod's issues say of `value`, in no particular order. */
export function shapeFindings(
  issues: readonly Issue[],
  value: unknown,
  rituals: ReadonlyMap<string, AnyRitual>,
): Finding[] {
  let schema: Json | undefined
  const whole: Whole = { value, keysAt: (path) => keysAt((schema ??= manifestJsonSchema(rituals)), path, value) }
  return issues.slice(0, MOST_FINDINGS).flatMap((issue) => findingsOf(issue, [], whole))
}

/** For the `error` of a parse: our words wherever the schema has none. */
export const words: z.core.ParseContext<Issue> = { error: (issue) => expectation(issue) }

function findingsOf(issue: Issue, above: Path, whole: Whole): Finding[] {
  const { value } = whole
  const path = [...above, ...issue.path.map(step)]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MOST_FINDINGS).map((key) => unknownKey([...path, key], whole))
  }
  if (issue.code === 'invalid_union' && issue.message === '') {
    return bestBranch(issue.errors, valueAt(value, path)).flatMap((inner) => findingsOf(inner, path, whole))
  }
  const found = valueAt(value, path)
  return [{ path, at: 'value', found: foundText(found), ...spoken(messageOf(issue), meantValue(issue, found)) }]
}

/** A rule of a ritual may be a sentence of its own: "two questions have the same id". */
function messageOf({ code, message }: Issue): string {
  return code === 'custom' && !message.startsWith('expected ') ? `another value: ${message}` : message
}

function step(part: PropertyKey): string | number {
  const text = String(part)
  return typeof part === 'number' || /^\d+$/.test(text) ? Number(text) : text
}

function unknownKey(path: Path, { value, keysAt: keys }: Whole): Finding {
  const key = String(path.at(-1))
  const known = keys(path.slice(0, -1))
  const free = known.filter((name) => valueAt(value, [...path.slice(0, -1), name]) === undefined)
  const suggestion = nearest(key, free) ?? nearest(key, known)
  return {
    path,
    at: 'key',
    expected: known.length > 0 ? oneOf(known) : 'no such key',
    found: foundText(key),
    ...(suggestion !== undefined && { suggestion }),
  }
}

/** Of a choice between shapes, the one that was probably meant: the right type of value first, then the fewest mistakes. */
function bestBranch(branches: readonly (readonly Issue[])[], found: unknown): readonly Issue[] {
  const wrongType = (issues: readonly Issue[]) =>
    issues.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys')
  const isPlain = typeof found !== 'object' || found === null
  const rated = branches.map((issues) => ({ issues, cost: (wrongType(issues) ? 1000 : 0) + issues.length }))
  const best = rated.toSorted((a, b) => a.cost - b.cost)[0]
  if (best && best.cost < 1000) return best.issues
  // None fits: name them all in one sentence.
  const expected = oneOf(
    [...new Set(branches.flatMap((issues) => issues.map((issue) => issue.message)))].filter(Boolean),
  )
  const values = branches.flatMap((issues) =>
    issues.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : [])),
  )
  const meant = isPlain ? nearest(String(found), values.map(String)) : undefined
  return [{ code: 'custom', path: [], message: `expected ${expected}${meant ? `. Did you mean ${meant}?` : ''}` }]
}

function meantValue(issue: Issue, found: unknown): string | undefined {
  if (typeof found === 'object' || found === undefined) return undefined
  if (issue.code === 'invalid_value') return nearest(String(found), issue.values.map(String))
  if (issue.code === 'invalid_union') return nearest(String(found), kindsOf(issue))
  if (issue.code === 'invalid_type' && issue.expected === 'string') return String(found)
  return undefined
}

const MEANT = '. Did you mean '

/** Takes "expected X. Did you mean Y?" apart. */
export function spoken(message: string, meant?: string): Pick<Finding, 'expected' | 'suggestion'> {
  const said = message.replace(/^expected /, '')
  const at = said.endsWith('?') ? said.indexOf(MEANT) : -1
  const inMessage = at === -1 ? undefined : said.slice(at + MEANT.length, -1)
  const suggestion = inMessage?.replace(/^"(.*)"$/s, '$1') ?? meant
  return { expected: at === -1 ? said : said.slice(0, at), ...(suggestion !== undefined && { suggestion }) }
}

/** The value at a path, undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    return (at as Record<string | number, unknown>)[key]
  }, value)
}
