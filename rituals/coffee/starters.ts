/** Questions to begin a conversation with. Their words are in the locales: `starter.1` and so on. */
import type { Group } from '#ritual'

/** As many as the locales have, in both languages. */
export const STARTERS = 32

const EACH = 3

/** After so many rounds all would have been used up. */
const ROUNDS = Math.floor(STARTERS / EACH)

/**
 * Three by chance for each group, none that anybody in it had in the last rounds; where all are used up, the ones that are longest ago.
 * @param rounds newest first
 */
export function startersKnown(
  rounds: readonly (readonly Group[])[],
  random: () => number,
): (members: readonly string[]) => string[] {
  const had = hadByEach(rounds.slice(0, ROUNDS))
  const all = Array.from({ length: STARTERS }, (_, index) => String(index + 1))
  return (members) => {
    const used = new Map<string, number>()
    for (const { number, ago } of members.flatMap((id) => had.get(id) ?? [])) {
      used.set(number, Math.min(ago, used.get(number) ?? Infinity))
    }
    return all
      .map((number) => ({ number, ago: used.get(number) ?? ROUNDS, chance: random() }))
      .toSorted((a, b) => b.ago - a.ago || a.chance - b.chance)
      .slice(0, EACH)
      .map(({ number }) => number)
  }
}

interface Had {
  number: string
  ago: number
}

function hadByEach(rounds: readonly (readonly Group[])[]): Map<string, Had[]> {
  const had = new Map<string, Had[]>()
  for (const [ago, groups] of rounds.entries()) {
    for (const { members, facts } of groups) {
      const numbers = typeof facts['starters'] === 'string' ? facts['starters'].split(' ') : []
      for (const id of members) {
        const own = had.get(id) ?? []
        own.push(...numbers.map((number) => ({ number, ago })))
        had.set(id, own)
      }
    }
  }
  return had
}
