/** Finds in source code which texts it speaks: `t('key', { values })`, `t.rich(...)`, and the like. Reads text, runs nothing. */

/** One place where a text is spoken. `values` are the names given, or null when they can't be read off. */
export interface Call {
  keys: string[]
  patterns: RegExp[]
  values: ReadonlySet<string> | null
}

const OPENINGS = {
  t: /(?:(?<![\w$])t(?:\.rich)?|\bspeak\([^()]*\))\(/g,
  text: /(?<![\w$.])(?:text|hasText)\(/g,
}

const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g
/** A template that begins like a key (`day.${name}`) or ends like one (`${command}.which`), with gaps without braces of their own. */
const TEMPLATE = /`((?:[a-z][\w-]*\.[\w.-]*)?)((?:\$\{[^{}`]*\}[\w.-]*)+)`/g
const KEY = /^[a-z][\w-]*(\.[\w-]+)*$/

export function callsIn(sources: string[], style: keyof typeof OPENINGS): Call[] {
  return sources.map(withoutComments).flatMap((source) =>
    [...source.matchAll(OPENINGS[style])].map((match) => {
      const spoken = argumentsFrom(source, match.index + match[0].length)
      // Adapters say `text(language, 'key')` outside the browser, and `text('key')` in it.
      const where = style === 'text' && !/['"`]/.test(spoken[0] ?? '') ? spoken[1] : spoken[0]
      return { keys: keysIn(where ?? ''), patterns: keyPatterns([where ?? '']), values: namesIn(spoken[1]) }
    }),
  )
}

export function literalsIn(sources: string[]): Set<string> {
  return new Set(
    sources.flatMap((source) =>
      [...withoutComments(source).matchAll(LITERAL)].map((match) => match[1] ?? match[2] ?? ''),
    ),
  )
}

export function keyPatterns(sources: string[]): RegExp[] {
  return sources.flatMap((source) =>
    [...withoutComments(source).matchAll(TEMPLATE)].flatMap(([, start, rest]) => {
      const tail = rest!.split(/\$\{[^{}`]*\}/).map(RegExp.escape)
      if (start === '' && !/\}\.[a-z][\w-]{2,}$/.test(rest!)) return []
      return new RegExp(`^${RegExp.escape(start!)}${tail.join('[\\w-]+')}$`)
    }),
  )
}

const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')

/** Literals that are a key: not one side of a comparison, not in a template, not an argument of a further call. */
function keysIn(argument: string): string[] {
  const outer = withoutInner(argument.replaceAll(/`(?:[^`\\]|\\.)*`/g, ''))
  return [...outer.matchAll(LITERAL)]
    .filter(
      ({ index, 0: { length } }) =>
        !/[=!]==?\s*$/.test(outer.slice(0, index)) && !/^\s*[=!]==?/.test(outer.slice(index + length)),
    )
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((key) => KEY.test(key))
}

function withoutInner(argument: string): string {
  const inner = argument.replaceAll(/\([^()]*\)|\[[^[\]]*\]/g, '')
  return inner === argument ? inner : withoutInner(inner)
}

/** Names in an object literal; null for anything else that may hold values. */
function namesIn(argument: string | undefined): Set<string> | null {
  if (argument === undefined || argument.trim() === '') return new Set()
  const literal = /^\s*\{([^]*)\}\s*$/.exec(argument)
  if (!literal) return null
  const entries = argumentsFrom(`${literal[1]!})`, 0).map((entry) => entry.trim())
  return entries.some((entry) => entry.startsWith('...'))
    ? null
    : new Set(entries.map((entry) => /^['"]?([\w-]*)/.exec(entry)![1]!))
}

/** The arguments of a call whose opening parenthesis ends at `start`, split at commas of its own level. */
function argumentsFrom(source: string, start: number): string[] {
  const found: string[] = []
  let depth = 0
  let from = start
  for (let at = start; at < source.length; at++) {
    const sign = source[at]!
    if (sign === "'" || sign === '"') at = endOfLiteral(source, at)
    else if ('([{'.includes(sign)) depth++
    else if (depth === 0 && (sign === ')' || sign === ',')) {
      found.push(source.slice(from, at))
      from = at + 1
      if (sign === ')') return found
    } else if (')]}'.includes(sign)) depth--
  }
  return found
}

function endOfLiteral(source: string, at: number): number {
  for (let end = at + 1; end < source.length; end++) {
    if (source[end] === '\\') end++
    else if (source[end] === source[at]) return end
  }
  return source.length
}
