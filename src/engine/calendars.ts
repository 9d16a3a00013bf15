/** One working calendar for the organisation and one for each unit with holidays of its own. */
import type { Manifest } from '../manifest/schema.ts'
import { calendar, type Calendar } from '../time/calendar.ts'

export interface Calendars {
  organisation: Calendar
  /** The calendar that holds for a member of this unit. */
  of(unit: string | null): Calendar
}

export function createCalendars(manifest: Manifest): Calendars {
  const { holidays, workWeek, workingHours, quietHours } = manifest.organisation
  const at = (place: typeof holidays): Calendar =>
    calendar({ ...(place === 'none' ? {} : place), workWeek, workingHours, quietHours })
  const organisation = at(holidays)
  const units = new Map(
    manifest.units.filter((unit) => unit.holidays !== undefined).map((unit) => [unit.id, at(unit.holidays!)]),
  )
  return { organisation, of: (unit) => (unit === null ? undefined : units.get(unit)) ?? organisation }
}
