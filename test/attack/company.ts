/** The people who are polled. Their names are like nothing else, so that a name that turns up somewhere is theirs. */
export const LEADER = 'lead'

/** `quill-01`, `quill-02` ... */
export const people = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `quill-${String(index + 1).padStart(2, '0')}`)

export const emailOf = (person: string): string => `${person}@attack.example`
export const nameOf = (person: string): string => `${person[0]!.toUpperCase()}${person.slice(1)}`

export interface Team {
  id: string
  members: readonly string[]
  /** They come from the team's channel, so that the manifest can't be looked at for who is in which team. */
  fromChannel?: boolean
}

const SCHEDULE = { every: 'week', on: 'thu', at: '10:00', window: '26h', reminder: '4h' }

/** A manifest, as JSON, which is YAML too: each team has its pulse, all of them one leader. */
export function manifestOf(teams: Team[]): string {
  const everyone = [...new Set([LEADER, ...teams.flatMap(({ members }) => members)])]
  return JSON.stringify({
    organisation: { name: 'Attack', language: 'en', zone: 'Europe/Berlin' },
    admins: [emailOf(LEADER)],
    people: everyone.map((person) => ({ email: emailOf(person), name: nameOf(person) })),
    teams: teams.map(({ id, members, fromChannel }) => ({
      id,
      name: `Team ${id}`,
      leaders: [emailOf(LEADER)],
      ...(fromChannel ? { membersFrom: `web:${id}` } : { members: members.map(emailOf) }),
      channels: [`web:${id}`],
    })),
    rituals: teams.map(({ id }) => ({ id: `spirit-${id}`, kind: 'pulse', team: id, schedule: SCHEDULE })),
  })
}
