/** Whom a message is written for: the language and IANA zone in which its fallback texts stand. */
import type { Language } from '#platform'

export interface SlackReader {
  language: Language
  zone: string
}
