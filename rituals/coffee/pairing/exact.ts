/** The exact drawing, for up to about two hundred people. */
import type { Draw } from './draw.ts'
import { halvesOf } from './halves.ts'
import { heaviestMatching } from './heaviest-matching.ts'
import type { Memory } from './memory.ts'
import { place, type Seating } from './placing.ts'
import { cleanRound, isPlannedWhole } from './plan.ts'
import type { Seats } from './seats.ts'
import { shuffled } from './shuffled.ts'
import { triosFor } from './trios.ts'
import { isAcross, type Preferences, preferring, weightsOf } from './worth.ts'

/** How many trios are tried where the rest can't do without repeats: of up to nine people all there are, of many a few. */
const triesFor = (count: number): number => Math.max(4, Math.floor(7000 / count ** 2))

/**
 * An odd number of people follows the plan for it as long as a round of it is free of repeats; everything else is a maximum-weight matching that
 * keeps to the plan of halves where it can, so that no coffee of today costs a repeat tomorrow. O(n³).
 */
export function drawExactly(draw: Draw, seats: Seats, memory: Memory): Seating {
  const active = Array.from({ length: seats.count }, (_, seat) => seat).filter((seat) => hasAnyone(seats, seat))
  if (active.length === 0) return { groups: [], alone: [] }
  if (isPlannedWhole(draw, seats, active)) {
    const planned = cleanRound(seats, memory, active)
    if (planned) return { groups: planned, alone: [] }
  }
  const preferences = preferring(draw, seats, memory, stagesFor(seats, memory, active))
  return active.length % 2 === 0 ? matched(draw, preferences, active) : withTrio(draw, preferences, active)
}

const hasAnyone = (seats: Seats, seat: number): boolean =>
  seats.people.some((_, other) => other !== seat && seats.mayMeet(seat, other))

function matched(draw: Draw, preferences: Preferences, among: readonly number[]): Seating {
  const mixed = shuffled(among, draw.random)
  const mate = heaviestMatching(mixed.length, weightsOf(mixed, preferences))
  const groups = mixed.flatMap((seat, index) => (mate[index]! > index ? [[seat, mixed[mate[index]!]!]] : []))
  const alone = mixed.filter((_, index) => mate[index] === -1)
  return alone.length === 0 ? { groups, alone } : place(preferences, { groups, alone })
}

/** The trio first, and everyone else around it; the best of some. */
function withTrio(draw: Draw, preferences: Preferences, among: readonly number[]): Seating {
  const halved = byHalves(draw, preferences, among)
  if (halved) return halved
  let best: { seating: Seating; cost: number } | null = null
  for (const trio of triosFor(draw, preferences, among, triesFor(among.length))) {
    const rest = matched(
      draw,
      preferences,
      among.filter((seat) => !trio.includes(seat)),
    )
    const seating = { groups: [[...trio], ...rest.groups], alone: rest.alone }
    const cost = costOf(preferences.memory, seating)
    if (!best || cost < best.cost) best = { seating, cost }
    if (cost === 0) break
  }
  if (best && best.seating.alone.length === 0) return best.seating
  const joined = matched(draw, preferences, among)
  return best && best.cost <= costOf(preferences.memory, joined) ? best.seating : joined
}

/** Once the halves have met: the plan for the odd half, which has the trio, and a matching for the other one. */
function byHalves(draw: Draw, preferences: Preferences, among: readonly number[]): Seating | null {
  const { seats, memory } = preferences
  const [even, odd] = [among.slice(0, (among.length + 1) / 2), among.slice((among.length + 1) / 2)]
  if (odd.length % 2 === 0 || haveMoreToMeet(preferences, even, odd)) return null
  const planned = cleanRound(seats, memory, odd)
  const matching = planned && matched(draw, preferences, even)
  if (!matching || costOf(memory, matching) > 0) return null
  return { groups: [...planned, ...matching.groups], alone: [] }
}

/** Whether there are enough who have not met across the halves for another round. */
function haveMoreToMeet({ seats, memory }: Preferences, even: readonly number[], odd: readonly number[]): boolean {
  let fresh = 0
  for (const one of even)
    for (const other of odd) if (memory.ago(one, other) === 0 && seats.mayMeet(one, other)) fresh += 1
  return fresh >= odd.length
}

/** Who is left alone first, then repeats. */
function costOf(memory: Memory, { groups, alone }: Seating): number {
  return alone.length * 1e6 + groups.reduce((sum, group) => sum + repeatsIn(memory, group), 0)
}

function repeatsIn(memory: Memory, group: readonly number[]): number {
  return group.reduce(
    (sum, one, index) => sum + group.slice(index + 1).filter((other) => memory.ago(one, other) > 0).length,
    0,
  )
}

/** The plan of halves, with the one fixed round of each part that is played now. */
function stagesFor(seats: Seats, memory: Memory, active: readonly number[]): Preferences['stage'] {
  const count = active.length + (active.length % 2)
  const placeOf = new Int32Array(seats.count).fill(-1)
  for (const [index, seat] of active.entries()) placeOf[seat] = index
  const bothSeats = (one: number, other: number): [number, number] | null => {
    const pair: [number | undefined, number | undefined] = [active[one], active[other]]
    return pair[0] === undefined || pair[1] === undefined ? null : [pair[0], pair[1]]
  }
  const { stage, parts } = halvesOf(count, (one, other) => {
    const pair = bothSeats(one, other)
    return pair ? alike(seats, ...pair) : 0
  })
  for (const rounds of parts) {
    for (const [one, other] of bestRound(rounds, (pair) => freshness(seats, memory, bothSeats(...pair)))) {
      stage[one * count + other] = stage[other * count + one] = 1
    }
  }
  return (one, other) => stage[placeOf[one]! * count + placeOf[other]!]!
}

function alike(seats: Seats, one: number, other: number): number {
  if (!seats.mayEverMeet(one, other)) return 2
  return seats.unit[one] === seats.unit[other] ? 1 : 0
}

type Place = readonly [number, number]

/** The round of a part with the fewest pairs that can't be new today, and among those the one most across units. */
function bestRound(rounds: readonly (readonly Place[])[], worth: (pair: Place) => number): readonly Place[] {
  let best = rounds[0]!
  let most = -Infinity
  for (const round of rounds) {
    const sum = round.reduce((total, pair) => total + worth(pair), 0)
    if (sum > most) [best, most] = [round, sum]
  }
  return best
}

function freshness(seats: Seats, memory: Memory, pair: [number, number] | null): number {
  if (pair === null) return 0
  if (memory.ago(...pair) > 0 || !seats.mayMeet(...pair)) return -1000
  return isAcross(seats, ...pair) ? 1 : 0
}
