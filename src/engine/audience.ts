/**
 * Whom a ritual is for: the people of its team and of those that take part with it, each of them once. It is led by the leaders of its own team
 * alone; whoever leads another one takes part as a member. Observers are those of its own team.
 */
import type { Role } from '#ritual'
import { type Belonging, membersOf, type TeamMember } from '../store/people.ts'
import type { Reads } from './house.ts'
import { type RitualTeams, teamsOf } from './occasion.ts'

type Part = Role | 'observer'

/** Leaders first, then by name. */
export async function audienceOf(db: Reads, ritual: RitualTeams): Promise<TeamMember[]> {
  const people = await membersOf(db, teamsOf(ritual))
  const places = Map.groupBy(people, ({ id }) => id)
  return [...places.values()]
    .flatMap((some): TeamMember[] => {
      const role = partIn(ritual, some)
      return role === null ? [] : [{ ...some[0]!, role }]
    })
    .toSorted((a, b) => RANK[a.role] - RANK[b.role])
}

const RANK: Record<Part, number> = { leader: 0, member: 1, observer: 2 }

/** What somebody with these places is in a ritual; null where it does not concern them. */
export function partIn(ritual: RitualTeams, places: Belonging[]): Part | null {
  const own = new Set(places.filter(({ team }) => team === ritual.team_id).map(({ role }) => role))
  if (own.has('leader')) return 'leader'
  const others = new Set(teamsOf(ritual).slice(1))
  const isWith = places.some(({ team, role }) => others.has(team) && role !== 'observer')
  if (own.has('member') || isWith) return 'member'
  return own.has('observer') ? 'observer' : null
}

/** The team by which somebody takes part: the ritual's own where they are in it. */
export function teamBehind(ritual: RitualTeams, places: Belonging[]): string | null {
  return teamsOf(ritual).find((team) => places.some((place) => place.team === team)) ?? null
}
