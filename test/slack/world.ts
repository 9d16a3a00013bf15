/**
 * The workspace of the Slack double: people, conversations, messages, open views. Everything in it is what Slack would hold; the methods
 * (chat.ts, conversations.ts, people.ts, views.ts) change it for the bot, the acts (acts.ts) for people.
 */
import type { Clock } from '../../src/clock.ts'

export type Json = Record<string, unknown>
export type BlockJson = Json & { type: string; block_id?: string }

export type PersonKind = 'person' | 'guest' | 'single-channel-guest' | 'bot' | 'deactivated' | 'stranger'

export interface Person {
  id: string
  name: string
  email: string | null
  zone: string
  /** As Slack writes it: `de-DE`, `en-US`. */
  locale: string
  kind: PersonKind
  admin: boolean
  status: { text: string; emoji: string; expires: number }
  /** Do not disturb, in seconds since 1970. */
  snooze: { from: number; to: number } | null
}

export interface StoredMessage {
  ts: string
  channel: string
  /** Who wrote it: the bot's own id, or a person's. */
  author: string
  text: string
  blocks: BlockJson[]
  metadata: Json | null
  thread: string | null
  /** Milliseconds of each edit. */
  edits: number[]
  /** Seen by this person alone, and not kept by Slack. */
  only: string | null
}

export type ConversationKind = 'public' | 'private' | 'im' | 'mpim'

export interface Conversation {
  id: string
  name: string
  kind: ConversationKind
  members: Set<string>
  archived: boolean
  messages: StoredMessage[]
}

/** A modal or a Home tab as it stands before somebody. */
export interface OpenView extends Json {
  id: string
  hash: string
  type: 'modal' | 'home'
  blocks: BlockJson[]
  callback_id: string
  private_metadata: string
  external_id: string
  root_view_id: string
  previous_view_id: string | null
}

interface Trigger {
  person: string
  at: number
  used: boolean
}

interface ResponseAddress {
  person: string
  channel: string
  /** The message that was pressed, if one was. */
  message: StoredMessage | null
  at: number
  uses: number
}

export interface World {
  clock: Clock
  team: { id: string; name: string; domain: string }
  app: string
  /** The bot as one of the people, and its id as a bot. */
  bot: Person
  botId: string
  people: Map<string, Person>
  conversations: Map<string, Conversation>
  /** The bot's direct and group messages by who is in them, which never changes. */
  direct: Map<string, Conversation>
  homes: Map<string, OpenView>
  /** The stack of modals before each person, the uppermost last. */
  modals: Map<string, OpenView[]>
  triggers: Map<string, Trigger>
  responses: Map<string, ResponseAddress>
  /** What would have looked wrong to somebody in Slack although no call was refused for it. */
  complaints: string[]
  /** Milliseconds since 1970. */
  now(): number
  /** A new id with this letter in front. */
  newId(letter: string): string
  newTs(): string
}

export const FIRST_TEAM = { id: 'T0RUNDE01', name: 'Runde', domain: 'runde' }

export function createWorld(clock: Clock): World {
  let ids = 0
  let lastTs = 0
  const newId = (letter: string): string => `${letter}0${(ids += 1).toString(36).toUpperCase().padStart(7, '0')}`
  const now = (): number => clock.now().epochMilliseconds
  const bot = personOf(newId('U'), { name: 'Teamrunde', kind: 'bot' })
  return {
    clock,
    team: FIRST_TEAM,
    app: newId('A'),
    bot,
    botId: newId('B'),
    people: new Map([[bot.id, bot]]),
    conversations: new Map(),
    direct: new Map(),
    homes: new Map(),
    modals: new Map(),
    triggers: new Map(),
    responses: new Map(),
    complaints: [],
    now,
    newId,
    newTs() {
      // Unique and growing, even where the clock stands still.
      lastTs = Math.max(lastTs + 1, now() * 1000)
      return `${Math.floor(lastTs / 1e6)}.${String(lastTs % 1e6).padStart(6, '0')}`
    },
  }
}

export function personOf(id: string, given: Partial<Person> & { name: string }): Person {
  return {
    id,
    email: `${given.name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@runde.example`,
    zone: 'Europe/Berlin',
    locale: 'de-DE',
    kind: 'person',
    admin: false,
    status: { text: '', emoji: '', expires: 0 },
    snooze: null,
    ...given,
  }
}

export function addPerson(world: World, given: Partial<Person> & { name: string }): Person {
  const person = personOf(given.id ?? world.newId('U'), given)
  world.people.set(person.id, person)
  return person
}

const LETTER: Record<ConversationKind, string> = { public: 'C', private: 'C', im: 'D', mpim: 'G' }

export function addConversation(world: World, kind: ConversationKind, name: string, members: string[]): Conversation {
  const id = world.newId(LETTER[kind])
  const conversation: Conversation = { id, name, kind, members: new Set(members), archived: false, messages: [] }
  world.conversations.set(id, conversation)
  return conversation
}

/** The bot's conversation with exactly these people, made when there is none. */
export function conversationWith(world: World, people: string[]): Conversation {
  const members = [...new Set([world.bot.id, ...people])].toSorted()
  const key = members.join()
  const kind = members.length > 2 ? 'mpim' : 'im'
  const name = kind === 'mpim' ? `mpdm-${members.join('--')}-1` : ''
  const found = world.direct.get(key) ?? addConversation(world, kind, name, members)
  world.direct.set(key, found)
  return found
}

export const isHere = (world: World, conversation: Conversation): boolean => conversation.members.has(world.bot.id)

export function newTrigger(world: World, person: string): string {
  const id = `${world.now()}.${world.newId('')}.trigger`
  world.triggers.set(id, { person, at: world.now(), used: false })
  return id
}
