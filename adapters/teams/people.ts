/** The people of the tenant, as far as the bot meets them: Teams shows a bot only who is in its teams and chats, and no directory. */
import { type Availability, DeliveryError, type Profile } from '#platform'
import { type Account, accountSchema, asProfile, type Heard } from './accounts.ts'
import type { Calls } from './calls.ts'
import type { Contact, Contacts } from './contacts.ts'
import { objectIdIn, tenantIn } from './ids.ts'

export interface People {
  roster(channel: string): Promise<Profile[]>
  profile(person: string): Promise<Profile>
  lookUp(emails: string[]): Promise<Profile[]>
  availability(people: string[]): Promise<Map<string, Availability>>
  /** The person's id in rosters, or null where the bot meets them nowhere. */
  rosterId(person: string): Promise<string | null>
  /** The name they sign in with, or null where Teams does not tell. */
  signInName(person: string): Promise<string | null>
  known(person: string): Heard
  /** What an activity told of somebody. @returns whether that is new */
  hear(person: string, heard: Heard): boolean
  /** Their profile as far as it is known without asking. */
  met(person: string): Profile | null
}

interface Met {
  account: Account
  at: number
}

/** Milliseconds for which what Teams said holds. */
const FRESH = 24 * 3_600_000
const MOST_PAGES = 200
const NOBODY: Heard = { language: null, zone: null }

export function createPeople(calls: Calls, contacts: Contacts, now: () => number): People {
  const people = new Map<string, Met>()
  const heards = new Map<string, Heard>()

  function keep(tenant: string, said: unknown): Profile | null {
    const read = accountSchema.safeParse(said)
    const id = read.success ? asProfile(tenant, read.data, undefined)?.id : undefined
    if (!read.success || id === undefined) return null
    people.set(id, { account: read.data, at: now() })
    return met(id)
  }

  function met(person: string): Profile | null {
    const known = people.get(person)
    return known === undefined ? null : asProfile(tenantIn(person), known.account, heards.get(person))
  }

  async function ask(person: string): Promise<Profile> {
    const objectId = objectIdIn(person)
    for (const where of await placesOf(person)) {
      const found = await askIn(where, objectId)
      if (found !== null) return found
    }
    throw new DeliveryError('never', 'teams: nobody the bot meets', 0, 'person-gone')
  }

  /** Where they might be met: their own chat with the bot, then every team it is in. */
  async function placesOf(person: string): Promise<Contact[]> {
    const all = await contacts.all()
    const own = all.filter((contact) => contact.person === person)
    const teams = new Map(
      all.filter(isPlaceOf(tenantIn(person))).map((contact) => [contact.details.team ?? contact.conversation, contact]),
    )
    return [...own, ...teams.values()]
  }

  async function askIn({ conversation, person, details }: Contact, objectId: string): Promise<Profile | null> {
    const where = person === null ? (details.team ?? conversation) : conversation
    const who = (person === null ? null : details.rosterId) ?? objectId
    try {
      return keep(details.tenant, await calls.look(details.serviceUrl, where, (to) => to.member(where, who)))
    } catch (fault) {
      if (fault instanceof DeliveryError && fault.outcome === 'never') return null
      throw fault
    }
  }

  async function profileOf(person: string): Promise<Profile> {
    const known = people.get(person)
    if (known && now() - known.at < FRESH) return met(person)!
    return ask(person)
  }

  return {
    profile: profileOf,
    met,
    async roster(channel) {
      const contact = await contacts.find(channel)
      const { serviceUrl, tenant } = contact?.details ?? (await calls.anywhere())
      const where = contact?.details.team ?? channel
      const found = new Map<string, Profile>()
      let after: string | undefined
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer = await calls.look(serviceUrl, where, (to) => to.members(where, after))
        for (const said of answer.members) {
          const profile = keep(tenant, said)
          if (profile) found.set(profile.id, profile)
        }
        after = answer.after
        if (!after) break
      }
      // The bot is there, and whoever is not in reach otherwise is met there again.
      if (contact === null)
        await contacts.save({ conversation: channel, person: null, details: { tenant, serviceUrl } })
      return [...found.values()]
    },
    async lookUp(emails) {
      const wanted = new Set(emails.map((email) => email.toLowerCase()))
      await meetThoseWithApp()
      return [...people.keys()]
        .flatMap((person) => met(person) ?? [])
        .filter(({ email }) => email !== null && wanted.has(email))
    },
    async availability(asked) {
      return new Map(asked.map((person) => [person, 'unknown']))
    },
    async rosterId(person) {
      const contact = await contacts.ofPerson(person)
      if (contact?.details.rosterId) return contact.details.rosterId
      await profileOf(person).catch(unlessNobody)
      return people.get(person)?.account.id ?? null
    },
    async signInName(person) {
      await profileOf(person).catch(unlessNobody)
      return people.get(person)?.account.userPrincipalName ?? null
    },
    known: (person) => heards.get(person) ?? NOBODY,
    hear(person, { language, zone }) {
      const before = heards.get(person) ?? NOBODY
      const after = { language: language ?? before.language, zone: zone ?? before.zone }
      heards.set(person, after)
      return after.language !== before.language || after.zone !== before.zone
    },
  }

  /** Those who have the app and are in no team of the bot's; only their own chat tells who they are. */
  async function meetThoseWithApp(): Promise<void> {
    for (const contact of await contacts.all()) {
      if (contact.person === null || people.has(contact.person)) continue
      await askIn(contact, objectIdIn(contact.person)).catch(() => null)
    }
  }
}

function unlessNobody(fault: unknown): void {
  if (!(fault instanceof DeliveryError) || fault.outcome !== 'never') throw fault
}

const isPlaceOf =
  (tenant: string) =>
  ({ person, details }: Contact): boolean =>
    person === null && details.tenant === tenant
