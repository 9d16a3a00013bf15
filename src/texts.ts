/**
 * All texts of the house, in both languages, on i18next. A namespace is a ritual's kind or an adapter's name; what it lacks is
 * looked up in `common`. i18next finds a key and its plural form once; from then on the text is a row of pieces with gaps, and a value
 * goes into its gap as it is: it is never read as a template, whatever someone wrote.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInstance, type i18n } from 'i18next'
import type { Inline, RichText } from '#message'
import { formatDate, LOCALES, type Language } from './message/dates.ts'
import type { Speak } from './ritual/facts.ts'

/** Nested objects whose leaves are texts with `{{gaps}}`; plurals end in `_one` and `_other` and are chosen by `count`. */
export type Locales = Record<Language, object>

export interface Texts {
  /**
   * Cheap to call again: one `Speak` per language and namespace is kept. An unknown namespace has the common texts only.
   * What it returns throws for a key that is missing and for a gap without a value: both are bugs.
   */
  speak(language: Language, namespace: string): Speak
}

type Values = Record<string, string | number | RichText>
type Piece = { text: string } | { gap: string }

/** A private-use character around a gap's name; texts don't have it (test/texts.test.ts), and values never pass through here. */
const GAP = '\uE000'

/** Reads `locales/de.json` and `locales/en.json` of a folder. @throws when one is missing or is no JSON */
export function localesOf(folder: string): Locales {
  const read = (language: Language): object =>
    JSON.parse(readFileSync(join(folder, 'locales', `${language}.json`), 'utf8'))
  return { de: read('de'), en: read('en') }
}

/** @param sources locales by namespace; `common` holds what every namespace may use */
export function loadTexts(sources: Record<string, Locales>): Texts {
  const library = open(sources)
  const spoken = new Map<string, Speak>()
  return {
    speak(language, namespace) {
      const key = `${language} ${namespace}`
      let speak = spoken.get(key)
      if (!speak) spoken.set(key, (speak = speakFrom(library, language, namespace)))
      return speak
    },
  }
}

function open(sources: Record<string, Locales>): i18n {
  const inLanguage = (language: Language): Record<string, object> =>
    Object.fromEntries(Object.entries(sources).map(([namespace, locales]) => [namespace, locales[language]]))
  const library = createInstance()
  // There is no backend to wait for, so with `initAsync: false` everything is in place on return.
  void library.init({
    initAsync: false,
    ns: Object.keys(sources),
    fallbackNS: 'common',
    fallbackLng: false,
    nsSeparator: false,
    resources: { de: inLanguage('de'), en: inLanguage('en') } as never,
    interpolation: { escapeValue: false, skipOnVariables: true },
    missingInterpolationHandler: (_text: string, match: RegExpExecArray) => GAP + match[1]!.trim() + GAP,
    parseMissingKeyHandler: () => undefined,
    returnedObjectHandler: () => undefined,
  })
  return library
}

function speakFrom(library: i18n, language: Language, namespace: string): Speak {
  const pieces = piecesFrom(library, language, namespace)
  const say = (key: string, values: Values = {}): string => {
    let text = ''
    for (const piece of pieces(key, values.count)) {
      text += 'text' in piece ? piece.text : String(valueOf(values, piece.gap, key))
    }
    return text
  }
  const rich = (key: string, values: Values): RichText =>
    joined(
      pieces(key, values.count).flatMap((piece): RichText => {
        const value = 'text' in piece ? piece.text : valueOf(values, piece.gap, key)
        return Array.isArray(value) ? value : [{ type: 'plain', text: String(value) }]
      }),
    )
  return Object.assign(say, { rich, language, ...figures(language) })
}

/** Looks a text up and takes it apart, once per key and plural form. */
function piecesFrom(library: i18n, language: Language, namespace: string) {
  const plural = new Intl.PluralRules(LOCALES[language])
  const kept = new Map<string, Piece[]>()
  return (key: string, count: Values[string] | undefined): Piece[] => {
    const counted = typeof count === 'number' ? count : undefined
    // i18next knows a form for zero besides those of the language.
    const name = counted === undefined ? key : `${key} ${counted === 0 ? 'zero' : plural.select(counted)}`
    let pieces = kept.get(name)
    if (!pieces) kept.set(name, (pieces = apart(template(library, language, namespace, key, counted))))
    return pieces
  }
}

function template(library: i18n, language: Language, namespace: string, key: string, count?: number): string {
  const text: unknown = library.t(key, { lng: language, ns: namespace, count, replace: {}, nest: false })
  if (typeof text !== 'string') throw new Error(`Text missing: ${namespace} (${language}) has no "${key}".`)
  return text
}

/** Every second piece between the marks is a gap's name. */
function apart(text: string): Piece[] {
  return text
    .split(GAP)
    .map((piece, index): Piece => (index % 2 === 0 ? { text: piece } : { gap: piece }))
    .filter((piece) => 'gap' in piece || piece.text !== '')
}

function valueOf(values: Values, gap: string, key: string): string | number | RichText {
  const value = Object.hasOwn(values, gap) ? values[gap] : undefined
  if (value === undefined) throw new Error(`Text "${key}" has no value for {{${gap}}}.`)
  return value
}

/** Neighbouring plain nodes become one, so that what is said the same way is equal. */
function joined(nodes: RichText): RichText {
  const out: RichText = []
  for (const node of nodes) {
    const last: Inline | undefined = out.at(-1)
    if (last?.type === 'plain' && node.type === 'plain') out[out.length - 1] = { ...last, text: last.text + node.text }
    else out.push(node)
  }
  return out
}

function figures(language: Language): Pick<Speak, 'number' | 'list' | 'date'> {
  const lists = new Intl.ListFormat(LOCALES[language], { type: 'conjunction' })
  const numbers = new Map<number | undefined, Intl.NumberFormat>()
  return {
    number(value, digits) {
      let format = numbers.get(digits)
      if (!format) {
        const options = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
        numbers.set(digits, (format = new Intl.NumberFormat(LOCALES[language], options)))
      }
      return format.format(value)
    },
    list: (items) => lists.format(items),
    date: (date) => formatDate(date, language),
  }
}
