/** Which three may drink their coffee together, where the number of people is odd. */
import type { Draw } from './draw.ts'
import { shuffled } from './shuffled.ts'
import { isAcross, type Preferences } from './worth.ts'

type Trio = readonly [number, number, number]

/**
 * Trios worth trying, the best first: as few repeats as possible, then of those who have met the fewest (a trio uses up two of the people somebody
 * can still meet, a pair only one), leaving halves of equal size, and across units. O(n³) with a small constant: about a million sums for 199
 * people.
 *
 * @param among in the order of seats
 */
export function triosFor(draw: Draw, preferences: Preferences, among: readonly number[], most: number): Trio[] {
  const order = shuffled([...among.keys()], draw.random)
  const { pairs, person } = tableOf(
    preferences,
    order.map((place) => among[place]!),
  )
  const count = order.length
  const found: Found[] = []
  let least = -Infinity
  for (let i = 2; i < count; i += 1) {
    for (let j = 1; j < i; j += 1) {
      const two = pairs[i * count + j]! + person[i]! + person[j]!
      if (two + 2 * MOST <= least) continue
      for (let k = 0; k < j; k += 1) {
        const worth = two + pairs[i * count + k]! + pairs[j * count + k]! + person[k]!
        if (worth + EVEN > least) least = consider([i, j, k], worth)
      }
    }
  }
  return found.map(({ trio }) => trio)

  /** @returns what a trio must be worth from now on */
  function consider(places: [number, number, number], worth: number): number {
    const [one, other, third] = places.map((place) => order[place]!) as [number, number, number]
    const trio: Trio = [among[one]!, among[other]!, among[third]!]
    const whole = worth + (leavesEven([one, other, third], count) ? EVEN : 0)
    if (whole > least && preferences.seats.shareTime(trio)) keep(found, { trio, worth: whole }, most)
    return found.length === most ? found.at(-1)!.worth : -Infinity
  }
}

interface Found {
  trio: Trio
  worth: number
}

const BARRED = -Infinity

const FRESH = 1e6
/** For each person somebody has not met. */
const UNMET = 100
const EVEN = 50
/** For each stage of the plan of halves. */
const EARLY = 4
/** No pair and no person is worth more than all of this together. */
const MOST = 2 * FRESH

function tableOf({ seats, memory, across, stage }: Preferences, among: readonly number[]) {
  const count = among.length
  const pairs = new Float64Array(count * count).fill(BARRED)
  const person = new Float64Array(count)
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      const [one, other] = [among[row]!, among[column]!]
      if (row === column || !seats.mayMeet(one, other)) continue
      const ago = memory.ago(one, other)
      if (ago === 0) person[row]! += UNMET
      pairs[row * count + column] =
        (ago === 0 ? FRESH + stage(one, other) * EARLY : Math.min(ago, 63) * UNMET) +
        (across && isAcross(seats, one, other) ? 1 : 0)
    }
  }
  return { pairs, person }
}

/** Two of the larger half and one of the smaller leave as many on each side; so do three of the half that is odd. */
function leavesEven(places: readonly number[], count: number): boolean {
  const middle = (count + 1) / 2
  const left = places.filter((place) => place < middle).length
  const [first, second] = [middle - left, count - middle - (3 - left)]
  return first === second || (first % 2 === 0 && second % 2 === 0)
}

function keep(found: Found[], one: Found, most: number): void {
  const at = found.findIndex((each) => each.worth < one.worth)
  found.splice(at === -1 ? found.length : at, 0, one)
  if (found.length > most) found.pop()
}
