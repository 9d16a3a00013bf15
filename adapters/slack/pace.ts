/**
 * Slack's pace: so many calls of a method in any minute (https://docs.slack.dev/apis/web-api/rate-limits, read 2026-11-21), one message a second and channel,
 * and so many messages a minute in the workspace. Whoever is too early is told when to come back, and their place is kept: so what waits stands in the outbox,
 * where a process that dies leaves it untouched, and not half-sent in its hands.
 */
import { DeliveryError, type Line, ownLine, type Places, realTime, sharedLine, spacing, type Time } from '#platform'
import { isDirect } from './ids.ts'

export interface Pace {
  /**
   * Makes a call when its time has come.
   * @param who tells one caller from another, such as the delivery's id
   * @param patience milliseconds to wait here
   * @throws DeliveryError `wait` when that is not soon, and whatever the call throws
   */
  run<T>(method: Method, who: string, call: () => Promise<T>, patience?: number): Promise<T>
  /** The same for a message: also one a second in its channel. */
  post<T>(channel: string, who: string, call: () => Promise<T>, patience?: number): Promise<T>
}

/** Calls a minute by Slack's tiers; `chat.postMessage` has a limit of its own that Slack names only as "several hundred". */
const PER_MINUTE = {
  'chat.postMessage': 300,
  'chat.update': 50,
  'chat.delete': 50,
  'conversations.open': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.members': 100,
  'users.info': 100,
  'users.list': 20,
  'users.lookupByEmail': 50,
  'dnd.teamInfo': 20,
  'views.publish': 100,
} as const

export type Method = keyof typeof PER_MINUTE

const SECOND = 1000
const MINUTE = 60_000
/** Milliseconds of a minute that make up for calls that take longer on their way than others. */
const MARGIN = 600
/** Milliseconds between two messages in a channel that make up for the same. */
const CHANNEL_MARGIN = 30
/** Milliseconds that are waited for here all the same. */
const PATIENCE = 100
/** The same for those who can't come back. */
export const LONG_PATIENCE = 100_000

export interface PaceOptions {
  time?: Time
  /** Messages a minute in the whole workspace. */
  postsPerMinute?: number
  /** Where several replicas send, they take their places from one book. */
  places?: Places | undefined
}

export function createPace({
  time = realTime,
  postsPerMinute = PER_MINUTE['chat.postMessage'],
  places,
}: PaceOptions = {}): Pace {
  const lines = new Map<string, Line>()
  const channels = new Map<string, Channel>()

  const lineOf = (method: Method): Line => {
    const limit = { most: method === 'chat.postMessage' ? postsPerMinute : PER_MINUTE[method], window: MINUTE + MARGIN }
    const known = lines.get(method) ?? (places ? sharedLine(places, `slack.${method}`, spacing(limit)) : ownLine(limit))
    lines.set(method, known)
    return known
  }

  const channelOf = (channel: string): Channel => {
    const known = channels.get(channel) ?? {
      free: 0,
      heldUntil: 0,
      before: Promise.resolve(),
      // A row for each person would tell when they were last written to, and so whom a poll has reminded.
      line: places && !isDirect(channel) ? sharedLine(places, `slack.${channel}`, SECOND + CHANNEL_MARGIN) : null,
    }
    channels.set(channel, known)
    return known
  }

  async function run<T>(method: Method, who: string, call: () => Promise<T>, patience = PATIENCE): Promise<T> {
    const line = lineOf(method)
    await inTurn(line, who, time, patience)
    return call().catch((fault: unknown) => {
      if (fault instanceof DeliveryError && fault.outcome === 'wait') line.hold(time.now() + fault.retryAfter * SECOND)
      throw fault
    })
  }

  async function post<T>(channel: string, who: string, call: () => Promise<T>, patience = PATIENCE): Promise<T> {
    forgetIdle(channels, time.now())
    const own = channelOf(channel)
    const before = own.before
    const { promise, resolve } = Promise.withResolvers<void>()
    own.before = promise
    await before
    try {
      await sleepUntil(own.free, time, patience)
      // A place in the channel is kept until there is one in the workspace, too.
      if (own.line) await sleepUntil(await own.line.place(who, time.now()), time, patience)
      await inTurn(lineOf('chat.postMessage'), who, time, patience)
      own.line?.leave(who, time.now())
      try {
        return await call()
      } catch (fault) {
        if (fault instanceof DeliveryError && fault.outcome === 'wait') slowDown(own, fault.retryAfter)
        throw fault
      } finally {
        // Counted from its end: a call that took its time on the way arrived later than it left.
        own.free = Math.max(own.free, time.now() + SECOND + CHANNEL_MARGIN)
      }
    } finally {
      resolve()
    }
  }

  /** Too fast in one channel holds up that one; in a second one meanwhile, it was the workspace's limit. */
  function slowDown(own: Channel, seconds: number): void {
    const now = time.now()
    const until = now + seconds * SECOND
    const others = [...channels.values()].some((each) => each !== own && each.heldUntil > now)
    own.heldUntil = until
    own.free = Math.max(own.free, until)
    if (others) lineOf('chat.postMessage').hold(until)
  }

  return { run, post }
}

interface Channel {
  /** When the next message may go there. */
  free: number
  /** Until when Slack wants none there. */
  heldUntil: number
  /** Settled when the message before is through. */
  before: Promise<void>
  /** Its places in the book that replicas share. */
  line: Line | null
}

const MOST_CHANNELS = 10_000

function forgetIdle(channels: Map<string, Channel>, now: number): void {
  if (channels.size < MOST_CHANNELS) return
  for (const [name, { free }] of channels) if (free < now) channels.delete(name)
}

async function inTurn(line: Line, who: string, time: Time, patience: number): Promise<void> {
  await sleepUntil(await line.place(who, time.now()), time, patience)
  line.leave(who, time.now())
  // Slack may have asked for a pause meanwhile.
  if (line.held() > time.now()) throw tooEarly(line.held() - time.now())
}

/** @throws DeliveryError `wait` when it is too long to wait here */
async function sleepUntil(at: number, time: Time, patience: number): Promise<void> {
  const left = at - time.now()
  if (left > patience) throw tooEarly(left)
  if (left > 0) await time.wait(left)
}

const tooEarly = (milliseconds: number): DeliveryError =>
  new DeliveryError('wait', 'slack: others go first', milliseconds / SECOND)
