import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blockOf, GLOBAL } from '../instrument.ts'
import { tally } from '../tally.ts'
import { keptWeek } from './kept-week.ts'
import {
  ballotScore,
  blockError,
  blockSpread,
  cycleError,
  cycleIndex,
  gapOf,
  halfWidth,
  itemScore,
  type KeptWeek,
  teamSpiritIndex,
} from './team-index.ts'

/** PULSE.md's worked example: six ballots over nine items, asked in the blocks 123, 456 and 789, and the leader's. */
const SIX = [
  [4, 4, 2, 3, 4, 4, 3, 2, 3],
  [5, 4, 3, 3, 5, 4, 4, 3, 4],
  [3, 3, 2, 2, 4, 3, 3, 3, 3],
  [4, 3, 1, 2, 4, 3, 2, 2, 4],
  [4, 5, 4, 4, 5, 5, 4, 4, 4],
  [2, 3, 2, 2, 3, 3, 3, 2, 2],
]
const LEADER = [5, 5, 4, 4, 5, 5, 4, 4, 4]

const blockIn = (ballots: readonly (readonly (number | null)[])[], week: number) =>
  ballots.map((ballot) => ballot.slice(3 * (week - 1), 3 * week))

/** What the poll of a week keeps of these ballots. */
const kept = (ballots: readonly (readonly (number | null)[])[], week: number): KeptWeek => {
  const answers = blockIn(ballots, week).map((steps) => ({
    [GLOBAL]: 4,
    ...Object.fromEntries(blockOf(week).map((item, index) => [item, steps[index] ?? null])),
  }))
  return keptWeek(tally(answers, { occurrence: { number: week }, threshold: 5 }), week)
}

const weeksOf = (ballots: readonly (readonly (number | null)[])[]) => [1, 2, 3].map((week) => kept(ballots, week))

describe('the worked example', () => {
  test('from what is kept of three weeks', () => {
    const staff = cycleIndex(weeksOf(SIX))!
    expect(staff.n).toBe(6)
    expect([staff.index, staff.low, staff.high].map((points) => points.toFixed(2))).toEqual(['56.48', '37.18', '75.78'])
    const leader = teamSpiritIndex(LEADER.map((step) => ballotScore([step])))!
    expect(leader.toFixed(2)).toBe('86.11')
    const { gap, low, high } = gapOf(leader, staff)
    expect([gap, low, high].map((points) => points.toFixed(2))).toEqual(['29.63', '10.33', '48.93'])
  })

  test('from the ballots themselves, to ten digits', () => {
    const histograms = [1, 2, 3].map((week) => kept(SIX, week).histograms)
    const staff = cycleIndex(
      [1, 2, 3].map((week) => ({ ...blockSpread(blockIn(SIX, week)), histograms: histograms[week - 1]! })),
    )!
    // Computed independently with NumPy
    expect(staff.index).toBeCloseTo(56.48148148148148, 10)
    expect(staff.error).toBeCloseTo(7.508625552617661, 10)
  })
})

const step = fc.integer({ min: 1, max: 5 })
const ballot = fc.array(step, { minLength: 9, maxLength: 9 })
const ballots = fc.array(ballot, { minLength: 5, maxLength: 30 })

const meanOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length

