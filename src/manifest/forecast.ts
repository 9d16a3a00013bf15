/** When a ritual takes place next, for each of those it is for. */
import { type Calendars, createCalendars } from '../engine/calendars.ts'
import { type Planned, occurrencesBetween } from '../time/recurrence.ts'
import { instantOf, shiftOf } from '../time/zone.ts'
import type { Manifest, ManifestPerson, ManifestRitual, ManifestTeam } from './schema.ts'

/** Longer than days off in a row: what is moved may come from before the stretch that is asked for. */
const MARGIN_DAYS = 14

/** The same moment, or the same time of day, for everyone in one zone. */
export interface Opening {
  zone: string
  /** On the clock of those people. */
  at: Temporal.ZonedDateTime
  people: number
  /** A clock change leaves the scheduled time out, or repeats it. */
  shift: 'gap' | 'repeated' | null
  /** Minutes by which this zone's clock was put since the occurrence before; 0 for none. */
  clock: number
}

/** People of one unit who have a day off that the organisation has not. */
export interface OffDuty {
  unit: string
  holiday: string
  people: number
}

export interface Upcoming extends Planned {
  /** Whether all zones share one moment; otherwise they share one time of day. */
  isOneMoment: boolean
  /** The zone the schedule is in: the first one, where it is everyone's own. */
  openings: Opening[]
  off: OffDuty[]
}

/**
 * The occurrences of one ritual from an instant on until the end of a day, skipped ones too, in the order in which they take place.
 * People the manifest does not name are taken to live in the team's zone.
 */
export function forecast(
  manifest: Manifest,
  ritual: ManifestRitual,
  now: Temporal.Instant,
  until: Temporal.PlainDate,
): Upcoming[] {
  const team = manifest.teams.find(({ id }) => id === ritual.team)
  if (!team) return []
  const calendars = createCalendars(manifest)
  const others = manifest.teams.filter(({ id }) => ritual.with.includes(id))
  const people = peopleOf(manifest, [team, ...others])
  const zones = zonesOf(manifest, ritual, team, people)
  const today = now.toZonedDateTimeISO(zones.lead).toPlainDate()
  const days = { from: today.subtract({ days: MARGIN_DAYS }), until: until.add({ days: MARGIN_DAYS }) }
  const upcoming: Upcoming[] = []
  let before: readonly Opening[] = []
  for (const planned of occurrencesBetween(ritual.schedule, calendars.organisation, days.from, days.until)) {
    if (Temporal.PlainDate.compare(planned.local.toPlainDate(), until) > 0) continue
    const openings = openingsOf(
      planned.local,
      zones,
      (zone) => before.find((one) => one.zone === zone)?.at ?? now.toZonedDateTimeISO(zone),
    )
    if (openings.every(({ at }) => Temporal.Instant.compare(at.toInstant(), now) <= 0)) continue
    const off = planned.skipped ? [] : offDuty(manifest, calendars, people, planned.local.toPlainDate())
    upcoming.push({ ...planned, isOneMoment: zones.isOneMoment, openings, off })
    if (!planned.skipped) before = openings
  }
  return upcoming.toSorted((a, b) => Temporal.PlainDateTime.compare(a.local, b.local))
}

interface Zones {
  lead: string
  isOneMoment: boolean
  /** People in each zone; the lead zone first. */
  counts: Map<string, number>
}

function peopleOf(manifest: Manifest, teams: ManifestTeam[]): ManifestPerson[] {
  const byEmail = new Map(manifest.people.map((person) => [person.email, person]))
  const emails = new Set(teams.flatMap((team) => [...team.leaders, ...team.members]))
  return [...emails].map((email) => byEmail.get(email) ?? { email, name: email })
}

function zonesOf(
  manifest: Manifest,
  ritual: ManifestRitual,
  team: ManifestTeam,
  people: readonly ManifestPerson[],
): Zones {
  const teamZone = team.zone ?? manifest.organisation.zone
  const { zone } = ritual.schedule
  const isOneMoment = zone !== 'member'
  const counts = new Map<string, number>()
  for (const person of people) {
    const own = person.zone ?? teamZone
    counts.set(own, (counts.get(own) ?? 0) + 1)
  }
  const most = [...counts].toSorted((a, b) => b[1] - a[1])
  const lead = isOneMoment ? (zone === 'team' ? teamZone : zone) : (most[0]?.[0] ?? teamZone)
  return {
    lead,
    isOneMoment,
    counts: new Map([[lead, counts.get(lead) ?? 0], ...most.filter(([own]) => own !== lead)]),
  }
}

function openingsOf(
  local: Temporal.PlainDateTime,
  { lead, isOneMoment, counts }: Zones,
  before: (zone: string) => Temporal.ZonedDateTime,
): Opening[] {
  return [...counts].map(([zone, people]) => {
    const at = instantOf(local, isOneMoment ? lead : zone).toZonedDateTimeISO(zone)
    const isScheduled = !isOneMoment || zone === lead
    const clock = (at.offsetNanoseconds - before(zone).offsetNanoseconds) / 60e9
    return { zone, at, people, shift: isScheduled ? shiftOf(local, zone) : null, clock }
  })
}

/** On a day off of the whole organisation the schedule has decided already; here it is about single sites. */
function offDuty(
  manifest: Manifest,
  calendars: Calendars,
  people: readonly ManifestPerson[],
  date: Temporal.PlainDate,
): OffDuty[] {
  if (!calendars.organisation.isWorkingDay(date)) return []
  return manifest.units.flatMap((unit) => {
    const count = people.filter((person) => person.unit === unit.id).length
    const holiday = calendars.of(unit.id).holidayName(date, manifest.organisation.language)
    return count > 0 && holiday !== null ? [{ unit: unit.name, holiday, people: count }] : []
  })
}
