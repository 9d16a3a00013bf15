/**
 * Which pairs this week is for: those who would otherwise go over their cadence, and those who have a talk ahead or behind them that is not
 * settled. The longest gap comes first.
 */
import type { Candidate, Group, Person, Round } from '#ritual'
import { dateIn } from './appointment.ts'
import { agreementOf, cadenceOf, daysAfter, isDue, isFirstDue } from './cadence.ts'
import type { PairFacts } from './pairs.ts'
import { type PairRecord, recordOf } from './record.ts'
import type { OneOnOneView } from './state.ts'
import { slotAt, slotsFor } from './times.ts'

/** As far back as the drawing looks: more than a year, so that who is new can be told from who was there before the bot. */
export const ROUNDS = 53

interface Couple {
  leader: Candidate
  member: Candidate
  /** Weeks from talk to talk. */
  every: number
  record: PairRecord | null
}

export function draw(view: OneOnOneView, candidates: Candidate[], rounds: Round[]): Group[] {
  const couples = couplesOf(view, candidates, rounds)
  const places = placesOf(couples)
  const isCalled = (couple: Couple): boolean => isForThisWeek(view, couple, places.get(couple)!, rounds.length)
  const called = couples.filter(isCalled).toSorted(longestGapFirst)
  const times = proposedTimes(view, called)
  return called.map((couple) => groupOf(couple, times.get(couple)!))
}

function couplesOf(view: OneOnOneView, candidates: Candidate[], rounds: Round[]): Couple[] {
  const { options } = view.ritual
  const begun = rounds.at(-1)?.occurrence.date ?? view.occurrence.date
  return candidates.flatMap((member): Couple[] => {
    const leader = member.role === 'member' ? leaderOf(view, candidates, member) : undefined
    const every = cadenceOf(options, member, view.occurrence.date, begun)
    if (!leader || every === null) return []
    return [{ leader, member, every, record: recordOf(view, rounds, leader, member) }]
  })
}

/** As the manifest says, else the first by name of the team's leaders who leads this member, else whoever leads them elsewhere. */
function leaderOf(view: OneOnOneView, candidates: Candidate[], member: Candidate): Candidate | undefined {
  const leading = candidates.filter(({ id, role }) => role === 'leader' && member.leaders.includes(id))
  const named = agreementOf(view.ritual.options, member)?.leader?.toLowerCase()
  if (named !== undefined) return leading.find(({ email }) => email?.toLowerCase() === named)
  const first = [...view.team.leaders, ...leading].find(({ id }) => member.leaders.includes(id))
  // A leader who is not to be asked at all is not replaced by another: the two wait for each other.
  return leading.find(({ id }) => id === first?.id)
}

/** @param place among the leader's other pairs, for the first round */
function isForThisWeek(view: OneOnOneView, couple: Couple, place: number, rounds: number): boolean {
  const { record, member, leader, every } = couple
  if (record?.startsAt) return true
  if (![member, leader].every((person) => isBackInTime(view, person))) return false
  if (record?.lastMet) return isDue(dateIn(record.lastMet, member.zone), every, view.occurrence.date)
  return record !== null || isFirstDue(place, every, rounds)
}

/** Back while there are still some days left for a talk. */
function isBackInTime(view: OneOnOneView, { id }: Person): boolean {
  const absent = view.absent.find((each) => each.id === id)
  return !absent || (absent.until !== null && absent.until < daysAfter(view.occurrence.date, DAYS_TO_BE_BACK))
}

const DAYS_TO_BE_BACK = 3

/** The place of each couple among those of the same leader and cadence, whoever has been there longest first. */
function placesOf(couples: Couple[]): Map<Couple, number> {
  const alike = Map.groupBy(couples.toSorted(longestThereFirst), ({ leader, every }) => `${leader.id} ${every}`)
  return new Map([...alike.values()].flatMap((some) => some.map((couple, place): [Couple, number] => [couple, place])))
}

/** Whoever has never had a talk has waited longest. */
function longestGapFirst(one: Couple, other: Couple): number {
  const [mine, theirs] = [one.record?.lastMet ?? '', other.record?.lastMet ?? '']
  return compare(mine, theirs) || longestThereFirst(one, other)
}

const longestThereFirst = ({ member: one }: Couple, { member: other }: Couple): number =>
  compare(one.since, other.since) || compare(one.name, other.name) || compare(one.id, other.id)

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** The time they had last, else one after the other through the leader's day: no two proposals of a week collide. */
function proposedTimes(view: OneOnOneView, couples: Couple[]): Map<Couple, string> {
  const { time, minutes } = view.ritual.options
  const { date } = view.occurrence
  const taken = new Set<string>()
  const proposed = new Map<Couple, string>()
  const usualFirst = couples.toSorted((one, other) => Number(hasUsual(other)) - Number(hasUsual(one)))
  for (const couple of usualFirst) {
    const { leader, member, record } = couple
    const slots = slotsFor({ time, minutes, date }, leader, member)
    const wished = record?.usualTime ? [slotAt(record.usualTime, leader, member, date), ...slots] : slots
    const chosen = wished.find(({ leaderTime }) => !taken.has(`${leader.id} ${leaderTime}`)) ?? slots[0]!
    taken.add(`${leader.id} ${chosen.leaderTime}`)
    proposed.set(couple, chosen.time)
  }
  return proposed
}

const hasUsual = ({ record }: Couple): boolean => record?.usualTime != null

function groupOf({ leader, member, every, record }: Couple, time: string): Group {
  const facts: PairFacts = {
    leader: leader.id,
    zone: member.zone,
    leaderZone: leader.zone,
    time,
    every,
    lastMet: record?.lastMet ?? null,
    held: record?.held ?? 0,
    quarter: record?.quarter ?? null,
    heldInQuarter: record?.heldInQuarter ?? 0,
    startsAt: record?.startsAt ?? null,
    begun: record?.begun ?? null,
  }
  return { key: member.id, members: [leader.id, member.id], facts: { ...facts } }
}
