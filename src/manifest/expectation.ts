/** What zod expects at a place, as the end of the sentence "expected ...". */
import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  null: 'nothing',
}

const FORMATS: Record<string, string> = {
  email: 'an e-mail address',
  url: 'a web address',
  date: 'a date such as 2026-12-31',
  time: 'a time of day such as 09:00',
  safeint: 'a whole number',
}

/** For every issue whose schema has no words of its own. Empty for a union: its branches say more. */
export function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected
    case 'invalid_value':
      return oneOf(issue.values.map(String))
    case 'unrecognized_keys':
      return ''
    case 'invalid_union':
      return oneOf(kindsOf(issue))
    case 'too_small':
      return bound('at least', issue.origin, Number(issue.minimum), issue.inclusive ?? true)
    case 'too_big':
      return bound('at most', issue.origin, Number(issue.maximum), issue.inclusive ?? true)
    case 'invalid_format':
      return FORMATS[issue.format] ?? (issue.pattern ? `text like ${issue.pattern}` : `text as ${issue.format}`)
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    default:
      return 'something else'
  }
}

/** The words a union decides by; none for one that decides by shape. */
export function kindsOf(issue: object): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
}

function bound(words: string, origin: string, limit: number, inclusive: boolean): string {
  if (!inclusive) return words === 'at least' ? `more than ${limit}` : `less than ${limit}`
  if (origin === 'array' || origin === 'set') return `${words} ${limit} ${limit === 1 ? 'entry' : 'entries'}`
  return origin === 'string' ? `${words} ${limit} ${limit === 1 ? 'character' : 'characters'}` : `${words} ${limit}`
}

/** 'a, b or c'. */
export function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
