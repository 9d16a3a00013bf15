/**
 * How Slack brings to the bot what people do: within three seconds, or it did not arrive. Events are tried again under the same id; what
 * somebody pressed or typed is not, they are told that it did not work.
 */
import type { Journal } from './journal.ts'
import type { Json, World } from './world.ts'

export type DeliveryType = 'events_api' | 'interactive' | 'slash_commands'

export interface Envelope {
  type: DeliveryType
  payload: Json
  /** 0 for the first time. */
  attempt: number
  reason: string | null
}

/** `status` 0: no answer in time, or nobody there. */
export interface Ack {
  status: number
  body: unknown
  milliseconds: number
}

export interface Transport {
  send(envelope: Envelope): Promise<Ack>
}

/** Milliseconds that the bot has for its answer. */
export const DEADLINE = 3000

/** Milliseconds before each new attempt. Slack waits 0, one minute, five minutes. */
export const RETRIES = [0, 60_000, 300_000]

export interface PostOffice {
  world: World
  journal: Journal
  transport: Transport
  retries: readonly number[]
  /** What is under way, for whoever wants to wait for it. */
  running: Set<Promise<unknown>>
}

export const isRight = ({ status }: Ack): boolean => status >= 200 && status < 300

/** Brings it once, and for events again until it arrives. @returns the answer to the first attempt */
export async function deliver(office: PostOffice, type: DeliveryType, payload: Json): Promise<Ack> {
  const first = await attempt(office, { type, payload, attempt: 0, reason: null })
  if (isRight(first)) return first
  if (type === 'events_api') void track(office, repeat(office, payload, first))
  else
    office.world.complaints.push(
      `somebody saw that it did not work: ${type}, ${first.status} after ${first.milliseconds} ms`,
    )
  return first
}

async function repeat(office: PostOffice, payload: Json, first: Ack): Promise<void> {
  let last = first
  for (const [index, pause] of office.retries.entries()) {
    await new Promise((resolve) => setTimeout(resolve, pause).unref())
    const reason = last.status === 0 ? 'http_timeout' : 'http_error'
    last = await attempt(office, { type: 'events_api', payload, attempt: index + 1, reason })
    if (isRight(last)) return
  }
}

export async function attempt(office: PostOffice, envelope: Envelope): Promise<Ack> {
  const { world, journal } = office
  const ack = await track(office, office.transport.send(envelope))
  journal.delivered({
    at: world.now(),
    type: envelope.type,
    payload: envelope.payload,
    attempt: envelope.attempt,
    ...ack,
  })
  return ack
}

function track<T>(office: PostOffice, work: Promise<T>): Promise<T> {
  const tracked = work.finally(() => office.running.delete(tracked))
  office.running.add(tracked)
  return tracked
}
