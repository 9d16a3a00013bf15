/** Who met whom, and when, among the people who can be drawn now. */
import type { Draw } from './draw.ts'
import type { Seats } from './seats.ts'

export interface Memory {
  /** Rounds ago, 1 for the last one; 0 when they have not met in the rounds given. */
  ago(one: number, other: number): number
  /** Rounds since somebody was last in a group; one more than there are rounds when they never were. */
  wait(seat: number): number
}

/** Up to so many people a table of all pairs is small. */
const TABLE_UP_TO = 400

/** O(people in all rounds); in a table for few people, else in a row for each round, in which a question takes O(rounds). */
export function memoryOf(draw: Draw, seats: Seats): Memory {
  const ago = seats.count <= TABLE_UP_TO ? tableOf(draw, seats) : rowsOf(draw, seats)
  let waited: Int32Array | undefined
  return { ago, wait: (seat) => (waited ??= waitsOf(draw, seats))[seat]! }
}

function tableOf({ rounds }: Draw, { count, seatOf }: Seats): Memory['ago'] {
  const table = new Int32Array(count * count)
  for (let ago = rounds.length; ago >= 1; ago -= 1) {
    for (const group of rounds[ago - 1]!) {
      const there = group.flatMap((id) => seatOf.get(id) ?? [])
      for (const one of there) for (const other of there) table[one * count + other] = ago
    }
  }
  return (one, other) => table[one * count + other]!
}

/** Everybody's partners (seat + 1) in a row, a place for each round; and whom a trio's members meet besides. */
function rowsOf({ rounds }: Draw, seats: Seats): Memory['ago'] {
  const width = rounds.length
  const partners = new Int32Array(seats.count * width)
  const besides = rounds.map(() => new Map<number, number>())
  for (let index = 0; index < width; index += 1) {
    const [lower, upper] = [finder(seats), finder(seats)]
    for (const [first, second, third] of rounds[index]!) {
      const turned = lower.expects(second!)
      const one = lower.find(turned ? second! : first!)
      // Most of a long history may be about people who have left.
      if (one === -1 && third === undefined) continue
      const other = upper.find(turned ? first! : second!)
      note(index, one, other)
      if (third === undefined) continue
      const last = seats.seatOf.get(third) ?? -1
      note(index, one, last)
      note(index, other, last)
    }
  }

  function note(index: number, one: number, other: number): void {
    if (one === -1 || other === -1) return
    put(index, one, other)
    put(index, other, one)
  }

  function put(index: number, one: number, other: number): void {
    const place = one * width + index
    if (partners[place] === 0) partners[place] = other + 1
    else besides[index]!.set(one, other)
  }

  const hadTrios = besides.some((each) => each.size > 0)
  return (one, other) => {
    for (let index = 0; index < width; index += 1) {
      if (partners[one * width + index] === other + 1) return index + 1
      if (hadTrios && besides[index]!.get(one) === other) return index + 1
    }
    return 0
  }
}

/**
 * Seats of ids, -1 for none. An earlier drawing of much the same people has its groups in much the same order, one of each pair from the lower half
 * of the seats: looking at the next seat first spares most of half a million look-ups by name.
 */
function finder({ people, seatOf }: Seats) {
  let next = 0
  const expects = (id: string): boolean => people[next]?.id === id
  return {
    expects,
    find(id: string): number {
      const seat = expects(id) ? next : (seatOf.get(id) ?? -1)
      if (seat >= 0) next = seat + 1 < people.length ? seat + 1 : people.length >> 1
      return seat
    },
  }
}

/** Whoever has left since is nobody to meet, but the coffee took place. Ends as soon as everybody's last one is found. */
function waitsOf({ rounds }: Draw, { count, seatOf }: Seats): Int32Array {
  const waited = new Int32Array(count).fill(rounds.length + 1)
  let unknown = count
  for (let index = 0; index < rounds.length && unknown > 0; index += 1) {
    for (const group of rounds[index]!) {
      for (const id of group) {
        const seat = seatOf.get(id)
        if (seat === undefined || waited[seat]! <= index + 1) continue
        waited[seat] = index + 1
        unknown -= 1
      }
    }
  }
  return waited
}
