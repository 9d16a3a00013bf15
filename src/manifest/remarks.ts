/** What is allowed and will still disappoint; said once, before it does. */
import type { AnyRitual } from '../engine/discovery.ts'
import type { Finding } from './problem.ts'
import type { Manifest, ManifestTeam } from './schema.ts'

export function remarks(manifest: Manifest, rituals: ReadonlyMap<string, AnyRitual>): Finding[] {
  return manifest.rituals.flatMap((ritual, index) => {
    const team = manifest.teams.find(({ id }) => id === ritual.team)
    if (!team || rituals.get(ritual.kind)?.privacy !== 'anonymous' || !isTooSmall(team, manifest)) return []
    const partner = partnerOf(team, manifest)
    return [
      {
        path: ['rituals', index, 'team'],
        at: 'value' as const,
        expected: `a team of ${manifest.privacy.minimumGroup} or more members, because the results of ${ritual.id} are shown only from that many answers`,
        found: `${team.id} with ${count(team.members.length)}, so they will never be shown`,
        ...(partner && { suggestion: `one ${ritual.kind} for a team of both ${team.id} and ${partner.id}` }),
      },
    ]
  })
}

/** A team that comes from a channel may be of any size. */
export function isTooSmall(team: ManifestTeam, manifest: Manifest): boolean {
  return team.membersFrom === undefined && team.members.length < manifest.privacy.minimumGroup
}

/** The team that is best asked together with a small one: of the same leader if there is one, and then the smallest that is enough. */
export function partnerOf(team: ManifestTeam, manifest: Manifest): ManifestTeam | undefined {
  const enough = (other: ManifestTeam): boolean =>
    new Set([...team.members, ...other.members]).size >= manifest.privacy.minimumGroup ||
    other.membersFrom !== undefined
  const sameLeader = (other: ManifestTeam): number =>
    other.leaders.some((leader) => team.leaders.includes(leader)) ? 0 : 1
  return manifest.teams
    .filter((other) => other.id !== team.id && enough(other))
    .toSorted((a, b) => sameLeader(a) - sameLeader(b) || a.members.length - b.members.length)[0]
}

function count(members: number): string {
  return members === 1 ? '1 member' : `${members} members`
}
