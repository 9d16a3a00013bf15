/** What comes in from a platform, and what goes straight back: one event, one reply. */
import type { Answers, Form, Message } from '#message'
import type { Language, Profile } from './port.ts'

/**
 * Common to all events. `id` is the platform's id of the delivery: an event that comes twice under one id is answered twice but acted on once. `person` is the
 * platform's id of who acted; `language` and `zone` are given when the platform's payload carries them.
 */
interface EventBase {
  id: string
  platform: string
  person: string
  language?: Language
  zone?: string
}

/**
 * A form travels with a ticket that comes back untouched when it is sent: which occurrence (none for forms of the bot itself), which form,
 * and which delivery it was opened from.
 */
export interface FormTicket {
  occurrence: string | null
  form: string
  delivery: string | null
}

/** `inPlace` says that the adapter itself will show a `replace` reply on the message that was pressed; otherwise the outbox does. */
export type PlatformEvent =
  | (EventBase & {
      type: 'press'
      action: string
      value?: string
      occurrence?: string
      delivery?: string
      inPlace: boolean
    })
  | (EventBase & { type: 'submit'; ticket: FormTicket; answers: Record<string, unknown>; inPlace: boolean })
  | (EventBase & { type: 'command'; text: string; conversation: string | null })
  | (EventBase & { type: 'home' })
  | RosterEvent

/**
 * Something about people themselves. `person` is whom it is about, whether they are a member or not; `by` is who invited them, where the
 * platform tells. `reachable`: the bot can write to them from now on, which it could not. Nothing is answered.
 */
export type RosterEvent = EventBase & { type: 'roster' } & (
    | { change: 'joined' | 'left'; channel: string; by?: string }
    | { change: 'profile'; profile: Profile }
    | { change: 'reachable' }
  )

/**
 * `notice` is seen by the person who acted alone and need not last. `errors` maps field names to sentences and keeps the form open; `form` is
 * that form, for platforms that have to draw it anew (it is missing where a fault kept the engine from it).
 * `replace` stands in for the message that was pressed (or that the form was opened from).
 */
export type Reply =
  | { type: 'nothing' }
  | { type: 'form'; form: Form; ticket: FormTicket }
  | { type: 'errors'; errors: Record<string, string>; form?: Form }
  | { type: 'replace'; message: Message; notice?: Message }
  | { type: 'notice'; message: Message }
  | { type: 'home'; message: Message }

/** The language and zone in which an answer was put into words. */
export interface Spoken {
  language: Language
  zone: string
}

export interface Inbox {
  /** Reads indexed rows, commits once, never waits for the network. Never throws: a fault becomes a log line and a friendly
   * notice, or a sentence in the form that was sent, which stays open. `to` is missing where nobody the house knows has acted. */
  handle(event: PlatformEvent): Promise<Reply & { to?: Spoken }>
}

export type { Answers }
