/** The drawing for many people: a turn of one half against the other, and swaps where that is not good enough. */
import type { Draw } from './draw.ts'
import type { Memory } from './memory.ts'
import { place, type Seating } from './placing.ts'
import type { Seats } from './seats.ts'
import { isAcross, preferring } from './worth.ts'

/** Turns looked at; among hundreds of people one of so few is as good as new. */
const TURNS = 12
/** Partners tried for a pair that is not good enough, before all are. */
const TRIES = 60

/** With no larger share of repeats a turn is good enough to be mended. */
const FEW = 0.01

const PASSES = 4

/** What speaks against a pair: it may not be, it has been, it is of two newcomers, or of one unit. */
const BARRED = 1e9
const REPEAT = 1e4
const NEWCOMERS = 100
/** So small that all of them together are less than 1: the fraction of a sum says how many there are. */
const SAME = 2 ** -20

/**
 * The people stand in the order of their units, so a turn of one half against the other pairs hardly anyone within a unit, and nobody again
 * until the turn comes again. What remains (people who came between, constraints) is mended by swapping partners with another pair (2-opt,
 * Croes 1958), wherever both together get better. O(n · turns · rounds) and some swaps.
 */
export function drawAtLarge(draw: Draw, seats: Seats, memory: Memory): Seating {
  const cost = costFor(draw, seats, memory)
  const spare = draw.across ? leastAlike(seats) * SAME : 0
  const { pairs, odd } = bestTurn(draw, seats.count, cost, spare)
  mend(draw, pairs, cost, spare)
  const groups = pairs.filter(([one, other]) => cost(one, other) < BARRED)
  const alone = [...odd, ...pairs.filter(([one, other]) => cost(one, other) >= BARRED).flat()]
  return alone.length === 0 ? { groups, alone } : seated(draw, seats, memory, { groups, alone })
}

type Pairs = [number, number][]
type Cost = (one: number, other: number) => number

function costFor(draw: Draw, seats: Seats, memory: Memory): Cost {
  return (one, other) => {
    if (!seats.mayMeet(one, other)) return BARRED
    const ago = memory.ago(one, other)
    const repeat = ago === 0 ? 0 : REPEAT + Math.floor(REPEAT / NEWCOMERS / ago) * NEWCOMERS
    const newcomers = seats.newcomer[one] === 1 && seats.newcomer[other] === 1 ? NEWCOMERS : 0
    return repeat + newcomers + (draw.across && !isAcross(seats, one, other) ? SAME : 0)
  }
}

/** So many pairs of one unit there must be: of n people in pairs, no more than n less the largest unit find somebody of another one. */
function leastAlike({ count, unit }: Seats): number {
  const sizes = new Map<number, number>()
  for (const each of unit) sizes.set(each, (sizes.get(each) ?? 0) + 1)
  const half = count >> 1
  return half - Math.min(half, count - Math.max(...sizes.values()))
}

function bestTurn(draw: Draw, count: number, cost: Cost, spare: number): { pairs: Pairs; odd: number[] } {
  const half = count >> 1
  const odd = count % 2 === 1 ? [Math.floor(draw.random() * count)] : []
  const order = Int32Array.from({ length: 2 * half }, (_, index) => (index < (odd[0] ?? count) ? index : index + 1))
  let best: Pairs = []
  let least = Infinity
  const isEnough = (sum: number): boolean => sum % 1 <= spare && Math.floor(sum) <= FEW * half * REPEAT
  for (let tried = 0; tried < TURNS && !isEnough(least); tried += 1) {
    const pairs = turned(order, half, Math.floor(draw.random() * half))
    const sum = sumUpTo(pairs, cost, least)
    if (sum < least) [best, least] = [pairs, sum]
  }
  return { pairs: best, odd }
}

const turned = (order: Int32Array, half: number, turn: number): Pairs =>
  Array.from({ length: half }, (_, index) => [order[index]!, order[half + ((index + turn) % half)]!])

function sumUpTo(pairs: Pairs, cost: Cost, most: number): number {
  let sum = 0
  for (const [one, other] of pairs) {
    sum += cost(one, other)
    if (sum >= most) return sum
  }
  return sum
}

/** The worst first, each with some partners of chance and, where that is not enough for what weighs most, with all. */
function mend(draw: Draw, pairs: Pairs, cost: Cost, spare: number): void {
  const costs = pairs.map(([one, other]) => cost(one, other))
  const alike = costs.reduce((sum, each) => sum + (each % 1), 0)
  // Pairs of one unit that must be are as good here as there.
  const least = alike > spare ? 0 : SAME
  // A swap may leave a lesser fault with a pair that has had its turn.
  for (let pass = 0, limit = least; pass < PASSES; pass += 1, limit = REPEAT - 1) {
    const bad = costs.flatMap((each, index) => (each > limit ? [index] : [])).sort((x, y) => costs[y]! - costs[x]!)
    for (const index of bad) {
      for (let tried = 0; tried < TRIES && costs[index]! > least; tried += 1) {
        swap(pairs, costs, cost, index, Math.floor(draw.random() * pairs.length))
      }
      for (let other = 0; other < pairs.length && costs[index]! >= REPEAT; other += 1) {
        swap(pairs, costs, cost, index, other)
      }
    }
  }
}

/** Keeps the better of the two other ways to pair four people, if it is better than the one that stands. */
function swap(pairs: Pairs, costs: number[], cost: Cost, index: number, other: number): void {
  if (index === other) return
  const [a, b] = pairs[index]!
  const [c, d] = pairs[other]!
  const now = costs[index]! + costs[other]!
  for (const [one, two] of [
    [
      [a, d],
      [c, b],
    ],
    [
      [a, c],
      [b, d],
    ],
  ] as [[number, number], [number, number]][]) {
    const [first, second] = [cost(...one), cost(...two)]
    if (first + second >= now) continue
    pairs[index] = one
    pairs[other] = two
    costs[index] = first
    costs[other] = second
    return
  }
}

/** The few whom no swap has helped: with each other, in place of somebody, or as a third. */
function seated(draw: Draw, seats: Seats, memory: Memory, { groups, alone }: Seating): Seating {
  const rest = [...alone]
  const paired: number[][] = []
  const waiting: number[] = []
  for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
    const found = rest.findIndex((other) => seats.mayMeet(one!, other))
    if (found === -1) waiting.push(one)
    else paired.push([one, ...rest.splice(found, 1)])
  }
  return place(
    preferring(draw, seats, memory, () => 0),
    { groups: [...groups, ...paired], alone: waiting },
  )
}
