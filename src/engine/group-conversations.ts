/**
 * Conversations of several people. Opening one again gives the same one, so what has been opened is only remembered while the process runs, to
 * spare the platform the question with every message.
 */
import { DeliveryError, type Platform } from '#platform'
import { identitiesOn } from '../store/people.ts'
import type { House } from './house.ts'

/** More than are written to on a morning of a large organisation. */
const MOST_REMEMBERED = 20_000

const remembered = new WeakMap<Platform, Map<string, string>>()

/**
 * @param stands the message is there already and is only edited: then nobody has to be found, because it says itself where it stands
 * @throws DeliveryError when one of them is not on this platform any more
 */
export async function groupConversation(
  house: House,
  platform: Platform,
  members: string[],
  stands: boolean,
): Promise<string> {
  const people = await identitiesOn(house.db.kysely, platform.name, members)
  if (people.length < members.length) {
    if (stands) return ''
    throw new DeliveryError('never', `somebody in the group is not on ${platform.name} any more`)
  }
  const name = people.toSorted().join(' ')
  const opened = openedOn(platform)
  const conversation = opened.get(name) ?? (await platform.conversation(people.toSorted()))
  if (opened.size >= MOST_REMEMBERED) opened.clear()
  opened.set(name, conversation)
  return conversation
}

function openedOn(platform: Platform): Map<string, string> {
  const opened = remembered.get(platform) ?? new Map<string, string>()
  remembered.set(platform, opened)
  return opened
}
