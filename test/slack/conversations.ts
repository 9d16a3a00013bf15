/** `conversations.*`: where the bot may speak, who is there, and what was said in its own direct messages. */
import { type Call, conversationOf, isTrue, mayText, type Method, needText, page } from './call.ts'
import { checkWritable, messageJson } from './chat.ts'
import { Refusal } from './refusal.ts'
import { needScope, scopeFor } from './scopes.ts'
import { type Conversation, type ConversationKind, conversationWith, isHere, type Json } from './world.ts'

const MOST_PEOPLE = 8

export const open: Method = (call) => {
  const { world, args, scopes } = call
  const people = (mayText(args, 'users') ?? '').split(',').filter(Boolean)
  if (people.length === 0) throw new Refusal('users_list_not_supplied')
  if (people.length > MOST_PEOPLE) throw new Refusal('too_many_users')
  needScope(scopeFor(people.length === 1 ? 'im' : 'mpim', 'write'), scopes)
  for (const id of people) {
    const person = world.people.get(id)
    if (person === undefined) throw new Refusal('user_not_found')
    checkWritable(person)
  }
  const before = world.conversations.size
  const conversation = conversationWith(world, people)
  const isOld = world.conversations.size === before
  const channel = isTrue(args, 'return_im') ? channelJson(conversation) : { id: conversation.id }
  return { channel, ...(isOld ? { no_op: true, already_open: true } : {}) }
}

export const info: Method = (call) => {
  const conversation = conversationOf(call)
  needScope(scopeFor(conversation, 'read'), call.scopes)
  return { channel: { ...channelJson(conversation), is_member: isHere(call.world, conversation) } }
}

export const members: Method = (call) => {
  const conversation = conversationOf(call)
  needScope(scopeFor(conversation, 'read'), call.scopes)
  const { items, response_metadata } = page(call, [...conversation.members])
  return { members: items, response_metadata }
}

const KINDS: Record<string, ConversationKind> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
}

export const list: Method = (call) => listed(call, () => true)

export const ofBot: Method = (call) => listed(call, (conversation) => isHere(call.world, conversation))

function listed(call: Call, wanted: (conversation: Conversation) => boolean): Json {
  const { world, args, scopes } = call
  const named = (mayText(args, 'types') ?? 'public_channel').split(',')
  const kinds = named.map((name) => {
    const kind = KINDS[name.trim()]
    if (kind === undefined) throw new Refusal('invalid_types')
    needScope(scopeFor(kind, 'read'), scopes)
    return kind
  })
  const isWanted = new Set(kinds)
  const visible = [...world.conversations.values()].filter(
    (each) =>
      isWanted.has(each.kind) &&
      (each.kind === 'public' || isHere(world, each)) &&
      !(isTrue(args, 'exclude_archived') && each.archived) &&
      wanted(each),
  )
  const { items, response_metadata } = page(call, visible)
  const channels = items.map((each) => ({ ...channelJson(each), is_member: isHere(world, each) }))
  return { channels, response_metadata }
}

export const history: Method = (call) => said(call, (thread) => thread === null)

export const replies: Method = (call) => {
  const ts = needText(call.args, 'ts')
  if (!conversationOf(call).messages.some((message) => message.ts === ts)) throw new Refusal('thread_not_found')
  return said(call, (thread, own) => thread === ts || own === ts)
}

/** Newest first, as Slack has it. */
function said(call: Call, wanted: (thread: string | null, ts: string) => boolean): Json {
  const { world, args, scopes } = call
  const conversation = conversationOf(call)
  needScope(scopeFor(conversation, 'history'), scopes)
  if (!isHere(world, conversation)) throw new Refusal('not_in_channel')
  const oldest = Number(mayText(args, 'oldest') ?? 0)
  const latest = Number(mayText(args, 'latest') ?? Infinity)
  const inclusive = isTrue(args, 'inclusive')
  const isWithin = (ts: number): boolean =>
    (ts > oldest && ts < latest) || (inclusive && (ts === oldest || ts === latest))
  const found = conversation.messages
    .filter(({ ts, thread, only }) => only === null && wanted(thread, ts) && isWithin(Number(ts)))
    .toReversed()
  const { items, response_metadata } = page(call, found)
  const messages = items.map((message) => messageJson(world, message, isTrue(args, 'include_all_metadata')))
  return { messages, has_more: response_metadata['next_cursor'] !== '', response_metadata }
}

export function channelJson({ id, name, kind, archived, members: people }: Conversation): Json {
  return {
    id,
    ...(kind === 'im' ? { is_im: true } : { name, name_normalized: name }),
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_im: kind === 'im',
    is_mpim: kind === 'mpim',
    is_private: kind !== 'public',
    is_archived: archived,
    num_members: people.size,
  }
}
