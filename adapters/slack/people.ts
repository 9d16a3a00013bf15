/** The people of the workspace. What Slack says about them is kept, and refreshed by its events. */
import { type Availability, DeliveryError, type Language, type Profile, type Time } from '#platform'
import { statusSaysAway } from './absence.ts'
import type { Client } from './clients.ts'
import { deliveryError, refusalIn } from './errors.ts'
import type { Gate } from './gate.ts'
import { personId, userIn } from './ids.ts'
import type { Method, Pace } from './pace.ts'
import { asProfile, slackUser, type SlackUser } from './profiles.ts'

export interface People {
  roster(channel: string): Promise<Profile[]>
  profile(person: string): Promise<Profile>
  lookUp(emails: string[]): Promise<Profile[]>
  availability(people: string[]): Promise<Map<string, Availability>>
  /** What is known of them without asking. */
  known(user: string): { language: Language | null; zone: string | null }
  /** An event told of somebody anew. @returns null for what describes nobody */
  heard(user: unknown): Profile | null
}

const PAGE = 200
/** From so many unknown people on, everybody is asked for at once: one page instead of hundreds of calls. */
const MANY = 20
/** Milliseconds for which what Slack said holds without an event. */
const FRESH = 24 * 3_600_000
/** Slack answers for so many people at once. */
const MOST_AT_ONCE = 50

export function createPeople(client: Client, team: () => string, pace: Pace, gate: Gate, time: Time): People {
  const users = new Map<string, { user: SlackUser; at: number }>()
  /** Needs a scope that not everyone grants. */
  let mayAskWhoIsQuiet = true

  async function ask<T>(method: Method, who: string, call: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await pace.run(method, who, () => gate.pass(call).catch(raise))
      } catch (fault) {
        // Nobody waits for a look-up but the house itself, so it waits its turn here.
        if (!(fault instanceof DeliveryError) || fault.outcome !== 'wait' || fault.retryAfter > LONGEST_WAIT)
          throw fault
        await time.wait(fault.retryAfter * 1000)
      }
    }
  }

  function keep(said: unknown): SlackUser | null {
    const read = slackUser.safeParse(said)
    if (!read.success) return null
    const user = { ...read.data, locale: read.data.locale ?? users.get(read.data.id)?.user.locale }
    users.set(user.id, { user, at: time.now() })
    return user
  }

  const fresh = (id: string): SlackUser | undefined => {
    const kept = users.get(id)
    return kept && time.now() - kept.at < FRESH ? kept.user : undefined
  }

  async function find(id: string): Promise<SlackUser> {
    const kept = fresh(id)
    if (kept) return kept
    const { user } = await ask('users.info', id, () => client.users.info({ user: id, include_locale: true }))
    const read = keep(user)
    if (read === null) throw new DeliveryError('later', 'slack: an answer that is none')
    return read
  }

  let everyone: Promise<void> | null = null

  /** Several channels that are asked at once share one look at everybody. */
  function findEveryone(): Promise<void> {
    everyone ??= listEveryone().finally(() => (everyone = null))
    return everyone
  }

  async function listEveryone(): Promise<void> {
    let cursor: string | undefined
    do {
      const page = { limit: PAGE, include_locale: true, ...(cursor ? { cursor } : {}) }
      const { members = [], response_metadata } = await ask('users.list', cursor ?? '', () => client.users.list(page))
      for (const member of members) keep(member)
      cursor = response_metadata?.next_cursor
    } while (cursor)
  }

  async function membersOf(channel: string): Promise<string[]> {
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = { channel, limit: PAGE, ...(cursor ? { cursor } : {}) }
      const { members = [], response_metadata } = await ask('conversations.members', `${channel} ${cursor ?? ''}`, () =>
        client.conversations.members(page),
      )
      found.push(...members)
      cursor = response_metadata?.next_cursor
    } while (cursor)
    return [...new Set(found)]
  }

  async function byEmail(email: string): Promise<SlackUser | null> {
    try {
      const { user } = await ask('users.lookupByEmail', email, () => client.users.lookupByEmail({ email }))
      // Slack says nothing about the language here.
      return user?.id === undefined ? null : await find(user.id)
    } catch (fault) {
      if (fault instanceof DeliveryError && fault.outcome === 'never') return null
      throw fault
    }
  }

  return {
    async roster(channel) {
      const ids = await membersOf(channel)
      if (ids.filter((id) => !fresh(id)).length > MANY) await findEveryone()
      const profiles: Profile[] = []
      for (const id of ids) profiles.push(asProfile(team(), await find(id)))
      return profiles
    },
    profile: async (person) => asProfile(team(), await find(userIn(person))),
    async lookUp(emails) {
      if (emails.length > MANY) await findEveryone()
      const wanted = new Set(emails)
      const found = [...users.values()]
        .map(({ user }) => asProfile(team(), user))
        .filter(({ email }) => email !== null && wanted.has(email))
      const missing = emails.filter((email) => !found.some((profile) => profile.email === email))
      if (emails.length > MANY) return found
      for (const email of missing) {
        const user = await byEmail(email)
        if (user) found.push(asProfile(team(), user))
      }
      return found
    },
    async availability(people) {
      const quiet = await disturbances(people)
      const now = time.now()
      const entries = await Promise.all(
        people.map(async (person): Promise<[string, Availability]> => {
          const user = await find(userIn(person)).catch(() => null)
          if (user === null) return [person, 'unknown']
          const away = statusSaysAway(user, now) || quiet.has(person)
          return [person, away ? 'away' : 'available']
        }),
      )
      return new Map(entries)
    },
    known(user) {
      const kept = users.get(user)?.user
      const { language, zone } = kept ? asProfile(team(), kept) : { language: null, zone: null }
      return { language, zone }
    },
    heard(said) {
      const user = keep(said)
      return user && asProfile(team(), user)
    },
  }

  /** Who does not want to be disturbed now. Without the scope for it, nobody is known to. */
  async function disturbances(people: string[]): Promise<Set<string>> {
    const found = new Set<string>()
    const now = time.now() / 1000
    if (!mayAskWhoIsQuiet) return found
    try {
      for (let from = 0; from < people.length; from += MOST_AT_ONCE) {
        const some = people
          .slice(from, from + MOST_AT_ONCE)
          .map(userIn)
          .join(',')
        const { users: states = {} } = await pace.run('dnd.teamInfo', some, () =>
          gate.pass(() => client.dnd.teamInfo({ users: some })).catch(raise),
        )
        for (const [id, state] of Object.entries(states as Record<string, Disturbance>)) {
          const { dnd_enabled, next_dnd_start_ts = 0, next_dnd_end_ts = 0 } = state
          if (dnd_enabled && next_dnd_start_ts <= now && now < next_dnd_end_ts) found.add(personId(team(), id))
        }
      }
    } catch (fault) {
      // A hint is nothing to fail for.
      if (fault instanceof DeliveryError && fault.outcome === 'never') mayAskWhoIsQuiet = false
    }
    return found
  }
}

/** Seconds that the house waits for its turn to look somebody up. */
const LONGEST_WAIT = 120

interface Disturbance {
  dnd_enabled?: boolean
  next_dnd_start_ts?: number
  next_dnd_end_ts?: number
}

function raise(fault: unknown): never {
  const refusal = refusalIn(fault)
  if (refusal === 'user_not_visible' || refusal === 'user_not_found')
    throw new DeliveryError('never', `slack: ${refusal}`, 0, 'person-gone')
  throw deliveryError(fault, true)
}
