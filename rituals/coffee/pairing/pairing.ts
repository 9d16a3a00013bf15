/** Who drinks coffee with whom: a pure function of people, earlier rounds and chance. */
import type { Draw, Drawn, LeftOut } from './draw.ts'
import { drawExactly } from './exact.ts'
import { drawAtLarge } from './large.ts'
import { type Memory, memoryOf } from './memory.ts'
import { seatsFor, type Seats } from './seats.ts'
import { share } from './working-time.ts'

/** Up to so many people are matched exactly, in O(n³); above, greedily with swaps, in O(n · rounds). */
export const EXACT_UP_TO = 200

/**
 * Draws pairs, and one trio where the number of people is odd. Never together: two on a do-not-pair list, two who do not share half an hour of
 * working time on the day, somebody and their own leader, nor the leader's leader unless that was wished for. Whoever can be in a group is
 * in one. Then, each before all that follow: no repeats (also not in the rounds to come), longest since the last coffee, newcomer
 * with veteran, different units, chance.
 *
 * The order of `people` and of names within a group means nothing. Groups and members come in an order of their own that follows from the ids.
 *
 * @throws RangeError for a zone or time that is none
 */
export function pairing(draw: Draw): Drawn {
  const seats = seatsFor(draw)
  const memory = memoryOf(draw, seats)
  const drawn = seats.count <= EXACT_UP_TO ? drawExactly(draw, seats, memory) : drawAtLarge(draw, seats, memory)
  const inside = new Set(drawn.groups.flat())
  for (const group of drawn.groups) group.sort((a, b) => a - b)
  drawn.groups.sort((a, b) => a[0]! - b[0]!)
  return {
    groups: drawn.groups.map((group) => group.map((seat) => seats.people[seat]!.id)),
    ago: drawn.groups.map((group) => latestIn(memory, group)),
    leftOut: seats.people.flatMap(({ id }, seat) =>
      inside.has(seat) ? [] : [{ member: id, reason: reasonFor(seats, seat) }],
    ),
  }
}

function latestIn(memory: Memory, group: readonly number[]): number | null {
  const known = group.flatMap((one, index) => group.slice(index + 1).map((other) => memory.ago(one, other)))
  const met = known.filter((ago) => ago > 0)
  return met.length > 0 ? Math.min(...met) : null
}

/** Never tells of a do-not-pair list: where one is part of it, the reason is one that is true for everybody who is left. */
function reasonFor(seats: Seats, seat: number): LeftOut['reason'] {
  const others = seats.people.flatMap((_, other) => (other === seat ? [] : [other]))
  if (others.length === 0) return 'alone'
  const atWork = others.filter((other) => share(seats.shift[seat]!, seats.shift[other]!))
  if (atWork.length === 0) return 'hours'
  return atWork.every((other) => seats.isLeading(seat, other)) ? 'leading' : 'nobody-free'
}
