/** Questions to begin a conversation with. Their words are in the locales: `starter.1` and so on. */
import type { Group } from '#ritual'
import { knownOf } from './why-together.ts'

/** As many as the locales have, in both languages. */
export const STARTERS = 32

const EACH = 3

/**
 * Three by chance, none that anybody of these had in the earlier rounds, newest first; where all are used up, the ones that are longest ago.
 */
export function startersFor(
  members: readonly string[],
  rounds: readonly (readonly Group[])[],
  random: () => number,
): string[] {
  const used = new Map<string, number>()
  for (const [ago, groups] of rounds.entries()) {
    const theirs = groups.filter((group) => group.members.some((id) => members.includes(id)))
    for (const number of theirs.flatMap((group) => knownOf(group).starters))
      if (!used.has(number)) used.set(number, ago)
  }
  const all = Array.from({ length: STARTERS }, (_, index) => ({ number: String(index + 1), chance: random() }))
  const freshness = ({ number }: { number: string }): number => used.get(number) ?? Infinity
  return all
    .toSorted((a, b) => (freshness(a) === freshness(b) ? a.chance - b.chance : freshness(b) - freshness(a)))
    .slice(0, EACH)
    .map(({ number }) => number)
}
