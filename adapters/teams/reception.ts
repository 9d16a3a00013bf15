/** What everything that comes in has need of: who acts, how they are spoken to, and where it goes. */
import type { AdapterLog, Inbox, PlatformEvent, Reply, Time } from '#platform'
import { createRecent, createSpokenTo, faultName } from '#platform'
import type { Activity } from './activity.ts'
import type { Contacts } from './contacts.ts'
import type { Actor } from './incoming.ts'
import type { People } from './people.ts'
import type { TeamsReader } from './reader.ts'
import type { Replies } from './replies.ts'
import type { Sending } from './sending.ts'
import type { Calls } from './calls.ts'

export interface ReceptionParts {
  inbox: () => Inbox
  calls: Calls
  contacts: Contacts
  people: People
  replies: Replies
  sending: Sending
  time: Time
  log: AdapterLog
  /** For those about whom Teams has not said anything yet. */
  defaults: TeamsReader
  /** What goes on after an answer; the adapter waits for it before it stops. */
  track(work: Promise<unknown>): void
}

export interface Reception extends ReceptionParts {
  /** As of now: ask it after the house. */
  readerOf(actor: Actor): TeamsReader
  handle(event: PlatformEvent): Promise<Reply>
  /** Whether something comes for the first time; asking marks it. */
  isFirst(id: string): boolean
  /** Conversations in which an install is being taken note of. */
  installing: Set<string>
  /** Does what an answer must not wait for. */
  after(work: () => Promise<unknown>): void
  /** Keeps where an activity came from and what it told of whoever acted, when either is new. */
  learn(activity: Activity, actor: Actor): void
}

export function createReception(parts: ReceptionParts): Reception {
  const { contacts, people, defaults, log, track } = parts
  const { handle, spokenTo } = createSpokenTo(parts.inbox)

  function after(work: () => Promise<unknown>): void {
    track(work().catch((fault: unknown) => log.error(faultName(fault), 'what came from Teams could not be answered')))
  }

  /** Teams' rosters have neither language nor zone: they come with what people do, and the house keeps them. */
  async function tellOf(actor: Actor, activity: Activity): Promise<void> {
    const heard = { language: actor.language ?? null, zone: actor.zone ?? null }
    if (!people.hear(actor.person, heard)) return
    const { language, zone } = people.known(actor.person)
    const met = people.met(actor.person)
    const profile = met ?? { id: actor.person, name: activity.from?.name ?? '', email: null, kind: 'person' as const }
    await handle({
      type: 'roster',
      change: 'profile',
      id: `heard ${actor.person}`,
      platform: 'teams',
      person: actor.person,
      profile: { ...profile, language, zone },
    })
  }

  return {
    ...parts,
    handle,
    after,
    isFirst: createRecent(),
    installing: new Set(),
    readerOf({ person, language, zone }) {
      const spoken = spokenTo(person, () => {
        const known = people.known(person)
        return {
          language: language ?? known.language ?? defaults.language,
          zone: zone ?? known.zone ?? defaults.zone,
        }
      })
      return { ...defaults, ...spoken }
    },
    learn(activity, actor) {
      after(async () => {
        await contacts.note(activity)
        await tellOf(actor, activity)
      })
    },
  }
}
