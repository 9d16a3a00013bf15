/** No regular expression of the product takes much longer for a text that was made to make it slow. */
import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { tokenizer } from 'acorn'
import { check } from 'recheck'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const FILES = globSync('{src,adapters,rituals}/**/*.{ts,js}', { cwd: ROOT }).filter(
  (file) => !file.endsWith('.test.ts'),
)

interface Expression {
  place: string
  pattern: string
  flags: string
}

/** Regular expressions as they stand in the code. */
function expressionsIn(file: string): Expression[] {
  const code = stripTypeScriptTypes(readFileSync(join(ROOT, file), 'utf8'))
  const tokens = tokenizer(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true, locations: true })
  return [...tokens].flatMap((token) => {
    if (token.type.label !== 'regexp' || !('value' in token)) return []
    return [{ place: `${file}:${token.loc!.start.line}`, ...(token.value as Omit<Expression, 'place'>) }]
  })
}

/** Automata don't look ahead. On a text that fails, looking takes as long as taking, and such a text is what is searched for. */
const taking = (pattern: string): string =>
  pattern.replaceAll(/(\\.)|\(\?[=!]/g, (_, escaped: string | undefined) => escaped ?? '(?:')

/** By automata, which prove it one way or the other; what they can't read (looking back, say) has to be written more simply. */
async function complaint({ place, pattern, flags }: Expression): Promise<string[]> {
  const found = await check(taking(pattern), flags.replace('v', 'u'), { checker: 'automaton', timeout: 20_000 })
  if (found.status === 'safe') return []
  const why = found.status === 'vulnerable' ? found.complexity.summary : found.error.kind
  return [`${place} /${pattern}/${flags}: ${found.status}, ${why}`]
}

describe('regular expressions', () => {
  test('are all linear', async () => {
    const all = FILES.flatMap(expressionsIn)
    expect(all.length).toBeGreaterThan(100)
    const complaints = await Promise.all(all.map(complaint))
    expect(complaints.flat()).toEqual([])
  })

  test('would be found out', async () => {
    expect(await complaint({ place: 'a.ts:1', pattern: '^(a+)+$', flags: '' })).toEqual([
      'a.ts:1 /^(a+)+$/: vulnerable, exponential',
    ])
    expect(await complaint({ place: 'a.ts:2', pattern: 'a(?=a*b)', flags: '' })).toHaveLength(1)
  })

  test('are written down, not put together from what somebody wrote', () => {
    const made = FILES.filter((file) => /\bRegExp\(/.test(readFileSync(join(ROOT, file), 'utf8')))
    // From the names of the platforms.
    expect(made).toEqual(['src/manifest/fields.ts'])
  })
})
