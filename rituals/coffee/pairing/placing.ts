/** What becomes of those whom a matching leaves alone: they join a pair, or someone else can, or they sit out. */
import type { Preferences } from './worth.ts'

export interface Seating {
  groups: number[][]
  alone: number[]
}

/**
 * Finds a place for as many as possible. Who has waited longest is placed first, and takes the place of somebody who had a coffee lately if there
 * is no other. O(a·n²) for a people alone.
 */
export function place(preferences: Preferences, seating: Seating): Seating {
  const { memory } = preferences
  const state = { groups: seating.groups.map((group) => [...group]), alone: [] as number[] }
  const waiting = [...seating.alone].sort((a, b) => memory.wait(b) - memory.wait(a) || a - b)
  for (const seat of waiting) settle(preferences, state, seat)
  return state
}

function settle(preferences: Preferences, state: Seating, seat: number): void {
  if (joins(preferences, state, seat)) return
  const ways = waysFrom(preferences, state, seat)
  for (const way of ways) {
    const changed = shifted(state, way)
    if (!joins(preferences, changed, way.at(-1)!.leaves)) continue
    state.groups = changed.groups
    return
  }
  const wait = (each: number): number => preferences.memory.wait(each)
  const [fairest] = ways.toSorted((a, b) => wait(a.at(-1)!.leaves) - wait(b.at(-1)!.leaves))
  if (fairest && wait(fairest.at(-1)!.leaves) < wait(seat)) {
    state.groups = shifted(state, fairest).groups
    state.alone.push(fairest.at(-1)!.leaves)
  } else state.alone.push(seat)
}

/** Makes a pair a trio, the one with the fewest repeats. */
function joins({ seats, memory }: Preferences, state: Seating, seat: number): boolean {
  const repeats = (group: readonly number[]): number => group.filter((other) => memory.ago(seat, other) > 0).length
  const open = state.groups.filter(
    (group) =>
      group.length === 2 && group.every((other) => seats.mayMeet(seat, other)) && seats.shareTime([...group, seat]),
  )
  const [best] = open.toSorted((a, b) => repeats(a) - repeats(b))
  best?.push(seat)
  return best !== undefined
}

/** One takes a place beside another, whose partner leaves. */
interface Shift {
  comes: number
  stays: number
  leaves: number
}

/** Alternating ways from somebody alone to all who could be alone instead, the shortest to each (breadth first). */
function waysFrom({ seats }: Preferences, { groups }: Seating, from: number): Shift[][] {
  const partner = new Map(
    groups
      .filter((group) => group.length === 2)
      .flatMap(
        ([a, b]) =>
          [
            [a!, b!],
            [b!, a!],
          ] as const,
      ),
  )
  const ways: Shift[][] = []
  const seen = new Set([from])
  const queue: { seat: number; way: Shift[] }[] = [{ seat: from, way: [] }]
  for (const { seat, way } of queue) {
    for (const [stays, leaves] of partner) {
      if (seen.has(leaves) || !seats.mayMeet(seat, stays) || touches(way, stays)) continue
      seen.add(leaves)
      const further = [...way, { comes: seat, stays, leaves }]
      ways.push(further)
      queue.push({ seat: leaves, way: further })
    }
  }
  return ways
}

/** Whether a pair has been parted on the way already. */
const touches = (way: readonly Shift[], stays: number): boolean =>
  way.some((shift) => shift.stays === stays || shift.leaves === stays)

function shifted({ groups, alone }: Seating, way: readonly Shift[]): Seating {
  const left = new Set(way.flatMap(({ stays, leaves }) => [stays, leaves]))
  const kept = groups.filter((group) => group.length === 3 || !left.has(group[0]!)).map((group) => [...group])
  return { groups: [...kept, ...way.map(({ comes, stays }) => [comes, stays])], alone }
}
