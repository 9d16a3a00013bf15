/** Where a post to a drawn group stands: in one conversation of theirs, or where no platform can open one, with each of them. */
import type { Group, Reader } from '#ritual'
import type { Address } from './address.ts'
import { type Guest, readerOf } from './guests.ts'
import { type House, teamLanguage, teamZone } from './house.ts'
import type { Occasion } from './occasion.ts'

export interface Place {
  address: Address
  reader: Reader
  /** Written to alone: the others, who get the same. */
  beside?: string[]
}

/** What is known of a group's members: how each of them is reached alone, and the running platforms each of them is on, the best first. */
export interface Reach {
  guests: ReadonlyMap<string, Guest>
  addresses: ReadonlyMap<string, Address>
  platforms(member: string): string[]
}

/** Slack opens conversations of at most eight people. */
const MOST_TOGETHER = 8

/**
 * A group keeps its conversation when one of them is away; only whoever has left for good is out of it. Written to alone, nobody is while
 * they are away.
 */
export function groupPlaces(house: House, occasion: Occasion, group: Group, reach: Reach): Place[] {
  const members = group.members.flatMap((id) => reach.guests.get(id) ?? [])
  const around = members.filter((guest) => guest.absent?.reason !== 'left')
  const isConversation = around.length > 1 && around.length <= MOST_TOGETHER
  const platform = isConversation ? commonPlatform(house, around, reach) : undefined
  if (platform !== undefined) return [conversationPlace(house, occasion, around, platform)]
  return around.flatMap((guest) => {
    const address = reach.addresses.get(guest.id)
    const beside = around.flatMap(({ id }) => (id === guest.id ? [] : [id]))
    return address && guest.absent === null ? [{ address, reader: readerOf(house, occasion, guest), beside }] : []
  })
}

const commonPlatform = (house: House, guests: Guest[], { platforms }: Reach): string | undefined =>
  platforms(guests[0]!.id).find(
    (name) => house.platforms.get(name)?.groups && guests.every((guest) => platforms(guest.id).includes(name)),
  )

/** In the language and zone they share, else in their team's. */
function conversationPlace(house: House, occasion: Occasion, guests: Guest[], platform: string): Place {
  const language = shared(guests.map((guest) => guest.language)) ?? teamLanguage(house, occasion.team)
  const zone = shared(guests.map((guest) => guest.zone)) ?? teamZone(house, occasion.team)
  const recipient = groupRecipient(guests.map((guest) => guest.id))
  return {
    address: { recipient, platform, language, zone },
    reader: { t: house.texts.speak(language, occasion.kind.kind), zone, me: null },
  }
}

const shared = <Value>(values: Value[]): Value | undefined =>
  values.every((value) => value === values[0]) ? values[0] : undefined

const PREFIX = 'group:'

/** The same people always have the same conversation. */
export const groupRecipient = (members: string[]): string => `${PREFIX}${members.toSorted().join(',')}`

/** Ids of the members, or null when it is nobody's group. */
export const groupOf = (recipient: string): string[] | null =>
  recipient.startsWith(PREFIX) ? recipient.slice(PREFIX.length).split(',') : null
