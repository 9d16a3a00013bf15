/** Every formula against numbers that were computed apart from this code; `vectors.json` says how. */
import { describe, expect, it } from 'vitest'
import { bandsOf, wilson } from '../shares.ts'
import { sharedGap } from './across-teams.ts'
import { averageDeviation, awg, meanStep, rwg, standardDeviation } from './agreement.ts'
import { enps } from './enps.ts'
import { categoryOf } from './gap-claims.ts'
import { worstCase } from './non-response.ts'
import { fisher, jeffreys, newcombe, type Share } from './shares.ts'
import { ballotScore, blockSpread, cycleIndex, gapOf, itemScore } from './team-index.ts'
import { cycleChange, mannKendall, theilSen } from './trend.ts'
import file from './vectors.json' with { type: 'json' }

const { vectors } = file

type Numbers = { [name: string]: Numbers } | number | string | boolean | null | Numbers[]

/** To nine digits; null, words and infinity as they are. */
function alike(own: unknown, wanted: Numbers, where: string): void {
  if (typeof wanted === 'number') {
    expect(typeof own, where).toBe('number')
    expect(
      Math.abs(Number(own) - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)),
      `${where}: ${own}, not ${wanted}`,
    ).toBe(true)
  } else if (typeof wanted === 'object' && wanted !== null && typeof own === 'object' && own !== null) {
    for (const [name, value] of Object.entries(wanted))
      alike((own as Record<string, unknown>)[name], value, `${where}.${name}`)
  } else expect(own, where).toBe(wanted)
}

/** @returns how many there were */
function hold<Given>(all: readonly { given: Given; wanted: unknown }[], formula: (given: Given) => unknown): void {
  expect(all.length).toBeGreaterThan(0)
  for (const { given, wanted } of all) alike(formula(given), wanted as Numbers, JSON.stringify(given))
}

const pair = (given: readonly number[]): [number, number] => [given[0]!, given[1]!]
const shares = (given: readonly Share[]): [Share, Share] => [given[0]!, given[1]!]

describe('numbers computed elsewhere', () => {
  it('are enough to speak of', () => {
    expect(Object.values(vectors).flat().length).toBeGreaterThan(180)
  })

  it('of a share: Wilson and Jeffreys', () => {
    hold(vectors.wilson, (given) => wilson(...pair(given)))
    hold(vectors.jeffreys, (given) => jeffreys(...pair(given)))
  })

  it('of two shares: Newcombe and Fisher', () => {
    hold(vectors.newcombe, (given) => newcombe(...shares(given)))
    hold(vectors.fisher, (given) => fisher(...shares(given)))
  })

  it('of one statement: score, mean, SD, AD, r_wg and a_wg with the means for which it is not defined', () => {
    hold(vectors.agreement, (steps) => ({
      score: itemScore(steps),
      mean: meanStep(steps),
      sd: standardDeviation(steps),
      ad: averageDeviation(steps),
      rwg: rwg(steps),
      awg: awg(steps),
    }))
  })

  it('of a cycle: index, errors, interval, gap and category, from raw ballots', () => {
    hold(vectors.cycle, ({ weeks, leader, threshold, histograms }) => {
      const spreads = weeks.map((week) => blockSpread(week))
      const kept = spreads.map((spread, week) => ({ ...spread, histograms: histograms.slice(3 * week, 3 * week + 3) }))
      const index = cycleIndex(kept)!
      const gap = gapOf(ballotScore(leader)!, index)
      return {
        ...index,
        gap: gap.gap,
        gapLow: gap.low,
        gapHigh: gap.high,
        category: categoryOf({ ...gap, n: index.n, threshold, index: index.index }),
        sds: spreads.map(({ blockSd }) => blockSd),
      }
    })
  })

  it('of weeks: Theil-Sen and Mann-Kendall, exact with ties', () => {
    hold(vectors.theilSen, (points) => theilSen(points.map((point) => ({ x: point[0]!, y: point[1]! }))))
    hold(vectors.mannKendall, mannKendall)
  })

  it('of two cycles: the change with Welch’s interval', () => {
    hold(vectors.change, (given) => cycleChange(given[0]!, given[1]!))
  })

  it('of those who did not answer, and of recommendations', () => {
    hold(vectors.worstCase, (given) => worstCase(given[0]!, given[1]!, given[2]!))
    hold(vectors.enps, enps)
  })

  it('of several teams: the mean gap and all signs', () => {
    hold(vectors.signFlips, (gaps) =>
      sharedGap(
        gaps.map((gap) => ({ n: 5, gap })),
        5,
      ),
    )
  })

  it('of bands: the ends, and nothing told apart that would tell of everybody or nobody', () => {
    for (const { given, wanted } of vectors.bands) {
      const bands = bandsOf(given)
      const countsIn = ({ from, to }: { from: number; to: number }): number[] =>
        Array.from({ length: to - from + 1 }, (_, index) => from + index)
      expect(countsIn(bands[0]!)).toEqual(wanted.bottom)
      expect(countsIn(bands.at(-1)!)).toEqual(wanted.top)
      expect(bands.flatMap(countsIn)).toEqual(Array.from({ length: given + 1 }, (_, count) => count))
      for (const band of bands) expect(band.to).toBeGreaterThan(band.from)
    }
  })
})
