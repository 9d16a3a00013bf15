/** Whether the plan for an odd number of people still has a round that can be played as it stands. */
import type { Draw } from './draw.ts'
import type { Memory } from './memory.ts'
import { oddRounds } from './odd-rounds.ts'
import type { Seats } from './seats.ts'
import { isAcross } from './worth.ts'

/** Up to so many people nothing but the plan gets by without repeats for long. */
const FEW = 9

/**
 * Whether these are planned as a whole from the first round on. A larger group of several units is not: halves that meet each other first bring more
 * people together across units, for one round or two fewer without a repeat.
 */
export const isPlannedWhole = (draw: Draw, seats: Seats, active: readonly number[]): boolean =>
  active.length % 2 === 1 && (active.length <= FEW || !draw.across || !isMixed(seats, active))

/** @returns the groups of the round that is most across units, or null when each has a pair that has met or may not meet. Time O(n²). */
export function cleanRound(seats: Seats, memory: Memory, active: readonly number[]): number[][] | null {
  let best: number[][] | null = null
  let most = -1
  for (const round of oddRounds(active.length)) {
    const groups = round.map((group) => group.map((place) => active[place]!))
    if (!groups.every((group) => isClean(seats, memory, group))) continue
    const worth = groups.reduce((sum, group) => sum + acrossIn(seats, group), 0)
    if (worth > most) [best, most] = [groups, worth]
  }
  return best
}

const isMixed = (seats: Seats, active: readonly number[]): boolean =>
  new Set(active.map((seat) => seats.unit[seat])).size > 1

const pairsIn = (group: readonly number[]): [number, number][] =>
  group.flatMap((one, index) => group.slice(index + 1).map((other): [number, number] => [one, other]))

const isClean = (seats: Seats, memory: Memory, group: readonly number[]): boolean =>
  pairsIn(group).every((pair) => memory.ago(...pair) === 0 && seats.mayMeet(...pair)) && seats.shareTime(group)

const acrossIn = (seats: Seats, group: readonly number[]): number =>
  pairsIn(group).filter((pair) => isAcross(seats, ...pair)).length
