/** What is allowed and will still disappoint; said once, before it does. */
import type { AnyRitual } from '../engine/discovery.ts'
import { sealedPhaseOf } from '../engine/occasion.ts'
import type { Path } from './problem.ts'
import type { Manifest, ManifestRitual, ManifestTeam } from './schema.ts'

/** A sentence about a place in the manifest. */
export interface Remark {
  path: Path
  text: string
}

export function remarks(manifest: Manifest, rituals: ReadonlyMap<string, AnyRitual>): Remark[] {
  return manifest.rituals.flatMap((ritual, index) => {
    const team = manifest.teams.find(({ id }) => id === ritual.team)
    const kind = rituals.get(ritual.kind)
    if (!team || !kind || sealedPhaseOf(kind, ritual.options) === null || !isTooSmall(team, manifest)) return []
    return [{ path: ['rituals', index, 'team'], text: smallTeamText(ritual, team, manifest) }]
  })
}

function smallTeamText(ritual: ManifestRitual, team: ManifestTeam, manifest: Manifest): string {
  const members = team.members.length === 1 ? '1 member' : `${team.members.length} members`
  const partner = partnerOf(team, manifest)
  const advice = partner
    ? ` Make one team of it and ${partner.id} for this, with one ${ritual.kind} in the place of two?`
    : ''
  return `${team.id} has ${members}: its ${ritual.kind} will never show results (threshold ${manifest.privacy.minimumGroup}).${advice}`
}

/** A team that comes from a channel may be of any size. */
function isTooSmall(team: ManifestTeam, manifest: Manifest): boolean {
  return team.membersFrom === undefined && team.members.length < manifest.privacy.minimumGroup
}

/** The team that is best asked together with a small one: of the same leader if there is one, and then the smallest that is enough. */
function partnerOf(team: ManifestTeam, manifest: Manifest): ManifestTeam | undefined {
  const enough = (other: ManifestTeam): boolean =>
    other.membersFrom !== undefined ||
    new Set([...team.members, ...other.members]).size >= manifest.privacy.minimumGroup
  const sameLeader = (other: ManifestTeam): number =>
    other.leaders.some((leader) => team.leaders.includes(leader)) ? 0 : 1
  return manifest.teams
    .filter((other) => other.id !== team.id && enough(other))
    .toSorted((a, b) => sameLeader(a) - sameLeader(b) || a.members.length - b.members.length)[0]
}
