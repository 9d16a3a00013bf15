/** The playground's own texts, in both languages; the browser reads the same two files. */
import type { Language } from '#platform'
import de from './locales/de.json' with { type: 'json' }
import en from './locales/en.json' with { type: 'json' }

export type TextKey = keyof typeof de

export const TEXTS: Record<Language, Record<TextKey, string>> = { de, en }

/** English as written in Europe: the day before the month, 24 hours. */
export const LOCALES: Record<Language, string> = { de: 'de-DE', en: 'en-GB' }

/** A text with `{name}` replaced by its values. */
export function text(language: Language, key: TextKey, values: Record<string, string | number> = {}): string {
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
