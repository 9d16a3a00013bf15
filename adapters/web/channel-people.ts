/** Whose channel a channel is. The workspace does not say, so its name does: a channel called as a team is that team's. */
import type { WorkspacePerson } from './workspace.ts'

type Team = WorkspacePerson['teams'][number]

const isOf = (channel: string, team: Team): boolean => team.id === channel || slug(team.name) === channel

export const belongsTo = (channel: string, person: WorkspacePerson): boolean =>
  person.teams.some((team) => isOf(channel, team))

/** The people of a channel; one that is no team's is the whole company's. */
export function peopleOf(channel: string, people: WorkspacePerson[]): WorkspacePerson[] {
  const own = people.filter((person) => belongsTo(channel, person))
  return own.length > 0 ? own : people
}

/** `Werkstatt West` is written `werkstatt-west` as a channel. */
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, '-')

const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
