import type { ManifestTeam } from './schema.ts'

/** The channels whose people are members of a team too. */
export function sourcesOf({ membersFrom = [] }: Pick<ManifestTeam, 'membersFrom'>): string[] {
  return typeof membersFrom === 'string' ? [membersFrom] : membersFrom
}
