/** What several teams show together. A team below the threshold never takes part, not even in a sum. */
import { between, sum, whole } from './arguments.ts'
import { checkShare, fisher, newcombe, type Share, type ShareDifference } from './shares.ts'
import { signFlips, type SignFlips } from './sign-flips.ts'

/** How many teams took part, and how many were left out for being below the threshold. */
export interface Counted {
  teams: number
  leftOut: number
}

export interface TeamGap {
  /** Staff, the smallest of the weeks. */
  n: number
  /** Leader's index minus staff's, in points. */
  gap: number
}

export interface SharedGap extends Counted, SignFlips {
  /** Mean of the teams' gaps, in points; null without a team. */
  mean: number | null
}

/**
 * Whether leaders see more than their staff over all teams: the mean gap, and the exact two-sided p of the sign-flip test. Were there no gap,
 * each team's might as well have had the other sign; p is the share of the 2^teams ways to set the signs whose sum lies as far from 0 or
 * farther. (Fisher 1935, section 21.)
 *
 * Gaps 10, 20 and −5 of three teams: mean 8.33, p = 4/8 = .5. Below six teams p cannot reach .05 (1/2^(teams − 1)). No team: mean null, p 1; one
 * team: p 1. `roundedTo` is the step in points to which the gaps were rounded, above 36 teams, and null where they were not.
 *
 * This is no test of one leader against n staff: that could never reach .05 below n = 20, and is not offered.
 * @throws RangeError when an n or threshold is no count, or a gap is no number
 */
export function sharedGap(teams: readonly TeamGap[], threshold: number): SharedGap {
  for (const { n, gap } of teams) {
    whole('n', n)
    between('gap', gap)
  }
  const { counted, kept } = fromThreshold(teams, threshold, ({ n }) => n)
  const mean = kept.length === 0 ? null : sum(kept.map(({ gap }) => gap)) / kept.length
  return { ...counted, mean, ...signFlips(kept.map(({ gap }) => gap)) }
}

/** Who agrees with the global statement in one team; a team may have several leaders. */
export interface TeamShares {
  leaders: Share
  staff: Share
}

export interface PooledShares extends Counted, ShareDifference {
  leaders: Share
  staff: Share
  /** Fisher's exact two-sided p. */
  p: number
}

/**
 * The 65/30 figure: the share of all leaders and of all staff that agree with the global statement, their difference (leaders minus staff, −1 to 1)
 * with Newcombe's interval, and Fisher's p.
 *
 * 13 of 20 leaders, 24 of 80 staff: +0.35, 0.108 to 0.541, p = .00825. No team: 0 of 0, difference null, −1 to 1, p 1. One team counts like any
 * other; its 2 of 3 against 2 of 6 also reads 67 against 33, but −0.25 to 0.69 claims nothing.
 * @throws RangeError when a count or threshold is none
 */
export function pooledShares(teams: readonly TeamShares[], threshold: number): PooledShares {
  for (const team of teams) {
    checkShare('leaders', team.leaders)
    checkShare('staff', team.staff)
  }
  const { counted, kept } = fromThreshold(teams, threshold, ({ staff }) => staff.n)
  const leaders = pooled(kept.map((team) => team.leaders))
  const staff = pooled(kept.map((team) => team.staff))
  return { ...counted, leaders, staff, ...newcombe(leaders, staff), p: fisher(leaders, staff) }
}

function fromThreshold<Team>(teams: readonly Team[], threshold: number, size: (team: Team) => number) {
  whole('threshold', threshold)
  const kept = teams.filter((team) => size(team) >= threshold)
  const counted: Counted = { teams: kept.length, leftOut: teams.length - kept.length }
  return { counted, kept }
}

const pooled = (shares: readonly Share[]): Share => ({
  count: sum(shares.map(({ count }) => count)),
  n: sum(shares.map(({ n }) => n)),
})
