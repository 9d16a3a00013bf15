/** What a coffee of two is worth, as one whole number: preferences in their order, each of them above all that come after it together. */
import type { Draw } from './draw.ts'
import type { Memory } from './memory.ts'
import type { Seats } from './seats.ts'

/** Stages of the plan, and rounds since the last coffee, from 0 to this. */
const MOST = 63

export interface Preferences {
  /** How early the plan wants two who have not met to meet; 0 where it does not say. */
  stage(one: number, other: number): number
  memory: Memory
  seats: Seats
  across: boolean
}

export function isAcross(seats: Seats, one: number, other: number): boolean {
  const [unit, others] = [seats.unit[one]!, seats.unit[other]!]
  return unit >= 0 && others >= 0 && unit !== others
}

export const preferring = (draw: Draw, seats: Seats, memory: Memory, stage: Preferences['stage']): Preferences => ({
  stage,
  memory,
  seats,
  across: draw.across,
})

/**
 * The order of preferences: as many coffees as possible, no repeats, the wish to meet somebody above one's leader, the plan (for those who
 * have not met) or the longest time since (for those who have), newcomer with veteran, different units. With p pairs a preference that is 0
 * or 1 takes ⌈log₂(p + 1)⌉ bits, so that p of the lower ones never outweigh one above; 44 bits for 200 people.
 *
 * @returns for n × n weights of those `among`: 0 where they may not meet
 */
export function weightsOf(among: readonly number[], preferences: Preferences): Float64Array {
  const { seats } = preferences
  const count = among.length
  const worth = worthFor(count >> 1, preferences)
  const weights = new Float64Array(count * count)
  for (let row = 1; row < count; row += 1) {
    for (let column = 0; column < row; column += 1) {
      const [one, other] = [among[row]!, among[column]!]
      if (!seats.mayMeet(one, other)) continue
      weights[row * count + column] = weights[column * count + row] = worth(one, other)
    }
  }
  return weights
}

function worthFor(
  pairs: number,
  { seats, memory, stage, across }: Preferences,
): (one: number, other: number) => number {
  const step = 2 ** Math.ceil(Math.log2(pairs + 1))
  const [newcomer, when] = [step, step ** 2]
  const wished = when * step * (MOST + 1)
  const fresh = wished * step
  const met = fresh * step
  return (one, other) => {
    const ago = memory.ago(one, other)
    return (
      met +
      (ago === 0 ? fresh : 0) +
      (seats.isSkipLevel(one, other) ? wished : 0) +
      Math.min(MOST, ago === 0 ? stage(one, other) : ago) * when +
      (seats.newcomer[one] === seats.newcomer[other] ? 0 : newcomer) +
      (across && isAcross(seats, one, other) ? 1 : 0)
    )
  }
}
