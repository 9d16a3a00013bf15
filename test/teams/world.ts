/**
 * The tenant of the Teams double: people, a team with channels, chats, what stands in them, and what somebody sees differently from others. The connector changes it for
 * the bot, the acts for people.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../../src/clock.ts'
import type { Json } from './card-check.ts'

export type PersonKind = 'person' | 'guest'

export interface Person {
  /** The Entra object id. */
  id: string
  /** As rosters and activities name them. */
  rosterId: string
  name: string
  email: string
  /** As Teams writes it: `de-DE`, `en-US`. */
  locale: string
  zone: string
  country: string
  kind: PersonKind
  /** Whether they have the app, and whether they let it write. */
  installed: boolean
  blocked: boolean
  /** Their client opens dialogs, and changes cards in place. */
  modern: boolean
}

export interface StoredMessage {
  id: string
  conversation: string
  author: string
  summary: string
  card: Json | null
  text: string
  /** The post in whose thread it stands. */
  under: string | null
  /** Milliseconds of each edit. */
  edits: number[]
}

export interface Conversation {
  id: string
  kind: 'personal' | 'channel' | 'groupChat'
  name: string
  /** Object ids. */
  members: Set<string>
  /** Of a channel: its team. */
  team: string | null
  messages: StoredMessage[]
}

export interface World {
  clock: Clock
  tenant: string
  app: { id: string; password: string }
  /** As Teams names the bot. */
  bot: string
  people: Map<string, Person>
  conversations: Map<string, Conversation>
  /** Teams in which the bot is. */
  withBot: Set<string>
  /** What a person sees in the place of a message, until their client draws it anew; by message and person. */
  views: Map<string, Json>
  /** The dialog before each person. */
  dialogs: Map<string, { title: string; card: Json }>
  /** Lines that were shown to somebody for a moment. */
  lines: { person: string; text: string }[]
  /** What would have looked wrong to somebody although no call was refused for it. */
  complaints: string[]
  now(): number
  newId(): string
}

export function createWorld(clock: Clock): World {
  let ids = 0
  const app = { id: randomUUID(), password: `secret-${randomUUID()}` }
  return {
    clock,
    tenant: randomUUID(),
    app,
    bot: `28:${app.id}`,
    people: new Map(),
    conversations: new Map(),
    withBot: new Set(),
    views: new Map(),
    dialogs: new Map(),
    lines: [],
    complaints: [],
    now: () => clock.now().epochMilliseconds,
    newId: () => String(1_700_000_000_000 + (ids += 1)),
  }
}

export function addPerson(world: World, given: Partial<Person> & { name: string }): Person {
  const person: Person = {
    id: randomUUID(),
    rosterId: `29:${Buffer.from(randomUUID()).toString('base64url')}`,
    email: `${given.name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@runde.example`,
    locale: 'de-DE',
    zone: 'Europe/Berlin',
    country: 'DE',
    kind: 'person',
    installed: true,
    blocked: false,
    modern: true,
    ...given,
  }
  world.people.set(person.id, person)
  return person
}

export function addConversation(
  world: World,
  given: Pick<Conversation, 'kind' | 'name'> & { members: string[]; team?: string; id?: string },
): Conversation {
  const { kind, name, members, team = null } = given
  const tail = { personal: '', channel: '@thread.tacv2', groupChat: '@thread.v2' }[kind]
  const id = given.id ?? (kind === 'personal' ? `a:1${randomUUID()}` : `19:${randomUUID().replaceAll('-', '')}${tail}`)
  const conversation = { id, kind, name, members: new Set(members), team, messages: [] }
  world.conversations.set(id, conversation)
  return conversation
}

export const chatOf = (world: World, person: string): Conversation =>
  [...world.conversations.values()].find(({ kind, members }) => kind === 'personal' && members.has(person)) ??
  addConversation(world, { kind: 'personal', name: '', members: [person] })

/** Whether the bot may know of somebody: they have it, or are in a team that has it. */
export const isMet = (world: World, person: Person): boolean =>
  person.installed ||
  [...world.conversations.values()].some(
    ({ kind, team, members }) => kind === 'channel' && world.withBot.has(team!) && members.has(person.id),
  )

export const personByRosterId = (world: World, id: string): Person | undefined =>
  [...world.people.values()].find((person) => person.rosterId === id)

/** A message that was posted: what stands, whoever looks. */
export function store(
  world: World,
  conversation: Conversation,
  { author, summary = '', card = null, text = '', under = null }: Partial<StoredMessage> & { author: string },
): StoredMessage {
  const message = { id: world.newId(), conversation: conversation.id, author, summary, card, text, under, edits: [] }
  conversation.messages.push(message)
  return message
}

/** What this person sees of it. */
export const seenBy = (world: World, person: string, { id, card }: StoredMessage): Json | null =>
  world.views.get(`${id} ${person}`) ?? card
