/**
 * All teams together: how many leaders and how many of their staff see team spirit, and whether leaders see more of the nine statements than their
 * teams do. One view for everyone who may see it, of whole weeks, so there are no two to subtract.
 */
import type { Held } from '#ritual'
import { type Cycle, cyclesOf } from './cycle.ts'
import { agreeing, judged } from './histogram.ts'
import { AGREES_FROM, GLOBAL } from './instrument.ts'
import { EXACT_FROM } from './shares.ts'
import { gapIn } from './standing.ts'
import { predictionOf, type State } from './state.ts'
import {
  type PooledShares,
  pooledShares,
  type SharedGap,
  sharedGap,
  type TeamShares,
} from './statistics/across-teams.ts'
import { mannKendall, theilSen } from './statistics/trend.ts'
import type { Tally } from './tally.ts'

export type Polls = Held<State, Tally>[]

/** Weeks looked back: a year. */
export const WEEKS = 52

/** Days in which two weeks must not be laid over each other; so it is with a single team's results (`held-back.ts`). */
const NEAR = 28

/** The 65/30 figure of one week. */
export interface WeekAcross extends PooledShares {
  /** Monday, `2026-11-30`. */
  week: string
  /** The teams in it that have fewer than ten answers, with how many. */
  small: SmallTeam[]
}

export interface SmallTeam {
  team: string
  n: number
}

/**
 * What may be told of one week and its polls; null where it is too little.
 *
 * - Every team counts once, with its last poll of the week.
 * - A team that reaches the threshold but has fewer than ten answers is told in bands only. The sum over all teams is exact, so whoever knows the
 *   exact shares of the larger teams knows what the smaller ones have together. They take part only when that is what a single team's exact
 *   share may be told from: two teams at least, ten answers at least. Otherwise they count as left out.
 * - Nor may two weeks' sums give away by their difference what the sum of one week does not: of the small teams that came or went since a
 *   week told in the last four, there must be none, or as many as that. Otherwise none of the small ones takes part this time.
 * - Leaders' answers stand in their own reports alone: fewer leaders than the threshold are not told either.
 *
 * @param before what was told of earlier weeks
 */
export function weekAcross(
  week: string,
  polls: Polls,
  threshold: number,
  before: readonly WeekAcross[] = [],
): WeekAcross | null {
  const latest = new Map(polls.map((poll) => [poll.team, sharesOf(poll)]))
  const small = [...latest].flatMap(
    ([
      team,
      {
        staff: { n },
      },
    ]) => (n >= threshold && n < EXACT_FROM ? [{ team, n }] : []),
  )
  const near = before.filter((each) => Temporal.PlainDate.from(each.week).until(week).days < NEAR)
  const isTold = isEnough(small) && near.every((each) => isApart(each.small, small))
  const left = isTold ? [] : small
  const leaving = new Set(left.map(({ team }) => team))
  const pooled = pooledShares(
    [...latest].flatMap(([team, shares]) => (leaving.has(team) ? [] : [shares])),
    threshold,
  )
  if (pooled.teams < 2 || pooled.leaders.n < threshold || pooled.staff.n < EXACT_FROM) return null
  return { week, ...pooled, leftOut: pooled.leftOut + left.length, small: isTold ? small : [] }
}

/** What these have together may be told as exactly as what a single larger team has. */
const isEnough = (teams: readonly SmallTeam[]): boolean =>
  teams.length >= 2 && teams.reduce((sum, { n }) => sum + n, 0) >= EXACT_FROM

/** Whether the difference of two sums tells nothing of a single small team. */
function isApart(then: readonly SmallTeam[], now: readonly SmallTeam[]): boolean {
  const [gone, come] = [without(then, now), without(now, then)]
  return [gone, come].every((some) => some.length === 0 || isEnough(some))
}

function without(some: readonly SmallTeam[], others: readonly SmallTeam[]): SmallTeam[] {
  const names = new Set(others.map(({ team }) => team))
  return some.filter(({ team }) => !names.has(team))
}

/** Nobody, where nothing was published. */
function sharesOf({ state, result }: Polls[number]): TeamShares {
  const counts = result.tally?.items[GLOBAL]
  const steps = Object.keys(state.predictions).flatMap((leader) => predictionOf(state, leader)?.step(GLOBAL) ?? [])
  return {
    leaders: { count: steps.filter((step) => step >= AGREES_FROM).length, n: steps.length },
    staff: counts ? { count: agreeing(counts), n: judged(counts) } : { count: 0, n: 0 },
  }
}

/**
 * The gap over all nine statements: each team's as its own leader was told it, from its last cycle that closed in these weeks; the mean over its
 * leaders where it has several. Null under the threshold of teams, because leaders' own numbers stand in their own reports alone.
 */
export function gapAcross(polls: Polls, threshold: number): SharedGap | null {
  const gaps = [...Map.groupBy(polls, ({ ritual }) => ritual).values()].flatMap((own) => {
    const [cycle] = cyclesOf(own.map(({ number, week, state, result }) => ({ number, date: week, state, result })))
    const found = cycle ? gapsIn(cycle, threshold) : []
    if (!cycle || found.length === 0) return []
    const gap = found.reduce((sum, each) => sum + each, 0) / found.length
    return [{ n: Math.min(...cycle.weeks.map(({ result }) => result.tally?.n ?? 0)), gap }]
  })
  const shared = sharedGap(gaps, threshold)
  return shared.teams < threshold ? null : shared
}

function gapsIn(cycle: Cycle, threshold: number): number[] {
  const leaders = new Set(cycle.weeks.flatMap(({ state }) => Object.keys(state.predictions)))
  return [...leaders].flatMap((leader) => gapIn(cycle, leader, threshold)?.gap ?? [])
}

const ALPHA = 0.05

/** By how many points a quarter of thirteen weeks the difference between leaders and staff moves, when that is more than chance. */
export function moving(weeks: WeekAcross[]): number | null {
  const points = weeks.flatMap(({ week, difference }) =>
    difference === null ? [] : [{ x: weekNumber(week), y: 100 * difference }],
  )
  if (mannKendall(points.map(({ y }) => y)).p >= ALPHA) return null
  const slope = theilSen(points)
  return slope === null || Math.round(13 * slope) === 0 ? null : Math.round(13 * slope)
}

const weekNumber = (monday: string): number => Temporal.PlainDate.from('1970-01-05').until(monday).days / 7
