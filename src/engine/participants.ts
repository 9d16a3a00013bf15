/** Who takes part this time, and why someone does not: away, a holiday where they work, snoozed or left. */
import type { Role } from '#ritual'
import { absencesIn, isAwayOn, optOuts, type TeamMember } from '../store/people.ts'
import type { ParticipantTable } from '../store/schema.ts'
import { dateIn, instantText } from '../time/format.ts'
import { instantOf } from '../time/zone.ts'
import { allDone } from '../all-done.ts'
import { audienceOf } from './audience.ts'
import { type House, type Reads, type Team, teamOf, teamZone } from './house.ts'
import { type RitualTeams, teamsOf } from './occasion.ts'

/** The zone an occurrence has for one member: their own, or the schedule's fixed one. */
export function zoneFor(
  house: House,
  schedule: { zone: string },
  team: Team | null,
  member: { zone: string | null },
): string {
  if (schedule.zone === 'member') return member.zone ?? teamZone(house, team)
  return schedule.zone === 'team' ? teamZone(house, team) : schedule.zone
}

export interface Call {
  occurrence: string
  ritual: RitualTeams & { id: string }
  local: string
  schedule: { zone: string; reminder: string }
  asks: Partial<Record<Role, string>>
}

export interface Called {
  audience: TeamMember[]
  /** Everyone the occurrence concerns, each with a status of `waiting` or `absent`; the rows that freeze the audience. */
  participants: ParticipantTable[]
}

export async function callParticipants(house: House, db: Reads, call: Call, now: string): Promise<Called> {
  const team = teamOf(house, call.ritual.team_id)
  const date = call.local.slice(0, 10)
  const [audience, away, left] = await allDone([
    audienceOf(db, call.ritual),
    absencesIn(db, teamsOf(call.ritual), date),
    optOuts(db, call.ritual.id, now),
  ])
  const people = audience.filter(({ role }) => role !== 'observer' && call.asks[role])
  // Thousands of people live in a handful of zones.
  const openings = new Map<string, string>()
  const openingIn = (zone: string): string => instantText(instantOf(Temporal.PlainDateTime.from(call.local), zone))
  // After the bot was down somebody may have gone away in the meantime.
  const zone = teamZone(house, team)
  const days = new Map<string, string>()
  const dayIn = (where: string): string => later(date, dateIn(now, where))
  const participants = people.map((person) => {
    const opensAt = openings.getOrInsertComputed(zoneFor(house, call.schedule, team, person), openingIn)
    const today = days.getOrInsertComputed(person.zone ?? zone, dayIn)
    const absent = absenceOf(house, person, date, today, away, left)
    return {
      occurrence_id: call.occurrence,
      member_id: person.id,
      role: person.role as Role,
      status: absent ? 'absent' : 'waiting',
      reason: absent?.reason ?? null,
      until: absent?.until ?? null,
      opens_at: opensAt,
      remind_at: null,
    } as const
  })
  return { audience, participants }
}

const later = (one: string, other: string): string => (one > other ? one : other)

function absenceOf(
  house: House,
  person: TeamMember,
  date: string,
  today: string,
  away: { member: string; from: string; until: string | null }[],
  left: Map<string, string | null>,
): { reason: string; until: string | null } | null {
  const absence = away.find((entry) => entry.member === person.id && isAwayOn(entry, today))
  if (absence) return { reason: 'away', until: absence.until }
  if (left.has(person.id)) {
    const until = left.get(person.id) ?? null
    return { reason: until === null ? 'opted-out' : 'snoozed', until: until?.slice(0, 10) ?? null }
  }
  const holiday = !house.calendars.of(person.unit).isWorkingDay(Temporal.PlainDate.from(date))
  const anyway = !house.calendars.organisation.isWorkingDay(Temporal.PlainDate.from(date))
  // Where the whole organisation is off and the schedule runs all the same, its admin has said so.
  return holiday && !anyway ? { reason: 'holiday', until: date } : null
}
