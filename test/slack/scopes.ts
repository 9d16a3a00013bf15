/** Which scopes a call needs, as the reference of each method has it (https://docs.slack.dev/reference/methods, read 2026-11-21). */
import { Refusal } from './refusal.ts'
import type { Conversation, ConversationKind } from './world.ts'

/** What a bot of this product is granted when nothing else is said. */
export const MINIMAL = [
  'chat:write',
  'commands',
  'im:write',
  'mpim:write',
  'im:history',
  'users:read',
  'users:read.email',
  'channels:read',
  'groups:read',
]

const OF_KIND: Record<ConversationKind, string> = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }

/** Methods that need one scope whatever they are asked; the others ask `needScope` themselves. */
export const SCOPES: Record<string, string> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'users.info': 'users:read',
  'users.list': 'users:read',
  'users.getPresence': 'users:read',
  'users.lookupByEmail': 'users:read.email',
  'dnd.info': 'dnd:read',
  'dnd.teamInfo': 'dnd:read',
  'team.info': 'team:read',
  'conversations.join': 'channels:join',
}

export function needScope(needed: string, granted: readonly string[]): void {
  if (granted.includes(needed)) return
  throw new Refusal('missing_scope', { needed, provided: granted.join(',') })
}

/** `channels:read` for a public channel, `im:history` for what was said in a direct message, and so on. */
export const scopeFor = (conversation: Conversation | ConversationKind, what: 'read' | 'history' | 'write'): string =>
  `${OF_KIND[typeof conversation === 'string' ? conversation : conversation.kind]}:${what}`
