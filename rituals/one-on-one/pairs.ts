/** The pairs of a week, as drawn: who leads, who is led, and what is known of their talks before. */
import type { Absent, Group, Person, Reader } from '#ritual'
import type { OneOnOneView } from './state.ts'

/** What the drawing writes down about a pair: plain values, and nothing that was said. */
export interface PairFacts {
  leader: string
  /** Zone of the member and of the leader, in which the days they choose are meant. */
  zone: string
  leaderZone: string
  /** Proposed time on the member's clock, `10:00`. */
  time: string
  /** Weeks from one talk to the next. */
  every: number
  /** Instant at which their last talk ended; null before the first. */
  lastMet: string | null
  /** Talks they have had so far. */
  held: number
  /** The quarter of their last talk, such as `2026-4`, and how many there were in it. */
  quarter: string | null
  heldInQuarter: number
  /** Instant of a talk that was agreed on earlier and not settled since. */
  startsAt: string | null
  /** The week in which that was agreed on: its id. */
  begun: string | null
}

/** `key` is the member's id: it says in every entry whose 1:1 is meant, and a new leader makes another pair of the same key. */
export interface Pair {
  key: string
  leader: Person
  member: Person
  facts: PairFacts
}

/** Reasons that end a pair for this week; whoever is away comes back. */
const GONE: ReadonlySet<Absent['reason']> = new Set(['left', 'opted-out', 'snoozed'])

/** The pairs of this view whose two people are still there; one alone is no pair. */
export function pairsIn(view: OneOnOneView): Pair[] {
  const here = [...view.participants, ...view.absent.filter(({ reason }) => !GONE.has(reason))]
  const people = new Map(here.map((each) => [each.id, each]))
  return view.groups.flatMap((group) => pairFrom(group, people) ?? [])
}

function pairFrom({ key, members, facts }: Group, people: ReadonlyMap<string, Person>): Pair | null {
  const known = factsIn(facts)
  const [leader, member] = [people.get(known?.leader ?? ''), people.get(key)]
  const both = known !== null && members.includes(known.leader) && members.includes(key)
  return both && leader && member ? { key, leader, member, facts: known } : null
}

/** Whether a group of another week was these two. */
export const isSame = (group: Group, leader: string, member: string): boolean =>
  group.key === member && group.members.includes(leader)

/** Null where the facts are not a pair's: those of another version of this ritual, say. */
export function factsIn(facts: Group['facts']): PairFacts | null {
  const text = (name: string): string | null => {
    const value = facts[name]
    return typeof value === 'string' ? value : null
  }
  const count = (name: string): number => Number(facts[name] ?? 0)
  const [leader, zone, leaderZone, time] = [text('leader'), text('zone'), text('leaderZone'), text('time')]
  if (leader === null || zone === null || leaderZone === null || time === null) return null
  return {
    leader,
    zone,
    leaderZone,
    time,
    every: count('every'),
    lastMet: text('lastMet'),
    held: count('held'),
    quarter: text('quarter'),
    heldInQuarter: count('heldInQuarter'),
    startsAt: text('startsAt'),
    begun: text('begun'),
  }
}

export const pairsOf = (view: OneOnOneView, { me }: Reader): Pair[] =>
  me ? pairsIn(view).filter(({ leader, member }) => leader.id === me.id || member.id === me.id) : []

/** The other of the two. */
export const otherThan = ({ leader, member }: Pair, id: string): Person => (leader.id === id ? member : leader)

/** The zone in which one of the two chooses days. */
export const zoneOf = ({ leader, facts }: Pair, id: string): string =>
  leader.id === id ? facts.leaderZone : facts.zone
