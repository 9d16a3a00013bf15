/** One call of the Web API, as its method sees it; and how arguments are read. */
import { Refusal, refusalWith } from './refusal.ts'
import type { Conversation, Json, Person, World } from './world.ts'

export interface Call {
  world: World
  args: Json
  scopes: readonly string[]
  pageSize: number
}

export type Method = (call: Call) => Json

export function mayText(args: Json, name: string): string | undefined {
  const value = args[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw refusalWith('invalid_arguments', [`${name} must be a string`])
}

export function needText(args: Json, name: string): string {
  const text = mayText(args, name)
  if (text === undefined) throw refusalWith('invalid_arguments', [`missing required field: ${name}`])
  return text
}

export const isTrue = (args: Json, name: string): boolean => ['true', '1'].includes(String(args[name]))

/** Slack takes structures as JSON within a form, and as they are within a JSON body. */
export function structure(args: Json, name: string, code = 'invalid_arguments'): unknown {
  const value = args[name]
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    throw refusalWith(code, [`${name} is no JSON`])
  }
}

/** @throws Refusal `channel_not_found` also for a private channel in which the bot is not */
export function conversationOf({ world, args }: Call, name = 'channel'): Conversation {
  const conversation = world.conversations.get(needText(args, name))
  const isVisible = conversation?.kind === 'public' || conversation?.members.has(world.bot.id)
  if (conversation === undefined || !isVisible) throw new Refusal('channel_not_found')
  return conversation
}

export function personNamed({ world, args }: Call, name = 'user'): Person {
  const person = world.people.get(needText(args, name))
  if (person === undefined) throw new Refusal('user_not_found')
  return person
}

/**
 * A page of a list: Slack may give fewer than were asked for, and so does the double, which never gives more than its page size.
 * @throws Refusal `invalid_cursor`, `invalid_limit`
 */
export function page<T>({ args, pageSize }: Call, items: readonly T[]): { items: T[]; response_metadata: Json } {
  const limit = Number(mayText(args, 'limit') ?? 100)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new Refusal('invalid_limit')
  const cursor = mayText(args, 'cursor')
  const from =
    cursor === undefined
      ? 0
      : Number(
          Buffer.from(cursor, 'base64')
            .toString()
            .replace(/^next:/, ''),
        )
  if (!Number.isInteger(from) || from < 0 || from > items.length) throw new Refusal('invalid_cursor')
  const to = from + Math.min(limit, pageSize)
  const next = to < items.length ? Buffer.from(`next:${to}`).toString('base64') : ''
  return { items: items.slice(from, to), response_metadata: { next_cursor: next } }
}
