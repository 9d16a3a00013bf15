/** A company whose rituals come every minute: check-ins that are over when the next one begins, and polls of two minutes. */
import type { Slack } from '../slack/double.ts'
import type { Conversation, Person } from '../slack/world.ts'
import { noonZone } from '../bench/chat-company.ts'

export interface Team {
  id: string
  lead: Person
  staff: Person[]
  channel: Conversation
  kind: 'check-in' | 'pulse'
}

export interface Company {
  zone: string
  teams: Team[]
  manifest: string
  /** The ids of all occurrences that there must be from one instant (excluded) to another. */
  expected(from: Temporal.Instant, until: Temporal.Instant): string[]
}

export interface CompanySize {
  checkInTeams: number
  pollTeams: number
}

const CHECK_IN_STAFF = 3
const POLL_STAFF = 7

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const MINUTES = { 'check-in': '*', pulse: '*/2' }
const WINDOW = { 'check-in': '1m', pulse: '2m' }

export function foundCompany(slack: Slack, { checkInTeams, pollTeams }: CompanySize): Company {
  const zone = noonZone(Temporal.Now.instant())
  const teams = Array.from({ length: checkInTeams + pollTeams }, (_, index) =>
    foundTeam(slack, index, index < checkInTeams ? 'check-in' : 'pulse', zone),
  )
  return { zone, teams, manifest: JSON.stringify(manifestOf(slack, teams, zone)), expected: expectedOf(teams, zone) }
}

function foundTeam(slack: Slack, index: number, kind: Team['kind'], zone: string): Team {
  const person = (name: string): Person =>
    slack.person({ name: `${name} of team ${index}`, email: `${name}.${index}@chaos.example`.toLowerCase(), zone })
  const lead = person('Lead')
  const staff = Array.from({ length: kind === 'pulse' ? POLL_STAFF : CHECK_IN_STAFF }, (_, nth) =>
    person(`${String.fromCharCode(65 + nth)}`),
  )
  return { id: `team-${index}`, lead, staff, channel: slack.channel(`team-${index}`, [lead, ...staff]), kind }
}

const manifestOf = (slack: Slack, teams: Team[], zone: string): object => ({
  organisation: { name: 'Chaos', language: 'de', zone, holidays: 'none', workWeek: DAYS },
  admins: [teams[0]!.lead.email],
  people: teams.flatMap(({ lead, staff }) =>
    [lead, ...staff].map(({ id, name, email }) => ({
      email,
      name,
      identities: { slack: `${slack.world.team.id}/${id}` },
    })),
  ),
  teams: teams.map(({ id, lead, staff, channel }) => ({
    id,
    name: id,
    leaders: [lead.email],
    members: staff.map(({ email }) => email),
    channels: [`slack:${channel.id}`],
  })),
  rituals: teams.map(({ id, kind }) => ({
    id: ritualOf(id),
    kind,
    team: id,
    name: ritualOf(id),
    schedule: { cron: `${MINUTES[kind]} ${today(zone)}`, zone: 'team', window: WINDOW[kind], reminder: 'none' },
    ...(kind === 'check-in' && { options: { questions: [{ id: 'done' }] } }),
  })),
})

/** The hours around now and no others: three weeks of minutes would be planned ahead. In the zone of noon no run comes near midnight. */
function today(zone: string): string {
  const { hour, day, month } = Temporal.Now.zonedDateTimeISO(zone)
  return `${hour - 1}-${hour + 1} ${day} ${month} *`
}

const ritualOf = (team: string): string => `ritual-${team}`

const expectedOf = (teams: Team[], zone: string) => (from: Temporal.Instant, until: Temporal.Instant) => {
  const ids: string[] = []
  let minute = from.toZonedDateTimeISO(zone).round({ smallestUnit: 'minute', roundingMode: 'floor' })
  for (minute = minute.add({ minutes: 1 }); minute.toInstant().epochMilliseconds <= until.epochMilliseconds;) {
    const at = minute.toPlainDateTime().toString({ smallestUnit: 'minute' })
    for (const { id, kind } of teams)
      if (kind === 'check-in' || minute.minute % 2 === 0) ids.push(`${ritualOf(id)}@${at}`)
    minute = minute.add({ minutes: 1 })
  }
  return ids
}
