/** One of the people of a promise, with the language, clock and calendar they live by. */
import type { Language } from '#platform'
import { chunks, type Member } from '../../store/people.ts'
import type { Calendar } from '../../time/calendar.ts'
import { type House, type Reads, type Team, teamLanguage, teamZone } from '../house.ts'

export interface Party {
  id: string
  name: string
  language: Language
  zone: string
  calendar: Calendar
  /** The date it is where they are. */
  today: string
}

/** @param team whose ritual it is about; its language and zone hold for who has none of their own */
export function partyOf(house: House, member: Member, team: Team | null): Party {
  const zone = member.zone ?? teamZone(house, team)
  return {
    id: member.id,
    name: member.name,
    language: member.language ?? teamLanguage(house, team),
    zone,
    calendar: house.calendars.of(member.unit),
    today: house.clock.now().toZonedDateTimeISO(zone).toPlainDate().toString(),
  }
}

/** Those of these people who are still members, by id. */
export async function membersHere(db: Reads, ids: readonly string[]): Promise<Map<string, Member>> {
  const found = new Map<string, Member>()
  for (const some of chunks([...new Set(ids)], 500)) {
    const rows = await db
      .selectFrom('member')
      .select(['id', 'email', 'name', 'language', 'zone', 'unit'])
      .where('id', 'in', some)
      .where('left_at', 'is', null)
      .execute()
    for (const row of rows) found.set(row.id, row)
  }
  return found
}
