/** A company large enough to be asked: 500 people in ten teams, each team with many check-ins that are open at the same time. */

export const TEAMS = 10
export const PEOPLE_PER_TEAM = 50

/** Of each person; together with the people it makes 12,000 answers before anybody has to change one. */
export const CHECK_INS = 24

/** One more check-in of each team is never answered: its prompts are what the background jobs deliver anew. */
export const BACKGROUND = 'background'

/** The local time of the organisation at which all check-ins open, on a Wednesday, and one at which they are open. */
export const OPENS = '09:00'
export const OPEN = '09:30'

export const email = (team: number, person: number): string => `p${person}.t${team}@bench.example`

/** The manifest, as JSON, which is YAML too. */
export function companyManifest(): string {
  const teams = Array.from({ length: TEAMS }, (_, team) => team)
  const people = Array.from({ length: PEOPLE_PER_TEAM }, (_, person) => person)
  return JSON.stringify({
    organisation: { name: 'Bench', language: 'de', zone: 'Europe/Berlin' },
    admins: [email(0, 0)],
    people: teams.flatMap((team) =>
      people.map((person) => ({ email: email(team, person), name: `Person ${person} of team ${team}` })),
    ),
    teams: teams.map((team) => ({
      id: `team-${team}`,
      name: `Team ${team}`,
      leaders: [email(team, 0)],
      members: people.slice(1).map((person) => email(team, person)),
      channels: [`web:team-${team}`],
    })),
    rituals: teams.flatMap((team) => [...checkIns(team), checkIn(team, `${BACKGROUND}-${team}`)]),
  })
}

const checkIns = (team: number): object[] =>
  Array.from({ length: CHECK_INS }, (_, index) => checkIn(team, `round-${team}-${index}`))

const checkIn = (team: number, id: string): object => ({
  id,
  kind: 'check-in',
  team: `team-${team}`,
  schedule: { every: 'week', on: 'wed', at: OPENS, zone: 'team', window: '2d', reminder: 'none' },
})

/** What people write: three fields of the length they have in life. */
export const ANSWERS = {
  done: 'Die Übergabe an die Filiale Ost ist durch, beide Kolleginnen kennen jetzt den Ablauf, und die Garantiefälle der letzten Woche sind geprüft. Die Rückfragen aus Rostock habe ich gestern Abend noch beantwortet.',
  next: 'Heute die offenen Gutschriften, danach der Termin mit dem Teilelager wegen der Lieferzeiten. Wenn Zeit bleibt, die Vertretung für Freitag klären.',
  blocker:
    'Mir fehlt noch die Freigabe für den Zugang zum neuen System, ohne die ich die Gutschriften nicht buchen kann.',
}
