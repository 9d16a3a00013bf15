/** Whom a card is written for: the language and IANA zone in which its texts stand, and whether anybody else is there. */
import type { Language } from '#platform'

export interface TeamsReader {
  language: Language
  zone: string
  /** The reader's own chat with the bot: nobody else can be mentioned there, so people are links into a chat with them. */
  alone?: boolean
  /** A client that opens no dialogs: whatever would open one brings a card with inputs instead. */
  plain?: boolean
}