describe('the index of a cycle', () => {
  test('from the histograms is the mean over ballots and items', () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const { index } = cycleIndex(weeksOf(all))!
        expect(index).toBeCloseTo(25 * (meanOf(all.map(meanOf)) - 1), 9)
      }),
    )
  })

  test('has the error of its ballots, but for the rounding of what is kept', () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const errors = [1, 2, 3].map((week) => blockError(blockSpread(blockIn(all, week))))
        expect(Math.abs(cycleIndex(weeksOf(all))!.error - cycleError(errors))).toBeLessThan(
          0.005 / Math.sqrt(all.length) + 1e-9,
        )
      }),
    )
  })

  test('has an interval that holds it, inside 0 to 100, that follows the scale turned round', () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const { index, low, high } = cycleIndex(weeksOf(all))!
        expect(low).toBeGreaterThanOrEqual(0)
        expect(low).toBeLessThanOrEqual(index)
        expect(high).toBeGreaterThanOrEqual(index)
        expect(high).toBeLessThanOrEqual(100)
        const turned = cycleIndex(weeksOf(all.map((steps) => steps.map((one) => 6 - one))))!
        expect(turned.index).toBeCloseTo(100 - index, 9)
        expect(turned.low).toBeCloseTo(100 - high, 9)
      }),
    )
  })

  test('grows surer with more ballots of the same kind', () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const once = cycleIndex(weeksOf(all))!
        const twice = cycleIndex(weeksOf([...all, ...all]))!
        expect(twice.high - twice.low).toBeLessThanOrEqual(once.high - once.low + 0.02)
      }),
    )
  })

  test('goes by the smallest week', () => {
    const weeks = [kept(SIX, 1), kept([...SIX, ...SIX], 2), kept(SIX.slice(1), 3)]
    const { n, error, index, low } = cycleIndex(weeks)!
    expect(n).toBe(5)
    expect(low).toBeCloseTo(index - 2.7764451051977943 * error, 10)
  })

  test('is none where an item is not kept, or nothing is', () => {
    const someCannotJudge = SIX.map((steps, at) => (at < 2 ? [null, ...steps.slice(1)] : steps))
    expect(cycleIndex(weeksOf(someCannotJudge))).toBeNull()
    expect(cycleIndex([])).toBeNull()
  })

  test('of one who could not judge anything leaves that ballot out of n', () => {
    const seven = [...SIX, [null, null, null, 3, 4, 4, 3, 3, 3]]
    expect(kept(seven, 1)).toMatchObject({ n: 6, blockSd: kept(SIX, 1).blockSd })
    expect(kept(seven, 2).n).toBe(7)
    expect(cycleIndex(weeksOf(seven))!.n).toBe(6)
  })

  test('of all nine in one week is that of this week', () => {
    const answers = SIX.map((steps) => Object.fromEntries(blockOf(13).map((item, at) => [item, steps[at]!])))
    const week = keptWeek(tally(answers, { occurrence: { number: 13 }, threshold: 5 }), 13)
    expect(week.histograms).toHaveLength(9)
    expect(cycleIndex([week])!.index).toBeCloseTo(56.48148148148148, 10)
  })
})

describe('nobody and one', () => {
  const nothing = [0, 0, 0, 0, 0]
  const single = [0, 0, 0, 1, 0]

  test('have scores as far as there are answers', () => {
    expect(itemScore(nothing)).toBeNull()
    expect(itemScore(single)).toBe(75)
    expect(ballotScore([])).toBeNull()
    expect(ballotScore([null, null])).toBeNull()
    expect(ballotScore([4, null, 2])).toBe(50)
    expect(teamSpiritIndex([])).toBeNull()
    expect(teamSpiritIndex([75])).toBe(75)
    expect(teamSpiritIndex([75, null])).toBeNull()
  })

  test('have no known error', () => {
    expect(blockSpread([])).toEqual({ n: 0, blockSd: null })
    expect(blockSpread([[4, 4, 4]])).toEqual({ n: 1, blockSd: null })
    expect(blockError({ n: 1, blockSd: null })).toBe(Infinity)
    expect(blockError({ n: 0, blockSd: null })).toBe(Infinity)
    expect(cycleError([])).toBe(Infinity)
    expect(halfWidth(3, 1)).toBe(Infinity)
    expect(halfWidth(0, 6)).toBe(0)
    const alone = cycleIndex([{ n: 1, blockSd: null, histograms: [single] }])!
    expect(alone).toMatchObject({ index: 75, low: 0, high: 100, n: 1 })
    expect(gapOf(80, alone)).toEqual({ gap: 5, low: -Infinity, high: Infinity })
  })
})

test('what is none of these is refused by its name', () => {
  expect(() => itemScore([1, 2, -3, 0, 0])).toThrow(/^steps must be/)
  expect(() => ballotScore([6])).toThrow(/^answers must be/)
  expect(() => teamSpiritIndex([101])).toThrow(/^scores must be/)
  expect(() => blockError({ n: 2.5, blockSd: 3 })).toThrow(/^n must be/)
  expect(() => blockError({ n: 5, blockSd: -3 })).toThrow(/^blockSd must be/)
  expect(() => cycleError([1, Number.NaN])).toThrow(/^errors must be/)
  expect(() => halfWidth(-1, 5)).toThrow(/^error must be/)
  expect(() => gapOf(-1, cycleIndex(weeksOf(SIX))!)).toThrow(/^leaderIndex must be/)
})
