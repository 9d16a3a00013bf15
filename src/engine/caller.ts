/** Whoever acts: a member, with the language to answer them in. */
import type { Speak } from '#ritual'
import type { Message } from '#message'
import { paragraph } from '#message'
import type { Language, PlatformEvent, Reply } from '#platform'
import { type Belonging, belongings, type Member, memberOn } from '../store/people.ts'
import { memberAt } from '../store/acting.ts'
import type { PlaceRow } from '../store/occurrences.ts'
import { type House, teamLanguage, teamOf, teamZone } from './house.ts'

export interface Caller {
  member: Member
  language: Language
  zone: string
  /** The common texts in their language. */
  t: Speak
  event: PlatformEvent
  /** What the event names, and their place in it, as it stood when the event came; null where it names nothing that exists. */
  place: PlaceRow | null
}

/** @returns null for someone who is no member. */
export async function callerOf(house: House, event: PlatformEvent): Promise<Caller | null> {
  const { member, place } = await whoActs(house, event)
  if (!member) return null
  const language = member.language ?? event.language ?? house.manifest.organisation.language
  const zone = member.zone ?? event.zone ?? house.manifest.organisation.zone
  return { member, language, zone, t: house.texts.speak(language, 'common'), event, place }
}

async function whoActs({ db }: House, event: PlatformEvent): ReturnType<typeof memberAt> {
  const { platform, person } = event
  const occurrence = occurrenceIn(event)
  if (occurrence !== null) return memberAt(db, platform, person, occurrence)
  return { member: await memberOn(db.kysely, platform, person), place: null }
}

/** The occurrence that a press or a form names. */
export function occurrenceIn(event: PlatformEvent): string | null {
  if (event.type === 'submit') return event.ticket.occurrence
  return event.type === 'press' ? (event.occurrence ?? null) : null
}

export const isAdmin = (house: House, member: Member): boolean =>
  member.email !== null && house.manifest.admins.includes(member.email)

/** Whom the manifest names under `overview`. */
export const seesAll = (house: House, member: Member): boolean =>
  member.email !== null && house.manifest.organisation.overview.includes(member.email)

export interface Place extends Belonging {
  name: string
  language: Language
  zone: string
}

/** The teams someone belongs to, with their names. */
export async function placesOf(house: House, member: Member): Promise<Place[]> {
  return (await belongings(house.db.kysely, member.id)).map((place) => {
    const team = teamOf(house, place.team)
    return {
      ...place,
      name: team?.name ?? place.team,
      language: teamLanguage(house, team),
      zone: teamZone(house, team),
    }
  })
}

/** A sentence that only the person who acted sees. */
export const notice = (text: string): Reply => ({ type: 'notice', message: saying(text) })

export const saying = (text: string): Message => ({ summary: text, blocks: [paragraph(text)] })
