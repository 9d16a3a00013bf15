/**
 * The plan for an even number of people: n − 1 rounds in which everyone meets everyone once.
 *
 * The people are halved, and at first only people of different halves are drawn together. Who has not met across the halves then forms a
 * regular bipartite graph, which falls into perfect matchings whichever is taken first (König 1916): n/2 rounds can be chosen freely, by any
 * preference, without ever getting stuck. Then each half is halved again. A part of 2c people with c odd ends in the circle method: c − 1
 * free rounds across, then c fixed ones in which each side of c people plays a round of the circle and the two who sit out meet each other.
 *
 * With units next to each other in the order of seats, halves are as different as can be: n/2 rounds with hardly a pair of one unit.
 */

/** A part of 2c people, c odd: the c rounds of its last stage, each a list of pairs. Everyone in it is in every round. */
export type FixedRounds = (readonly [number, number])[][]

export interface Halves {
  /** n × n: how early two seats shall meet; 0 for what the fixed rounds say. */
  stage: Uint8Array
  parts: FixedRounds[]
}

/** @param alike how much two seats speak against an early coffee, such as being of one unit; they meet in the fixed rounds then. O(n²). */
export function halvesOf(count: number, alike: (one: number, other: number) => number): Halves {
  const stage = new Uint8Array(count * count)
  const parts: FixedRounds[] = []
  const depth = Math.log2(count & -count)
  split(0, count, depth + 1)
  return { stage, parts }

  function split(from: number, size: number, value: number): void {
    const half = size / 2
    for (let one = from; one < from + half; one += 1) {
      for (let other = from + half; other < from + size; other += 1) {
        stage[one * count + other] = stage[other * count + one] = value
      }
    }
    if (half % 2 === 1) return fix(from, half)
    split(from, half, value - 1)
    split(from + half, half, value - 1)
  }

  function fix(from: number, half: number): void {
    const turn = turnFor(from, half)
    const [left, right] = [
      (place: number): number => from + (((place % half) + half) % half),
      (place: number): number => from + half + ((((place + turn) % half) + half) % half),
    ]
    const rounds: FixedRounds = []
    for (let round = 0; round < half; round += 1) {
      const pairs: [number, number][] = [[left(round), right(round)]]
      for (let away = 1; away <= (half - 1) / 2; away += 1) {
        pairs.push([left(round + away), left(round - away)], [right(round + away), right(round - away)])
      }
      rounds.push(pairs)
      const [one, other] = pairs[0]!
      stage[one * count + other] = stage[other * count + one] = 0
    }
    parts.push(rounds)
  }

  /** The pairs across that are kept for last are those it is least of a pity about. */
  function turnFor(from: number, half: number): number {
    let best = half - 1
    let most = -1
    for (let turn = half - 1; turn >= 0; turn -= 1) {
      let sum = 0
      for (let place = 0; place < half; place += 1) sum += alike(from + place, from + half + ((place + turn) % half))
      if (sum > most) [best, most] = [turn, sum]
    }
    return best
  }
}
