/**
 * Teams' pace (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, read 2026-11-21): so many calls in a conversation in a second, two
 * seconds, half a minute and an hour, and fifty a second for the bot in a tenant. Whoever is too early is told when to come back, and their place is kept.
 */
import {
  DeliveryError,
  type Limit,
  type Line,
  ownLine,
  type Places,
  realTime,
  sharedLine,
  spacing,
  type Time,
} from '#platform'
import { baseOf, kindOf } from './ids.ts'

export interface Pace {
  /**
   * Makes a call when its time has come.
   * @param where the conversation, or whatever else Teams counts by
   * @param who tells one caller from another, such as the delivery's id
   * @param patience milliseconds to wait here
   * @throws DeliveryError `wait` when that is not soon, and whatever the call throws
   */
  run<T>(where: string, who: string, call: () => Promise<T>, patience?: number): Promise<T>
}

export interface PaceOptions {
  time?: Time | undefined
  /** Where several replicas send, they take their places from one book. */
  places?: Places | undefined
}

const SECOND = 1000
/** Milliseconds of each window that make up for calls that take longer on their way than others. */
const MARGIN = 50

const window = (most: number, seconds: number): Limit => ({ most, window: seconds * SECOND + MARGIN })

const CONVERSATION = [window(7, 1), window(8, 2), window(60, 30), window(1800, 3600)]
const TENANT = [window(50, 1)]
/** Over an hour nobody sends so much that replicas would have to spread it from the beginning; should it come to that, Teams says so. */
const SHARED = [window(60, 30)]

/** Milliseconds that are waited for here all the same. */
const PATIENCE = 100
/** The same for those who can't come back. */
export const LONG_PATIENCE = 100_000
const MOST_LINES = 10_000

interface Place {
  own: Line
  /** Its places in the book that replicas share. */
  shared: Line | null
}

export function createPace({ time = realTime, places }: PaceOptions = {}): Pace {
  const tenant: Place = {
    own: ownLine(...TENANT),
    shared: places ? sharedLine(places, 'teams', spacing(...TENANT)) : null,
  }
  const conversations = new Map<string, Place>()

  function placeOf(where: string): Place {
    if (conversations.size >= MOST_LINES) conversations.clear()
    const known = conversations.get(where) ?? {
      own: ownLine(...CONVERSATION),
      // A row for each person would tell when they were last written to, and so whom a poll has reminded.
      shared: places && kindOf(where) === 'channel' ? sharedLine(places, `teams.${where}`, spacing(...SHARED)) : null,
    }
    conversations.set(where, known)
    return known
  }

  async function inTurn({ own, shared }: Place, who: string, patience: number): Promise<void> {
    if (shared) await sleepUntil(await shared.place(who, time.now()), time, patience)
    await sleepUntil(await own.place(who, time.now()), time, patience)
    shared?.leave(who, time.now())
    own.leave(who, time.now())
    // Teams may have asked for a pause meanwhile.
    if (own.held() > time.now()) throw tooEarly(own.held() - time.now())
  }

  return {
    async run(where, who, call, patience = PATIENCE) {
      const place = placeOf(baseOf(where))
      await inTurn(place, who, patience)
      await inTurn(tenant, who, patience)
      try {
        return await call()
      } catch (fault) {
        if (fault instanceof DeliveryError && fault.outcome === 'wait') {
          const until = time.now() + fault.retryAfter * SECOND
          // Too fast in one conversation holds up that one; in a second one meanwhile, it was the tenant's limit.
          const others = [...conversations.values()].some((each) => each !== place && each.own.held() > time.now())
          place.own.hold(until)
          if (others) tenant.own.hold(until)
        }
        throw fault
      }
    },
  }
}

/** @throws DeliveryError `wait` when it is too long to wait here */
async function sleepUntil(at: number, time: Time, patience: number): Promise<void> {
  const left = at - time.now()
  if (left > patience) throw tooEarly(left)
  if (left > 0) await time.wait(left)
}

const tooEarly = (milliseconds: number): DeliveryError =>
  new DeliveryError('wait', 'teams: others go first', milliseconds / SECOND)
