/** `chat.*`: what the bot says, edits and takes back. */
import { charactersIn, checkMessageBlocks } from './block-check.ts'
import { type Call, conversationOf, mayText, type Method, needText, structure } from './call.ts'
import { checkMentions } from './markup-check.ts'
import { Refusal, refusalWith } from './refusal.ts'
import {
  type BlockJson,
  type Conversation,
  conversationWith,
  type Json,
  type Person,
  type StoredMessage,
  type World,
} from './world.ts'

const MOST_CHARACTERS = 40_000
const METADATA_BYTES = 16_000

interface Said {
  text: string
  blocks: BlockJson[]
  metadata: Json | null
}

export const postMessage: Method = (call) => {
  const { world, args } = call
  const conversation = writable(call)
  const thread = mayText(args, 'thread_ts') ?? null
  if (thread !== null && !conversation.messages.some(({ ts }) => ts === thread)) throw new Refusal('thread_not_found')
  const message = store(world, conversation, { ...said(call), thread })
  return { channel: conversation.id, ts: message.ts, message: messageJson(world, message) }
}

export const postEphemeral: Method = (call) => {
  const { world, args } = call
  const conversation = writable(call)
  const only = needText(args, 'user')
  if (!conversation.members.has(only)) throw new Refusal('user_not_in_channel')
  const message = store(world, conversation, { ...said(call), only })
  return { message_ts: message.ts }
}

export const update: Method = (call) => {
  const { world, args } = call
  const conversation = conversationOf(call)
  const message = conversation.messages.find(({ ts, only }) => ts === needText(args, 'ts') && only === null)
  if (message === undefined) throw new Refusal('message_not_found')
  if (message.author !== world.bot.id) throw new Refusal('cant_update_message')
  change(world, message, said(call))
  return { channel: conversation.id, ts: message.ts, text: message.text, message: messageJson(world, message) }
}

export const remove: Method = (call) => {
  const conversation = conversationOf(call)
  const ts = needText(call.args, 'ts')
  const at = conversation.messages.findIndex((message) => message.ts === ts)
  if (at < 0) throw new Refusal('message_not_found')
  if (conversation.messages[at]!.author !== call.world.bot.id) throw new Refusal('cant_delete_message')
  conversation.messages.splice(at, 1)
  return { channel: conversation.id, ts }
}

export const getPermalink: Method = (call) => {
  const { id } = conversationOf(call)
  const ts = needText(call.args, 'message_ts')
  return {
    channel: id,
    permalink: `https://${call.world.team.domain}.slack.com/archives/${id}/p${ts.replace('.', '')}`,
  }
}

/** A person's id stands for the bot's own conversation with them. */
function writable(call: Call): Conversation {
  const { world, args } = call
  const person = world.people.get(needText(args, 'channel'))
  const conversation = person ? directWith(world, person) : conversationOf(call)
  if (conversation.archived) throw new Refusal('is_archived')
  if (!conversation.members.has(world.bot.id)) throw new Refusal('not_in_channel')
  if (conversation.kind === 'im') {
    const other = [...conversation.members].find((id) => id !== world.bot.id)!
    checkWritable(world.people.get(other)!)
  }
  return conversation
}

function directWith(world: World, person: Person): Conversation {
  checkWritable(person)
  return conversationWith(world, [person.id])
}

/** @throws Refusal where Slack lets nobody write to them */
export function checkWritable({ kind }: Person): void {
  if (kind === 'deactivated') throw new Refusal('user_disabled')
  if (kind === 'bot') throw new Refusal('cannot_dm_bot')
}

/** What a call wants to say, checked. */
function said({ world, args }: Call): Said {
  const text = mayText(args, 'text') ?? ''
  const blocks = structure(args, 'blocks', 'invalid_blocks_format') ?? []
  if (text.length > MOST_CHARACTERS) throw new Refusal('msg_too_long')
  if (Array.isArray(blocks) && blocks.length === 0 && text === '') throw new Refusal('no_text')
  checkMessageBlocks(blocks)
  if (text === '' && charactersIn(blocks) > 0)
    world.complaints.push('a message without text: its notification says nothing')
  checkMentions(world, [text, blocks])
  return { text, blocks: named(world, blocks), metadata: metadataOf(args) }
}

export function checkSaid(world: World, args: Json): Said {
  return said({ world, args, scopes: [], pageSize: 0 })
}

/** Slack gives every block and every button that has none an id of its own. */
export function named(world: World, blocks: readonly BlockJson[]): BlockJson[] {
  const withAction = (element: Json): Json => ({ action_id: world.newId('a'), ...element })
  return blocks.map((block) => {
    const inner = block.type === 'actions' ? { elements: (block['elements'] as Json[]).map(withAction) } : {}
    return { block_id: world.newId('b'), ...block, ...inner }
  })
}

function metadataOf(args: Json): Json | null {
  const metadata = structure(args, 'metadata', 'invalid_metadata_format') as Json | undefined
  if (metadata === undefined) return null
  const isRight = typeof metadata['event_type'] === 'string' && typeof metadata['event_payload'] === 'object'
  if (!isRight) throw refusalWith('invalid_metadata_format', ['event_type and event_payload must be there'])
  if (Buffer.byteLength(JSON.stringify(metadata)) > METADATA_BYTES) throw new Refusal('metadata_too_large')
  return metadata
}

export function store(
  world: World,
  conversation: Conversation,
  what: Said & { thread?: string | null; only?: string | null; author?: string },
): StoredMessage {
  const ts = world.newTs()
  const message: StoredMessage = {
    ts,
    channel: conversation.id,
    author: world.bot.id,
    thread: null,
    only: null,
    edits: [],
    ...what,
  }
  conversation.messages.push(message)
  return message
}

/** Metadata stays as it was unless the call brings its own. */
export function change(world: World, message: StoredMessage, { text, blocks, metadata }: Said): void {
  Object.assign(message, { text, blocks, metadata: metadata ?? message.metadata })
  message.edits.push(world.now())
}

export function messageJson(world: World, message: StoredMessage, withMetadata = false): Json {
  const isBot = message.author === world.bot.id
  return {
    type: 'message',
    user: message.author,
    ...(isBot ? { bot_id: world.botId, app_id: world.app } : {}),
    text: message.text,
    ts: message.ts,
    team: world.team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.thread === null ? {} : { thread_ts: message.thread }),
    ...(message.edits.length > 0 ? { edited: { user: message.author, ts: world.newTs() } } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  }
}
