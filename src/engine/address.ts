/** Where a message goes: a member's own conversation or a channel, in their language and zone, outside their quiet hours. */
import type { Post, Reader } from '#ritual'
import type { Language } from '#platform'
import { platformsOf } from '../store/people.ts'
import { instantText } from '../time/format.ts'
import { type House, type Reads, type Team, teamLanguage, teamZone } from './house.ts'
import type { Occasion } from './occasion.ts'
import { deliveryId, type Draft, splitDraft } from './outbox.ts'
import { type Guest, channelReader, readerOf } from './guests.ts'

export interface Address {
  recipient: string
  platform: string
  language: Language
  zone: string
}

/** A member as far as sending to them needs. */
export interface Addressee {
  id: string
  language: Language
  zone: string
}

/**
 * The addresses of these members; whoever is on no platform that is running has none. A person on two platforms is written to on
 * the one where their team has its channel, else on the first: never on both.
 */
export async function addressesOf(
  house: House,
  db: Reads,
  team: Team | null,
  people: Addressee[],
): Promise<Map<string, Address>> {
  const known = await platformsOf(
    db,
    people.map((person) => person.id),
  )
  const preferred = (team?.channels ?? []).map((channel) => channel.split(':')[0]!)
  const found = new Map<string, Address>()
  for (const person of people) {
    const running = (known.get(person.id) ?? []).filter((name) => house.platforms.has(name))
    const platform = preferred.find((name) => running.includes(name)) ?? running[0]
    if (platform === undefined) continue
    found.set(person.id, { recipient: `member:${person.id}`, platform, language: person.language, zone: person.zone })
  }
  return found
}

/** Every channel of the team that a running platform serves. */
export function channelsOf(house: House, team: Team | null): Address[] {
  return (team?.channels ?? []).flatMap((channel) => {
    const platform = channel.slice(0, channel.indexOf(':'))
    if (!house.platforms.has(platform)) return []
    return [
      { recipient: `channel:${channel}`, platform, language: teamLanguage(house, team), zone: teamZone(house, team) },
    ]
  })
}

/** The first moment from `at` on that is outside the quiet hours in this zone. */
export function outsideQuiet(house: House, at: Temporal.Instant, zone: string): string {
  return instantText(house.calendars.organisation.afterQuietHours(at, zone))
}

/** Turns what a ritual wants said into drafts, one for each place where it will stand. */
export async function draftsOf(
  house: House,
  db: Reads,
  occasion: Occasion,
  guests: Guest[],
  posts: Post[],
): Promise<Draft[]> {
  if (posts.length === 0) return []
  const people = await listenersOf(house, db, occasion, guests)
  const addresses = await addressesOf(house, db, occasion.team, people)
  const now = house.clock.now()
  return posts.flatMap((item) =>
    placesOf(house, occasion, people, addresses, item).flatMap(({ address, reader }) =>
      splitDraft({
        ...address,
        occurrence: occasion.row.id,
        key: item.key,
        under: item.under === undefined ? null : deliveryId(occasion.row.id, item.under, address.recipient),
        message: item.message(reader),
        notBefore: outsideQuiet(house, now, address.zone),
      }),
    ),
  )
}

/** Someone a post may go to: a participant, or a leader or observer who was not asked themselves. */
interface Listener extends Addressee {
  role: 'leader' | 'member' | 'observer'
  guest: Guest | null
}

function placesOf(
  house: House,
  occasion: Occasion,
  people: Listener[],
  addresses: Map<string, Address>,
  item: Post,
): { address: Address; reader: Reader }[] {
  const { to } = item
  if (to === 'channel') {
    return channelsOf(house, occasion.team).map((address) => ({ address, reader: channelReader(house, occasion) }))
  }
  return people
    .filter((person) => isMeant(person, to))
    .flatMap((person) => {
      const address = addresses.get(person.id)
      return address ? [{ address, reader: listenerReader(house, occasion, person) }] : []
    })
}

function isMeant(person: Listener, to: Exclude<Post['to'], 'channel'>): boolean {
  if (to === 'leaders') return person.role === 'leader'
  if (to === 'observers') return person.role === 'observer'
  if (to === 'participants') return person.guest !== null && person.guest.absent === null
  return 'member' in to && person.id === to.member
}

const listenerReader = (house: House, occasion: Occasion, person: Listener): Reader =>
  person.guest
    ? readerOf(house, occasion, person.guest)
    : { t: house.texts.speak(person.language, occasion.kind.kind), zone: person.zone, me: null }

async function listenersOf(house: House, db: Reads, occasion: Occasion, guests: Guest[]): Promise<Listener[]> {
  const known = new Set(guests.map((guest) => guest.id))
  const rows = await db
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['member.id', 'member.language', 'member.zone', 'membership.role'])
    .where('membership.team_id', '=', occasion.ritual.team_id)
    .where('membership.role', 'in', ['observer', 'leader'])
    .where('membership.until', 'is', null)
    .orderBy('member.name')
    .execute()
  const others = rows
    .filter((row) => !known.has(row.id))
    .map((row) => ({
      id: row.id,
      role: row.role,
      language: row.language ?? teamLanguage(house, occasion.team),
      zone: row.zone ?? teamZone(house, occasion.team),
      guest: null,
    }))
  return [...guests.map((guest) => ({ ...guest, guest })), ...others]
}
