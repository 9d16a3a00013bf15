/** Draws the groups of a round, and keeps with each why it is just these people. */
import type { Candidate, Group, Round } from '#ritual'
import type { Options } from './options.ts'
import type { Pair } from './pairing/draw.ts'
import { pairing } from './pairing/pairing.ts'
import { shiftsKnown } from './pairing/working-time.ts'
import { startersKnown } from './starters.ts'
import type { CoffeeView } from './state.ts'
import { daysAfter, timesFor } from './times.ts'
import { factsFrom, type WhyTogether } from './why-together.ts'
import { wishing } from './wishes.ts'

/** A year of weekly coffees; what is older is not kept anyway. */
export const ROUNDS = 52

/** Somebody is new for so many days. */
const NEW_DAYS = 90

export function draw(view: CoffeeView, candidates: Candidate[], rounds: Round[]): Group[] {
  const { options } = view.ritual
  const earlier = rounds.map(({ groups }) => groups)
  const skipLevel = wishing(view)
  const { groups, ago } = pairing({
    people: candidates,
    rounds: earlier.map((round) => round.map(({ members }) => members)),
    date: view.occurrence.date,
    apart: apartIn(options, candidates),
    skipLevel,
    across: options.across,
    random: view.random,
  })
  const people = new Map(candidates.map((candidate) => [candidate.id, candidate]))
  const starters = startersKnown(earlier, view.random)
  const shiftAt = shiftsKnown()
  const days = daysAfter(view.occurrence.date)
  const border = Temporal.PlainDate.from(view.occurrence.date).subtract({ days: NEW_DAYS }).toString()
  return groups.map((members, index) => {
    const them = members.map((id) => people.get(id)!)
    const why: WhyTogether = {
      ago: ago[index] ?? null,
      newcomers: newcomersIn(them, border),
      across: new Set(them.map(({ unit }) => unit)).size > 1 && them.every(({ unit }) => unit !== null),
      wished: isWished(them, people, skipLevel),
      wishers: options.skipLevel ? wishersIn(them, people) : [],
      starters: starters(members),
      times: timesFor(them, days, view.worksOn, shiftAt),
    }
    return { key: String(index + 1).padStart(5, '0'), members, facts: factsFrom(why) }
  })
}

/** Do-not-pair lists as pairs of ids. */
function apartIn({ apart }: Options, candidates: readonly Candidate[]): Pair[] {
  const idOf = new Map(candidates.map(({ id, email }) => [email?.toLowerCase(), id]))
  return apart.flatMap((list) => {
    const ids = list.flatMap((email) => idOf.get(email.toLowerCase()) ?? [])
    return pairsIn(ids)
  })
}

const pairsIn = (ids: readonly string[]): Pair[] =>
  ids.flatMap((one, index) => ids.slice(index + 1).map((other): Pair => [one, other]))

/** Where all are about as new as each other, nobody is told apart. */
function newcomersIn(people: readonly Candidate[], border: string): string[] {
  const fresh = people.filter(({ since }) => since >= border)
  return fresh.length < people.length ? fresh.map(({ id }) => id) : []
}

function isWished(
  them: readonly Candidate[],
  people: ReadonlyMap<string, Candidate>,
  wished: ReadonlySet<string>,
): boolean {
  return them.some((one) => {
    const above = aboveLeaders(one, people)
    return wished.has(one.id) && them.some((other) => above.has(other.id))
  })
}

/** Where nobody leads one's leader, or none of those is ever drawn, there is nothing to wish for. */
const wishersIn = (them: readonly Candidate[], people: ReadonlyMap<string, Candidate>): string[] =>
  them.flatMap((one) => ([...aboveLeaders(one, people)].some((id) => people.has(id)) ? [one.id] : []))

const aboveLeaders = ({ leaders, above = [] }: Candidate, people: ReadonlyMap<string, Candidate>): Set<string> =>
  new Set([...above, ...leaders.flatMap((leader) => people.get(leader)?.leaders ?? [])])
