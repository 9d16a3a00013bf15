/**
 * The platform port (`#platform`): all that the engine asks of Slack, Teams or the browser. Small, and nothing in it is optional.
 * It speaks messages and forms; only rituals speak product. Opening a form is a reply (events.ts), because both chat platforms
 * allow it only in answer to an action.
 */
import type { Message } from '#message'
import type { Inbox } from './events.ts'

export type * from './events.ts'
export type * from './findings.ts'
export { peopleFinding } from './people-finding.ts'
export { DeliveryError, type Obstacle, pauseAsked, SetupError } from './errors.ts'
export { mustGo } from './going.ts'
export { readBody } from './body.ts'
export { type Limit, type Line, ownLine, type Places, sharedLine, spacing } from './line.ts'
export { type AdapterLog, faultName, silent } from './log.ts'
export { createRecent } from './recent.ts'
export { createSpokenTo } from './spoken-to.ts'
export { realTime, type Time } from './time.ts'

export type Language = 'de' | 'en'

/** A person as a platform knows them. `id` is the platform's own (`T1/U1`, `tenant/aad`, `jana`). */
export interface Profile {
  id: string
  name: string
  email: string | null
  zone: string | null
  language: Language | null
  /** Guests, bots and deactivated people are left out of rosters by default. */
  kind: 'person' | 'guest' | 'bot' | 'deactivated'
}

/** Where a message stands on the platform; opaque to the engine, kept as JSON. */
export type MessageReference = Record<string, string>

/**
 * One message on its way out. `id` is random-looking and stable: sending the same id twice must, where the platform allows it, show one
 * message. `mayStand` is true when an earlier attempt broke off without an answer: look before you send, and where nobody can look, throw
 * `unknown`. A mention's `member` is the person's id on this platform, or empty when they are not on it.
 */
export interface Outgoing {
  id: string
  conversation: string
  thread: MessageReference | null
  message: Message
  language: Language
  zone: string
  mayStand: boolean
  /**
   * Asked by `mustGo` right before a message or an edit leaves: false when this process was held up so long that another one has it in hand.
   */
  mayGo?: () => boolean
  /** Whoever sends can't come back later: the platform's pace is waited for in here, for at most a hundred seconds. */
  patient?: boolean
}

export type Availability = 'available' | 'away' | 'unknown'

export interface Platform {
  /** `slack`, `teams` or `web`; also the prefix of channels in the manifest (`web:after-sales`). */
  readonly name: string
  /** Whether the bot can open one conversation with several people. Where it can't, each of them is written to alone. */
  readonly groups: boolean
  /** @throws SetupError for what the set-up lacks */
  start(inbox: Inbox): Promise<void>
  stop(): Promise<void>
  /** @throws DeliveryError; anything else counts as an unknown outcome. */
  send(outgoing: Outgoing): Promise<MessageReference>
  /** Editing twice is editing once. @returns a new reference where the message stands elsewhere, or in other pieces, from now on */
  update(reference: MessageReference, outgoing: Outgoing): Promise<MessageReference | void>
  /**
   * The conversation with these people (one: a direct message; two or more: a group, never asked of where `groups` is false), opened if
   * need be. Takes platform ids.
   */
  conversation(people: string[]): Promise<string>
  /**
   * An address at which whoever opens it finds a chat of their own with these people, without the bot; null where the platform has none. It may
   * be asked for every message to a group whose members are written to alone. Takes platform ids, the reader's own not among them.
   */
  chatLink(people: string[]): Promise<string | null>
  /** Everyone in a channel, guests, bots and deactivated people included and marked. */
  roster(channel: string): Promise<Profile[]>
  profile(person: string): Promise<Profile>
  /** The people with these e-mail addresses, as far as the platform can find them by an address; all others are left out. */
  lookUp(emails: string[]): Promise<Profile[]>
  availability(people: string[]): Promise<Map<string, Availability>>
}
