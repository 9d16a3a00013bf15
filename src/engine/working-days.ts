/** On which days somebody works, as far as is known: where they are it is a working day, and they are not away. */
import { absencesFrom, chunks } from '../store/people.ts'
import type { Guest } from './guests.ts'
import type { House, Reads } from './house.ts'
import type { Occasion } from './occasion.ts'

/** @param date local date, `2026-12-03` */
export type WorksOn = (member: string, date: string) => boolean

/** Of whom nothing is known, the organisation's calendar holds. */
export const byCalendar =
  (house: House): WorksOn =>
  (_member, date) =>
    house.calendars.organisation.isWorkingDay(Temporal.PlainDate.from(date))

/** Read only where people are drawn together: others ask for no day but their own. */
export async function workingDaysOf(house: House, db: Reads, occasion: Occasion, people: Guest[]): Promise<WorksOn> {
  if (!occasion.kind.drawing) return byCalendar(house)
  const ids = people.map((person) => person.id)
  const units = await unitsOf(db, ids)
  const away = Map.groupBy(await absencesFrom(db, ids, occasion.row.local_at.slice(0, 10)), ({ member }) => member)
  return (member, date) => {
    const absences = away.get(member) ?? []
    const isAway = absences.some(({ from, until }) => from <= date && (until === null || date <= until))
    return !isAway && house.calendars.of(units.get(member) ?? null).isWorkingDay(Temporal.PlainDate.from(date))
  }
}

async function unitsOf(db: Reads, members: string[]): Promise<Map<string, string | null>> {
  const units = new Map<string, string | null>()
  for (const some of chunks(members, 500)) {
    const rows = await db.selectFrom('member').select(['id', 'unit']).where('id', 'in', some).execute()
    for (const { id, unit } of rows) units.set(id, unit)
  }
  return units
}
