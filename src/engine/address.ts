/** Where a message goes: a member's own conversation or a channel, in their language and zone, outside their quiet hours. */
import type { Post, Reader } from '#ritual'
import type { Language } from '#platform'
import { platformsOf } from '../store/people.ts'
import { instantText } from '../time/format.ts'
import { type House, type Reads, type Team, teamLanguage, teamZone } from './house.ts'
import type { Occasion } from './occasion.ts'
import { groupPlaces, type Place } from './group-places.ts'
import { deliveryId, type Draft, splitDraft } from './outbox.ts'
import type { FullView } from './view.ts'
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
  const running = await runningPlatforms(
    house,
    db,
    team,
    people.map((person) => person.id),
  )
  return addressesOn(running, people)
}

function addressesOn(running: ReadonlyMap<string, string[]>, people: Addressee[]): Map<string, Address> {
  return new Map(
    people.flatMap(({ id, language, zone }) => {
      const platform = running.get(id)?.[0]
      return platform === undefined ? [] : [[id, { recipient: `member:${id}`, platform, language, zone }]]
    }),
  )
}

/** The running platforms of each of these members, those of the team's channels first. */
async function runningPlatforms(
  house: House,
  db: Reads,
  team: Team | null,
  members: string[],
): Promise<Map<string, string[]>> {
  const known = await platformsOf(db, members)
  const preferred = (team?.channels ?? []).map((channel) => channel.split(':')[0]!)
  const rank = (name: string): number => (preferred.includes(name) ? preferred.indexOf(name) : preferred.length)
  return new Map(
    [...known].map(([member, names]) => [
      member,
      names.filter((name) => house.platforms.has(name)).toSorted((a, b) => rank(a) - rank(b)),
    ]),
  )
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
  { guests, view }: FullView,
  posts: Post[],
): Promise<Draft[]> {
  if (posts.length === 0) return []
  const people = await listenersOf(house, db, occasion, guests)
  const known: Known = {
    people,
    byId: new Map(people.map((person) => [person.id, person])),
    addresses: await addressesOf(house, db, occasion.team, people),
    groupPlaces: posts.some(isForGroup) ? await placesOfGroups(house, db, occasion, { guests, view }) : NOWHERE,
  }
  const now = house.clock.now()
  return posts.flatMap((item) =>
    placesOf(house, occasion, known, item).flatMap(({ address, reader, beside }) =>
      splitDraft({
        ...address,
        beside,
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

interface Known {
  people: Listener[]
  byId: ReadonlyMap<string, Listener>
  addresses: ReadonlyMap<string, Address>
  groupPlaces: (group: string) => Place[]
}

const isForGroup = ({ to }: Post): boolean => typeof to === 'object' && 'group' in to
const NOWHERE = (): Place[] => []

/** Asked for only when there is something to be said to a group. */
async function placesOfGroups(
  house: House,
  db: Reads,
  occasion: Occasion,
  { guests, view }: FullView,
): Promise<(group: string) => Place[]> {
  const running = await runningPlatforms(
    house,
    db,
    occasion.team,
    guests.map(({ id }) => id),
  )
  const groups = new Map(view.groups.map((group) => [group.key, group]))
  const reach = {
    guests: new Map(guests.map((guest) => [guest.id, guest])),
    addresses: addressesOn(running, guests),
    platforms: (member: string) => running.get(member) ?? [],
  }
  return (key) => {
    const group = groups.get(key)
    return group ? groupPlaces(house, occasion, group, reach) : []
  }
}

function placesOf(house: House, occasion: Occasion, known: Known, { to }: Post): Place[] {
  if (to === 'channel') {
    return channelsOf(house, occasion.team).map((address) => ({ address, reader: channelReader(house, occasion) }))
  }
  if (typeof to === 'object' && 'group' in to) return known.groupPlaces(to.group)
  return meantBy(to, known).flatMap((person) => {
    const address = known.addresses.get(person.id)
    return address ? [{ address, reader: listenerReader(house, occasion, person) }] : []
  })
}

function meantBy(to: Exclude<Post['to'], 'channel' | { group: string }>, { people, byId }: Known): Listener[] {
  if (typeof to === 'object') {
    const person = byId.get(to.member)
    return person ? [person] : []
  }
  return people.filter((person) => {
    if (to === 'participants') return person.guest !== null && person.guest.absent === null
    return to === 'leaders' ? person.role === 'leader' : person.role === 'observer'
  })
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
  const around = guests.filter((guest) => !guest.hasLeft)
  return [...around.map((guest) => ({ ...guest, guest })), ...others]
}
