/** What everything that comes in has need of: who acts, how they are spoken to, and where it goes. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type AdapterLog,
  createRecent,
  createSpokenTo,
  faultName,
  type Inbox,
  type PlatformEvent,
  type Reply,
  type Time,
} from '#platform'
import type { Gate } from './gate.ts'
import { personId } from './ids.ts'
import type { Actor } from './incoming.ts'
import type { People } from './people.ts'
import type { SlackReader } from './reader.ts'
import type { Replies } from './replies.ts'
import type { Sending } from './sending.ts'

export interface ReceptionParts {
  inbox: () => Inbox
  people: People
  replies: Replies
  sending: Sending
  gate: Gate
  time: Time
  log: AdapterLog
  /** The workspace the bot is installed in. */
  team: () => string
  /** For those about whom Slack has not said anything yet. */
  defaults: SlackReader
  /** What goes on after an acknowledgement; the adapter waits for it before it stops. */
  track(work: Promise<unknown>): void
}

export interface Reception extends ReceptionParts {
  actorOf(user: string): Actor
  /** As of now: ask it after the house. */
  readerOf(user: string): SlackReader
  handle(event: PlatformEvent): Promise<Reply>
  /** Whether an act comes for the first time; asking marks it. */
  isFirst(id: string): boolean
  /** Does what an acknowledgement must not wait for. */
  after(work: () => Promise<unknown>): void
  /** Shows somebody's Home tab as it is now. */
  refreshHome(user: string, id: string): Promise<void>
}

export function createReception(parts: ReceptionParts): Reception {
  const { people, replies, defaults, log, track, team } = parts
  const { handle, spokenTo } = createSpokenTo(parts.inbox)

  function actorOf(user: string): Actor {
    const { language, zone } = people.known(user)
    const known = { ...(language ? { language } : {}), ...(zone ? { zone } : {}) }
    return { platform: 'slack', person: personId(team(), user), ...known }
  }

  function readerOf(user: string): SlackReader {
    return spokenTo(personId(team(), user), () => {
      const { language, zone } = people.known(user)
      return { language: language ?? defaults.language, zone: zone ?? defaults.zone }
    })
  }

  return {
    ...parts,
    actorOf,
    readerOf,
    handle,
    isFirst: createRecent(),
    after(work) {
      // First come those who still wait to be acknowledged.
      const done = nextTurn().then(work)
      track(done.catch((fault: unknown) => log.error(faultName(fault), 'what came from Slack could not be answered')))
    },
    async refreshHome(user, id) {
      const reply = await handle({ ...actorOf(user), type: 'home', id })
      if (reply.type !== 'home' && reply.type !== 'notice') return
      await replies.publishHome(reply.message, { user, reader: readerOf(user), origin: {} })
    },
  }
}
