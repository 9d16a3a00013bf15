import type { AnyRitual } from '../engine/discovery.ts'
import type { Hours } from '../time/calendar.ts'
import type { Manifest, ManifestRitual, Written } from './schema.ts'

/** Fills in what follows from other parts, so that nobody after this has to think of it. */
export function complete(written: Written, rituals: ReadonlyMap<string, AnyRitual>): Manifest {
  const { organisation } = written
  return {
    ...written,
    organisation: {
      ...organisation,
      overview: organisation.overview.map(lower),
      workingHours: hoursOf(organisation.workingHours),
      quietHours: hoursOf(organisation.quietHours),
    },
    admins: written.admins.map(lower),
    people: written.people.map((person) => ({ ...person, email: lower(person.email), ...withIdentities(person) })),
    units: written.units.map((unit) => withExtraHolidays(unit, organisation.holidays)),
    teams: written.teams.map((team) => ({
      ...team,
      leaders: team.leaders.map(lower),
      members: team.members.map(lower),
      observers: team.observers.map(lower),
    })),
    rituals: written.rituals.map((ritual) => completeRitual(ritual, rituals.get(ritual.kind))),
  }
}

const lower = (email: string): string => email.toLowerCase()

/** Microsoft's ids are the same in capitals. */
function withIdentities({ identities }: Written['people'][number]): Pick<Written['people'][number], 'identities'> {
  if (identities?.teams === undefined) return {}
  return { identities: { ...identities, teams: identities.teams.toLowerCase() } }
}

/** "08:00-17:00" taken apart. */
export function hoursOf(text: string): Hours {
  const [from = '', until = ''] = text.split('-')
  return { from, until }
}

/** The house's own days off hold at every site, unless the site names its own. */
function withExtraHolidays(
  unit: Written['units'][number],
  house: Written['organisation']['holidays'],
): Written['units'][number] {
  const extra = house === 'none' ? undefined : house.extraHolidays
  if (!extra || !unit.holidays || unit.holidays === 'none' || unit.holidays.extraHolidays) return unit
  return { ...unit, holidays: { ...unit.holidays, extraHolidays: extra } }
}

function completeRitual(ritual: Written['rituals'][number], kind: AnyRitual | undefined): ManifestRitual {
  const { window = kind?.defaults.window ?? '4h', reminder = kind?.defaults.reminder ?? 'none' } = ritual.schedule
  return { ...ritual, name: ritual.name ?? nameFrom(ritual.id), schedule: { ...ritual.schedule, window, reminder } }
}

function nameFrom(id: string): string {
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
