/** What is known of a pair from one week to the next: when they last talked, how often so far, and what they have agreed on. */
import type { Person, Round } from '#ritual'
import { appointmentOf, appointmentsOf, dateIn, localIn, metUntil, type Week } from './appointment.ts'
import { factsIn, isSame, type Pair, type PairFacts } from './pairs.ts'
import { quarterOf } from './rotation.ts'
import { type OneOnOneView, talkOf } from './state.ts'

export type PairRecord = Pick<PairFacts, 'lastMet' | 'held' | 'quarter' | 'heldInQuarter' | 'startsAt' | 'begun'> & {
  /** Time of day of the last day they had in view, on the member's clock. */
  usualTime: string | null
}

/** @returns null when these two have never been brought together, as far as the rounds reach */
export function recordOf(view: OneOnOneView, rounds: Round[], leader: Person, member: Person): PairRecord | null {
  for (const { occurrence, groups } of rounds) {
    const group = groups.find((each) => isSame(each, leader.id, member.id))
    const facts = group && factsIn(group.facts)
    if (!facts) continue
    const past = [view, ...view.history].find((each) => each.occurrence.id === occurrence.id)
    const pair = { key: member.id, leader, member, facts }
    return past ? recordAfter({ ...view, occurrence, state: past.state }, pair) : fromFacts(facts)
  }
  return null
}

/** Of a week that is too long ago for its answers, only what was known at its beginning remains. */
const fromFacts = ({ lastMet, held, quarter, heldInQuarter }: PairFacts): PairRecord => ({
  lastMet,
  held,
  quarter,
  heldInQuarter,
  startsAt: null,
  begun: null,
  usualTime: null,
})

/** What one week has added. */
export function recordAfter(week: Week, pair: Pair): PairRecord {
  const before = fromFacts(pair.facts)
  const last = appointmentsOf(week, pair).at(-1)
  const usualTime = last
    ? localIn(last.startsAt, pair.facts.zone).toPlainTime().toString({ smallestUnit: 'minute' })
    : null
  const at = metUntil(talkOf(week.state, pair.member.id), appointmentOf(week, pair))
  if (at === null) return { ...before, usualTime, ...unsettled(week, pair) }
  const quarter = quarterOf(dateIn(at, pair.facts.zone))
  const heldInQuarter = quarter === before.quarter ? before.heldInQuarter + 1 : 1
  return { ...before, lastMet: at, held: before.held + 1, quarter, heldInQuarter, usualTime }
}

/**
 * A day they have agreed on and that is still to come, or that nobody has spoken of yet. Whoever has not said in a whole further week
 * whether they talked is not asked a third time: then there is a new day to choose.
 */
function unsettled(week: Week, pair: Pair): Pick<PairRecord, 'startsAt' | 'begun'> {
  const startsAt = appointmentOf(week, pair)?.startsAt ?? null
  if (startsAt === null || startsAt < week.occurrence.opensAt) return { startsAt: null, begun: null }
  return { startsAt, begun: pair.facts.begun ?? week.occurrence.id }
}
