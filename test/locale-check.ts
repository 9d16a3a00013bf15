/** Reads a folder's locales against each other and against the code that speaks them, and says what is missing, left over or unkind. */
import { type Call, callsIn, keyPatterns, literalsIn } from './locale-calls.ts'

/** A folder with locales. `common` are the keys it may use besides its own. */
export interface Corner {
  de: object
  en: object
  sources: string[]
  common?: ReadonlySet<string>
  /** Code of others that may speak its texts: the core asks every ritual for some, rituals use the common ones. */
  alsoSpokenIn?: string[]
  /** Keys of others among which a family (`privacy.lines.${n}`) may be found. */
  families?: ReadonlySet<string>
  /** Adapters have texts of their own making: `text('key')` with `{gap}`; elsewhere it is `t('key')` with `{{gap}}`. */
  style: 't' | 'text'
}

/** Texts by their full key. */
export function flat(locales: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(locales).flatMap(([name, value]: [string, unknown]): [string, string][] =>
      typeof value === 'object' && value !== null
        ? [...flat(value, `${prefix}${name}.`)]
        : [[prefix + name, String(value)]],
    ),
  )
}

/** The key under which a plural form is asked for. */
const asked = (key: string): string => key.replace(/_(zero|one|other)$/, '')

export const keysOf = (locales: object): Set<string> => new Set([...flat(locales).keys()].map(asked))

export function complaints(corner: Corner): string[] {
  const [de, en] = [flat(corner.de), flat(corner.en)]
  return [
    ...onlyIn('de', de, en),
    ...onlyIn('en', en, de),
    ...pluralGaps(de),
    ...[...de].flatMap(([key, text]) => gapDifferences(key, text, en.get(key), corner.style)),
    ...[...de].filter(([, text]) => /\b(Sie|Ihnen)\b/.test(text)).map(([key]) => `de ${key}: we say du`),
    ...wordings('de', de, en, corner.style),
    ...wordings('en', en, de, corner.style),
    ...unused(corner, new Set([...de.keys()].map(asked))),
    ...callsIn(corner.sources, corner.style).flatMap((call) => callComplaints(call, corner, de)),
  ]
}

const onlyIn = (language: string, own: Map<string, string>, other: Map<string, string>): string[] =>
  [...own.keys()].filter((key) => !other.has(key)).map((key) => `${key}: only in ${language}`)

function pluralGaps(texts: Map<string, string>): string[] {
  return [...texts.keys()].flatMap((key) => {
    const pair = key.endsWith('_one') ? `${asked(key)}_other` : key.endsWith('_other') ? `${asked(key)}_one` : key
    return texts.has(pair) ? [] : [`${pair}: the other form of ${key} is missing`]
  })
}

const GAPS = { t: /\{\{\s*(\w+)\s*\}\}/g, text: /\{(\w+)\}/g }

function gapsIn(text: string, style: Corner['style']): Set<string> {
  return new Set([...text.matchAll(GAPS[style])].map((match) => match[1]!))
}

/** "One answer" may do without its number where "{{count}} answers" can't. */
function gapDifferences(key: string, de: string, en: string | undefined, style: Corner['style']): string[] {
  if (en === undefined) return []
  const gaps = (text: string): string =>
    [...gapsIn(text, style)]
      .filter((gap) => !(gap === 'count' && key.endsWith('_one')))
      .toSorted()
      .join()
  return gaps(de) === gaps(en) ? [] : [`${key}: gaps differ (${gaps(de)} / ${gaps(en)})`]
}

/** Adapters may have nothing to say, as long as they say it in both languages; i18next would take it for a text that is missing. */
const wordings = (
  language: string,
  own: Map<string, string>,
  other: Map<string, string>,
  style: Corner['style'],
): string[] =>
  [...own]
    .filter(([key, text]) => !(style === 'text' && text === '' && other.get(key) === ''))
    .flatMap(([key, text]) => wording(`${language} ${key}`, text, style))

function wording(where: string, text: string, style: Corner['style']): string[] {
  const rules: [RegExp, string][] = [
    [/^\s*$/, 'empty'],
    [/^\s|\s$|\s\s/, 'blanks at an end, or in a row'],
    [/!\s*!/, 'exclamation marks in a row'],
    [/\p{Co}/u, 'a private-use character'],
    [/\$t\(|<\/?[a-z]/i, 'markup or nesting'],
  ]
  const found = rules.filter(([pattern]) => pattern.test(text)).map(([, complaint]) => `${where}: ${complaint}`)
  return /[{}]/.test(text.replaceAll(GAPS[style], '')) ? [...found, `${where}: a gap that is none`] : found
}

/** A key of one word says nothing by standing somewhere in the code: it must be spoken. */
function unused(corner: Corner, keys: Set<string>): string[] {
  const { style, alsoSpokenIn = [] } = corner
  const sources = [...corner.sources, ...alsoSpokenIn]
  const spoken = new Set(callsIn(sources, style).flatMap((call) => call.keys))
  const literals = literalsIn(sources)
  const patterns = keyPatterns(sources)
  const isUsed = (key: string): boolean =>
    spoken.has(key) || (key.includes('.') && literals.has(key)) || patterns.some((pattern) => pattern.test(key))
  return [...keys].filter((key) => !isUsed(key)).map((key) => `${key}: not used`)
}

function callComplaints(call: Call, { common, families, style }: Corner, texts: Map<string, string>): string[] {
  const own = new Set([...texts.keys()].map(asked))
  const known = (key: string): boolean => own.has(key) || (common?.has(key) ?? false)
  const missing = call.keys.filter((key) => !known(key)).map((key) => `${key}: used, but there is no such text`)
  const dead = call.patterns
    .filter((pattern) => ![...own, ...(common ?? []), ...(families ?? [])].some((key) => pattern.test(key)))
    .map((pattern) => `${pattern.source}: used, but there are no such texts`)
  return [...missing, ...dead, ...call.keys.flatMap((key) => valueComplaints(key, call, texts, style))]
}

function valueComplaints(key: string, call: Call, texts: Map<string, string>, style: Corner['style']): string[] {
  const given = call.values
  if (style === 'text' || given === null) return []
  const forms = [...texts].filter(([name]) => asked(name) === key)
  const needed = new Set(forms.flatMap(([name, text]) => [...gapsIn(text, style), ...(name === key ? [] : ['count'])]))
  return [...needed].filter((gap) => !given.has(gap)).map((gap) => `${key}: spoken without a value for ${gap}`)
}
