/**
 * Messages on their way out, at Slack's pace. Slack knows no idempotency key: what may have arrived is looked for where the bot may read, in its own direct
 * messages; everywhere else it stays unknown, because a message too few can be sent again by a person and one too many can't be taken back unseen.
 */
import type { types } from '@slack/bolt'
import { DeliveryError, type MessageReference, mustGo, type Outgoing } from '#platform'
import type { Client } from './clients.ts'
import { deliveryError, refusalIn } from './errors.ts'
import type { Gate } from './gate.ts'
import { isDirect, userIn } from './ids.ts'
import { LONG_PATIENCE, type Method, type Pace } from './pace.ts'
import { type Part, partsOf, placeIn } from './parts.ts'

export interface Sending {
  send(outgoing: Outgoing): Promise<MessageReference>
  update(reference: MessageReference, outgoing: Outgoing): Promise<MessageReference>
  conversation(people: string[]): Promise<string>
}

/** Messages that are looked through, newest first; more have not been written since an attempt broke off. */
const PAGE = 100
const MOST_PAGES = 5

/** Calls that may be made twice fail softly; a post that broke off is another matter. */
type Attempt = <T>(method: Method, who: string, call: () => Promise<T>) => Promise<T>

export function createSending(client: Client, pace: Pace, { pass }: Gate): Sending {
  /** Timestamps of the first parts of a message whose later parts have not gone out yet. */
  const begun = new Map<string, string[]>()

  const attempt: Attempt = (method, who, call) => pace.run(method, who, () => repeatable(() => pass(call)))

  async function send(outgoing: Outgoing): Promise<MessageReference> {
    const { id } = outgoing
    const parts = partsOf(outgoing.message, outgoing, id)
    const standing = begun.get(id) ?? (outgoing.mayStand ? await look(outgoing) : [])
    try {
      while (standing.length < parts.length) {
        const part = parts[standing.length]!
        standing.push(await post(outgoing, part, standing.length))
        begun.set(id, standing)
      }
    } catch (fault) {
      if (!mayGoOn(fault)) begun.delete(id)
      // Here the next attempt can look again, and will find what broke off.
      if (outgoing.mayStand && isUnknown(fault)) throw new DeliveryError('later', fault.message)
      throw fault
    }
    begun.delete(id)
    return referenceTo(outgoing.conversation, standing)
  }

  function post(
    { conversation: channel, thread, id, patient, mayGo }: Outgoing,
    part: Part,
    index: number,
  ): Promise<string> {
    const said = { channel, ...contentOf(part) }
    const place = thread?.['ts'] === undefined ? said : { ...said, thread_ts: thread['ts'] }
    const call = async (): Promise<string> => {
      mustGo({ mayGo })
      try {
        const { ts } = await pass(() =>
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's, not a window's
          client.chat.postMessage({ ...place, unfurl_links: false, unfurl_media: false }),
        )
        return ts!
      } catch (fault) {
        throw deliveryError(fault, false)
      }
    }
    // What has begun is brought to its end in one go.
    return pace.post(channel, `${id}.${index}`, call, patient || index > 0 ? LONG_PATIENCE : undefined)
  }

  /** The timestamps of the parts that stand already, in order. */
  async function look({ id, conversation: channel, thread }: Outgoing): Promise<string[]> {
    if (!isDirect(channel)) throw new DeliveryError('unknown', 'slack: may have arrived where nobody may look')
    const found = new Map<number, string>()
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const where = { channel, limit: PAGE, ...(cursor ? { cursor } : {}) }
      const ts = thread?.['ts']
      const { messages = [], response_metadata } = await (ts === undefined
        ? attempt('conversations.history', id, () => client.conversations.history(where))
        : attempt('conversations.replies', id, () => client.conversations.replies({ ...where, ts })))
      for (const message of messages) {
        const place = placeIn(message.blocks?.[0]?.block_id)
        if (place?.delivery === id && message.ts !== undefined) found.set(place.part, message.ts)
      }
      cursor = response_metadata?.next_cursor
      if (found.has(0) || !cursor) break
    }
    return inOrder(found)
  }

  async function update(reference: MessageReference, outgoing: Outgoing): Promise<MessageReference> {
    const standing = timestampsIn(reference)
    const channel = reference['channel']
    // Of what was sent without keeping where, nothing can be changed.
    if (channel === undefined || standing.length === 0) return reference
    const parts = partsOf(outgoing.message, outgoing, outgoing.id)
    for (const [index, part] of parts.entries()) {
      const ts = standing[index]
      if (ts === undefined) standing.push(await post(outgoing, part, index))
      else await edit(outgoing, channel, ts, part)
    }
    for (const ts of standing.splice(parts.length)) await remove(outgoing, channel, ts)
    return referenceTo(channel, standing)
  }

  const edit = ({ id, mayGo }: Outgoing, channel: string, ts: string, part: Part): Promise<unknown> => {
    const call = (): Promise<unknown> => {
      mustGo({ mayGo })
      return client.chat.update({ channel, ts, ...contentOf(part) })
    }
    return unlessGone(attempt('chat.update', id, call))
  }

  const remove = ({ id, mayGo }: Outgoing, channel: string, ts: string): Promise<unknown> => {
    const call = (): Promise<unknown> => {
      mustGo({ mayGo })
      return client.chat.delete({ channel, ts })
    }
    return unlessGone(attempt('chat.delete', id, call))
  }

  async function conversation(people: string[]): Promise<string> {
    const users = people.map(userIn).toSorted().join(',')
    const { channel } = await attempt('conversations.open', users, () => client.conversations.open({ users }))
    if (channel?.id === undefined) throw new DeliveryError('later', 'slack: an answer that is none')
    return channel.id
  }

  return { send, update, conversation }
}

/** The types package does not know charts yet. */
export const contentOf = ({ text, blocks }: Part): { text: string; blocks: types.KnownBlock[] } => ({
  text,
  blocks: blocks as types.KnownBlock[],
})

async function repeatable<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (fault) {
    throw goneOr(fault)
  }
}

/** Somebody deleted the message: there is nothing left to change. */
class GoneError extends Error {}

const goneOr = (fault: unknown): Error =>
  refusalIn(fault) === 'message_not_found' ? new GoneError() : deliveryError(fault, true)

async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (fault) {
    if (!(fault instanceof GoneError)) throw fault
  }
}

/** What has gone out so far is known, and the rest can follow. */
const mayGoOn = (fault: unknown): boolean =>
  fault instanceof DeliveryError && (fault.outcome === 'wait' || fault.outcome === 'later')

const isUnknown = (fault: unknown): fault is DeliveryError =>
  fault instanceof DeliveryError && fault.outcome === 'unknown'

function inOrder(found: Map<number, string>): string[] {
  const timestamps: string[] = []
  for (let part = 0; found.has(part); part += 1) timestamps.push(found.get(part)!)
  return timestamps
}

const referenceTo = (channel: string, [ts, ...more]: string[]): MessageReference => ({
  channel,
  ts: ts!,
  ...(more.length > 0 ? { more: more.join(' ') } : {}),
})

const timestampsIn = ({ ts, more }: MessageReference): string[] => [
  ...(ts === undefined ? [] : [ts]),
  ...(more === undefined ? [] : more.split(' ')),
]
