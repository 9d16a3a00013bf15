/** People as numbers: in an order that follows from who they are alone, so that the next drawing finds the same one. */
import type { Candidate } from '#ritual'
import type { Draw } from './draw.ts'
import { common, share, shiftsOn, type Shift } from './working-time.ts'

/** Newcomers are at most this many days in the team. */
const NEW_DAYS = 90

export interface Seats {
  count: number
  people: readonly Candidate[]
  /** Seat of each id. */
  seatOf: ReadonlyMap<string, number>
  /** The number of each seat's unit; -1 for none. */
  unit: Int32Array
  newcomer: Uint8Array
  shift: (Shift | null)[]
  /** Whether these two seats may be drawn together today. */
  mayMeet(one: number, other: number): boolean
  /** Whether all of these have half an hour in common today. */
  shareTime(group: readonly number[]): boolean
  /** The first without today's working hours: what holds from round to round. */
  mayEverMeet(one: number, other: number): boolean
  /** Whether one of the two leads the other, or leads the other's leader. */
  isLeading(one: number, other: number): boolean
  /** Whether one of the two wishes to meet the other, who leads their leader. */
  isSkipLevel(one: number, other: number): boolean
}

/** O(n log n). */
export function seatsFor(draw: Draw): Seats {
  const { people, unit } = inOrder(draw.people)
  const seatOf = new Map(people.map(({ id }, seat) => [id, seat]))
  const shift = shiftsOn(draw.date, people)
  const [apart, leading, wished] = [
    separations(draw, seatOf),
    leadership(draw, people, seatOf),
    wishes(draw, people, seatOf),
  ]
  const mayEverMeet = (one: number, other: number): boolean => !apart[one]?.has(other) && !leading[one]?.has(other)
  return {
    count: people.length,
    people,
    seatOf,
    unit,
    newcomer: newcomersAmong(people, draw.date),
    shift,
    mayEverMeet,
    mayMeet: (one, other) => share(shift[one]!, shift[other]!) && mayEverMeet(one, other),
    shareTime: (group) => common(group.map((seat) => shift[seat]!)) !== null,
    isLeading: (one, other) => leading[one]?.has(other) ?? false,
    isSkipLevel: (one, other) => wished[one]?.has(other) ?? false,
  }
}

interface Ordered {
  people: Candidate[]
  unit: Int32Array
}

/** By unit, and within it by a number that has nothing to do with the name. */
function inOrder(people: readonly Candidate[]): Ordered {
  const names = [...new Set(people.map(({ unit }) => unit).filter((unit) => unit !== null))].sort()
  const numberOf = new Map(names.map((name, index) => [name, index]))
  const unit = people.map((person) => (person.unit === null ? -1 : numberOf.get(person.unit)!))
  // Whoever has no unit comes last. Whole numbers below 2^53 for two million units.
  const keys = people.map(({ id }, index) => (unit[index] === -1 ? names.length : unit[index]!) * 2 ** 32 + markOf(id))
  const order = Uint32Array.from(keys.keys()).sort(
    (a, b) => keys[a]! - keys[b]! || (people[a]!.id < people[b]!.id ? -1 : 1),
  )
  return {
    people: Array.from(order, (index) => people[index]!),
    unit: Int32Array.from(order, (index) => unit[index]!),
  }
}

/** FNV-1a, 32 bits (Fowler, Noll and Vo). */
function markOf(id: string): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < id.length; place += 1) hash = Math.imul(hash ^ id.charCodeAt(place), 0x01000193)
  return hash >>> 0
}

/** New is who has joined lately and after most of the others: where all began together, nobody is. */
function newcomersAmong(people: readonly Candidate[], date: string): Uint8Array {
  const median = medianOf(people.map(({ since }) => since)) ?? date
  const border = Temporal.PlainDate.from(date).subtract({ days: NEW_DAYS }).toString()
  return Uint8Array.from(people, ({ since }) => Number(since > median && since >= border))
}

/** The lower one of two. Thousands have often joined on a handful of days, so the days are sorted and not the people. */
function medianOf(dates: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const date of dates) counts.set(date, (counts.get(date) ?? 0) + 1)
  let left = (dates.length - 1) >> 1
  return [...counts.keys()].sort().find((date) => (left -= counts.get(date)!) < 0)
}

/** Sets of seats that belong to each other, made from both sides. */
type Relation = Set<number>[]

function relate(relation: Relation, one: number | undefined, other: number | undefined): void {
  if (one === undefined || other === undefined) return
  ;(relation[one] ??= new Set()).add(other)
  ;(relation[other] ??= new Set()).add(one)
}

/** One's own leader, and the leader's leader unless that was wished for. */
function leadership(draw: Draw, people: readonly Candidate[], seatOf: Seats['seatOf']): Relation {
  const relation: Relation = []
  for (const [seat, person] of people.entries()) {
    for (const leader of person.leaders) relate(relation, seat, seatOf.get(leader))
    if (person.leaders.length === 0 || draw.skipLevel.has(person.id)) continue
    for (const above of skipLeaders(person, people, seatOf)) relate(relation, seat, above)
  }
  return relation
}

function wishes(draw: Draw, people: readonly Candidate[], seatOf: Seats['seatOf']): Relation {
  const relation: Relation = []
  for (const [seat, person] of people.entries()) {
    if (!draw.skipLevel.has(person.id)) continue
    for (const above of skipLeaders(person, people, seatOf)) relate(relation, seat, above)
  }
  return relation
}

/** Seats of those who lead somebody's leaders, as they say or as follows from who is there. */
function skipLeaders(person: Candidate, people: readonly Candidate[], seatOf: Seats['seatOf']): number[] {
  const found = person.leaders.flatMap((leader) => {
    const seat = seatOf.get(leader)
    return seat === undefined ? [] : people[seat]!.leaders
  })
  return [...new Set([...(person.above ?? []), ...found])].flatMap((each) => seatOf.get(each) ?? [])
}

function separations(draw: Draw, seatOf: Seats['seatOf']): Relation {
  const relation: Relation = []
  for (const [one, other] of draw.apart) relate(relation, seatOf.get(one), seatOf.get(other))
  return relation
}
