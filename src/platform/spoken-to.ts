/**
 * How people are spoken to: as the house did it the last time, else as the platform says. The manifest may give somebody another language or zone
 * than their client has, and an answer's own dates and buttons must not differ from its words.
 */
import type { Inbox, PlatformEvent, Reply, Spoken } from './events.ts'

/** More than act in one process of a large organisation. */
const MOST_REMEMBERED = 50_000

export interface SpokenTo {
  /** Asks the house, and remembers how it spoke. */
  handle(event: PlatformEvent): Promise<Reply>
  /** As of now: ask it after the house. @param known what the platform says of this person */
  spokenTo(person: string, known: () => Spoken): Spoken
}

export function createSpokenTo(inbox: () => Inbox): SpokenTo {
  const spoken = new Map<string, Spoken>()
  return {
    async handle(event) {
      const reply = await inbox().handle(event)
      if (reply.to) {
        if (spoken.size >= MOST_REMEMBERED) spoken.clear()
        spoken.set(event.person, reply.to)
      }
      return reply
    },
    spokenTo: (person, known) => spoken.get(person) ?? known(),
  }
}
