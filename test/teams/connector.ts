/** The Bot Connector's calls as far as the product makes them, with what Teams refuses. */
import { complaintsAboutCard, type Json } from './card-check.ts'
import { Refusal } from './refusal.ts'
import { chatOf, type Conversation, isMet, type Person, personByRosterId, store, type World } from './world.ts'

export interface Call {
  world: World
  /** The conversation, team or activity in the path. */
  path: string[]
  query: URLSearchParams
  body: Json
  pageSize: number
}

interface Result {
  status: number
  body: Json | unknown[]
}

/** Bytes in UTF-16. */
const MOST_BYTES = 100 * 1024

export const METHODS: Record<string, (call: Call) => Result> = {
  create({ world, body }) {
    if (body['isGroup'] === true) return createPost(world, body)
    const [member] = (body['members'] ?? []) as Json[]
    const person = personByRosterId(world, String(member?.['id']))
    if (person === undefined) throw new Refusal(400, 'BadSyntax')
    if (String(body['tenantId']) !== world.tenant) throw new Refusal(403, 'BotNotInConversationRoster')
    if (!isMet(world, person)) throw new Refusal(403, 'BotNotInConversationRoster')
    return { status: 201, body: { id: chatOf(world, person.id).id } }
  },
  send({ world, path: [id], body }) {
    const [base, post] = id!.split(';messageid=')
    const conversation = writable(world, base!)
    if (post !== undefined && !conversation.messages.some((message) => message.id === post)) {
      throw new Refusal(404, 'ConversationNotFound')
    }
    return { status: 201, body: { id: postIn(world, conversation, body, post ?? null) } }
  },
  update({ world, path: [id, activity], body }) {
    const conversation = writable(world, id!.split(';')[0]!)
    const message = conversation.messages.find((each) => each.id === activity)
    if (message === undefined) throw new Refusal(404, 'ActivityNotFoundInConversation')
    if (message.author !== world.bot) throw new Refusal(403, 'NotAllowed')
    Object.assign(message, contentOf(world, body))
    message.edits.push(world.now())
    for (const key of world.views.keys()) if (key.startsWith(`${message.id} `)) world.views.delete(key)
    return { status: 200, body: { id: message.id } }
  },
  members({ world, path: [id], query, pageSize }) {
    const people = membersOf(world, id!)
    const from = Number(query.get('continuationToken') ?? 0)
    const members = people.slice(from, from + pageSize).map((person) => accountOf(world, person))
    const isLast = from + pageSize >= people.length
    return { status: 200, body: { members, ...(isLast ? {} : { continuationToken: String(from + pageSize) }) } }
  },
  member({ world, path: [id, who] }) {
    const person = membersOf(world, id!).find((each) => each.id === who || each.rosterId === who)
    if (person === undefined) throw new Refusal(404, 'MemberNotFoundInConversation')
    return { status: 200, body: accountOf(world, person) }
  },
  channels({ world, path: [team] }) {
    if (!world.withBot.has(team!)) throw new Refusal(403, 'BotNotInConversationRoster')
    const conversations = [...world.conversations.values()].filter((each) => each.team === team)
    return { status: 200, body: { conversations: conversations.map(({ id, name }) => ({ id, name })) } }
  },
}

function createPost(world: World, body: Json): Result {
  const channel = ((body['channelData'] as Json | undefined)?.['channel'] as Json | undefined)?.['id']
  const conversation = writable(world, String(channel))
  const id = postIn(world, conversation, body['activity'] as Json, null)
  return { status: 201, body: { id: `${conversation.id};messageid=${id}`, activityId: id } }
}

function writable(world: World, id: string): Conversation {
  const conversation = world.conversations.get(id)
  if (conversation === undefined) throw new Refusal(404, 'ConversationNotFound')
  if (conversation.kind === 'channel' && !world.withBot.has(conversation.team!)) {
    throw new Refusal(403, 'BotNotInConversationRoster')
  }
  if (conversation.kind === 'personal') {
    const person = world.people.get([...conversation.members][0]!)!
    if (person.blocked || !isMet(world, person)) throw new Refusal(403, 'MessageWritesBlocked')
  }
  return conversation
}

function postIn(world: World, conversation: Conversation, activity: Json, under: string | null): string {
  return store(world, conversation, { author: world.bot, ...contentOf(world, activity), under }).id
}

function contentOf(world: World, activity: Json) {
  if (2 * JSON.stringify(activity).length > MOST_BYTES) throw new Refusal(413, 'MessageSizeTooBig')
  if (activity['type'] !== 'message') throw new Refusal(400, 'BadSyntax')
  const [attachment] = (activity['attachments'] ?? []) as Json[]
  const card = (attachment?.['content'] as Json | undefined) ?? null
  if (card !== null) {
    const wrong = complaintsAboutCard(card)
    if (wrong.length > 0) throw new Refusal(400, `BadCard ${wrong.join('; ')}`)
    checkMentions(world, card)
  }
  const summary = String(activity['summary'] ?? '')
  if (summary === '') world.complaints.push('a message without a line for its notification')
  return { summary, card, text: String(activity['text'] ?? '') }
}

/** Teams shows a tag as it stands where nobody is behind it. */
function checkMentions(world: World, card: Json): void {
  const entities = (((card['msteams'] as Json | undefined)?.['entities'] ?? []) as Json[]).map(
    (each) => each['mentioned'] as Json,
  )
  for (const { id } of entities) {
    if (!world.people.has(String(id))) world.complaints.push(`a mention of nobody: ${String(id)}`)
  }
}

/** A channel has its team's roster. */
function membersOf(world: World, id: string): Person[] {
  const conversation = world.conversations.get(id) ?? [...world.conversations.values()].find(({ team }) => team === id)
  if (conversation === undefined) throw new Refusal(404, 'ConversationNotFound')
  if (conversation.kind === 'channel' && !world.withBot.has(conversation.team!)) {
    throw new Refusal(403, 'BotNotInConversationRoster')
  }
  return [...conversation.members].map((member) => world.people.get(member)!)
}

export const accountOf = ({ tenant }: World, { id, rosterId, name, email, kind }: Person): Json => ({
  id: rosterId,
  name,
  aadObjectId: id,
  objectId: id,
  tenantId: tenant,
  givenName: name.split(' ')[0],
  surname: name.split(' ').at(-1),
  ...(kind === 'guest'
    ? { userPrincipalName: `${email.replace('@', '_')}#EXT#@runde.example`, email, userRole: 'guest' }
    : { userPrincipalName: email, email: email.toUpperCase(), userRole: 'user' }),
})
