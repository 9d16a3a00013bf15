/**
 * The plan for an odd number of people, one trio a round. A round makes (n + 3)/2 pairs meet, so no more than n(n − 1)/(n + 3) rounds can do
 * without a repeat. From 11 people on that is n − 4, and this plan has that many.
 *
 * It is a starter turned round a circle of m = n − 4 seats with four people beside it. In round r of the ordinary circle method r + i meets
 * r − i, for each i a distance of its own. Where i is 1, 2 and 3 the distances are 2, 4 and 6, and the trio r − 3, r − 1, r + 3 has just these.
 * The four who become free by it (r, r + 1, r + 2, r − 2) meet the four beside the circle. Every distance appears once a round, so in m
 * rounds everyone meets everyone once, but for the four among themselves.
 */

/** Each round a list of groups of places, 0 to n − 1. Everyone is in every round. */
export type OddRounds = readonly (readonly (readonly number[])[])[]

const LEAST = 11

/** Found by trying all; no more rounds without a repeat can be had. A digit is a place. */
const SMALL: Readonly<Record<number, string>> = {
  3: '012',
  5: '012 34',
  7: '012 34 56/035 14 26/046 15 23',
  9: '012 34 56 78/035 17 28 46/148 06 25 37/267 04 13 58/368 07 15 24/457 08 16 23',
}

/** @param count odd. Empty for one person. */
export function oddRounds(count: number): OddRounds {
  if (count >= LEAST) return turned(count)
  return (SMALL[count] ?? '')
    .split('/')
    .filter((round) => round !== '')
    .map((round) => round.split(' ').map((group) => [...group].map(Number)))
}

function turned(count: number): OddRounds {
  const size = count - 4
  return Array.from({ length: size }, (_, round) => {
    const at = (distance: number): number => (round + distance + size) % size
    const pairs = Array.from({ length: (size - 7) / 2 }, (__, index) => [at(index + 4), at(-index - 4)])
    const beside = [0, 1, 2, -2].map((distance, index) => [at(distance), size + index])
    return [[at(-3), at(-1), at(3)], ...pairs, ...beside]
  })
}
