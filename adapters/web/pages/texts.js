/** The page's texts and times, in the language and zone of the person being played. */

/** English as written in Europe: the day before the month, 24 hours. */
const LOCALES = { de: 'de-DE', en: 'en-GB' }

/** @type {Map<string, Record<string, string>>} */
const loaded = new Map()

/** @type {{ language: 'de' | 'en', zone: string, texts: Record<string, string> }} */
const current = { language: 'de', zone: 'UTC', texts: {} }

/** @param {'de' | 'en'} language @param {string} zone */
export async function speak(language, zone) {
  if (!loaded.has(language)) {
    const response = await fetch(`/playground/locales/${language}.json`)
    loaded.set(language, await response.json())
  }
  Object.assign(current, { language, zone, texts: loaded.get(language) })
}

export const language = () => current.language

/**
 * A text with `{name}` replaced by its values; with a `count`, its plural form.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function text(key, values = {}) {
  const plural = 'count' in values ? `${key}_${pluralOf(Number(values['count']))}` : key
  const found = current.texts[plural] ?? current.texts[key] ?? key
  return found.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
}

/** @param {string} key */
export const hasText = (key) => Object.hasOwn(current.texts, key)

/** @param {number} count */
const pluralOf = (count) => (new Intl.PluralRules(LOCALES[current.language]).select(count) === 'one' ? 'one' : 'other')

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  time: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  'day-year': { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' },
  full: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map()

/** An instant in the person's zone. @param {string} at @param {'time' | 'day' | 'day-year' | 'full'} style */
export function moment(at, style) {
  const key = `${style} ${current.language} ${current.zone}`
  let formatter = formatters.get(key)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(LOCALES[current.language], { ...STYLES[style], timeZone: current.zone })
    formatters.set(key, formatter)
  }
  // "Mi, 2. Dez.", as messages write it; some editions of the locale data put a full stop after the weekday.
  return formatter.format(new Date(at)).replace(/^(\p{L}{2})\.,/u, '$1,')
}

/** `2026-12-03T10:00`, as an input for local times wants it. @param {string} at */
export function localMinute(at) {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: current.zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(at))
  return parts.replace(' ', 'T')
}

/** Exchanges the texts that the server wrote into the shell. @param {Record<string, string>} values */
export function applyTexts(values) {
  document.documentElement.lang = current.language
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.getAttribute('data-text') ?? '', values)
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', text(element.getAttribute('data-label') ?? '', values))
  }
}
