import { describe, expect, test } from 'vitest'
import { blockOf, GLOBAL } from './instrument.ts'
import { shareOf, tally } from './tally.ts'

const poll = (number = 1, threshold = 5) => ({ occurrence: { number }, threshold })

/** Six ballots over nine statements: the worked example of the instrument's design. */
const SIX = [
  [4, 4, 2, 3, 4, 4, 3, 2, 3],
  [5, 4, 3, 3, 5, 4, 4, 3, 4],
  [3, 3, 2, 2, 4, 3, 3, 3, 3],
  [4, 3, 1, 2, 4, 3, 2, 2, 4],
  [4, 5, 4, 4, 5, 5, 4, 4, 4],
  [2, 3, 2, 2, 3, 3, 3, 2, 2],
]

const ballotsOf = (week: number, steps: (number | null)[][]) =>
  steps.map((row) => ({
    [GLOBAL]: row[0] ?? null,
    ...Object.fromEntries(blockOf(week).map((item, index) => [item, row[3 * (week - 1) + index] ?? null])),
  }))

describe('the tally', () => {
  test('counts each step of each statement, and those who could not judge', () => {
    const ballots = [4, 5, 5, 1, null, 3].map((goal) => ({ spirit: 4, goal, way: 2, candour: 3 }))
    expect(tally(ballots, poll())).toEqual({
      n: 6,
      items: {
        spirit: { steps: [0, 0, 0, 6, 0], cannotJudge: 0 },
        goal: { steps: [1, 0, 1, 1, 2], cannotJudge: 1 },
        way: { steps: [0, 6, 0, 0, 0], cannotJudge: 0 },
        candour: { steps: [0, 0, 6, 0, 0], cannotJudge: 0 },
      },
      blockSd: 13.02,
    })
  })

  test('keeps, of three weeks, what the index and its interval are made of', () => {
    const weeks = [1, 2, 3].map((week) => tally(ballotsOf(week, SIX), poll(week)))
    const scores = weeks.flatMap(({ items, n }, index) =>
      blockOf(index + 1).map((item) => {
        const total = items[item]!.steps.reduce((sum, count, step) => sum + count * (step + 1), 0)
        return 25 * (total / n - 1)
      }),
    )
    const index = scores.reduce((sum, score) => sum + score, 0) / 9
    const error = weeks.reduce((sum, week) => sum + week.blockSd! / Math.sqrt(6), 0) / 3
    // Student's t at .975 with five degrees of freedom
    const half = 2.570582 * error
    expect(index).toBeCloseTo(56.48, 2)
    expect(index - half).toBeCloseTo(37.18, 2)
    expect(index + half).toBeCloseTo(75.78, 2)
  })

  test('does not depend on the order of the ballots', () => {
    const ballots = ballotsOf(2, SIX)
    expect(tally(ballots.toReversed(), poll(2))).toEqual(tally(ballots, poll(2)))
  })

  test('keeps nothing of a statement that fewer than the threshold could judge', () => {
    const ballots = [5, 1, 2, 5, null, null].map((goal) => ({ spirit: 4, goal, way: 2, candour: null }))
    const counted = tally(ballots, poll())
    expect(counted.items).toMatchObject({ goal: null, candour: null })
    expect(shareOf(counted, 'goal', 5)).toBeNull()
    // The spread is that of the one statement that is kept.
    expect(counted.blockSd).toBe(0)
  })

  test('keeps no spread where too few could judge anything of the block', () => {
    const ballots = Array.from({ length: 7 }, () => ({ spirit: 5, goal: null, way: null, candour: null }))
    expect(tally(ballots, poll()).blockSd).toBeNull()
  })

  test('is refused below the threshold', () => {
    expect(() => tally(ballotsOf(1, SIX.slice(2)), poll())).toThrow(RangeError)
    expect(() => tally(ballotsOf(1, SIX), poll(1, 7))).toThrow(RangeError)
    expect(() => tally(ballotsOf(1, SIX.slice(2)), poll(1, 3))).toThrow(RangeError)
  })
})

test('a share counts those who agree among those who could judge', () => {
  const ballots = [4, 5, 5, 5, 5, 5, 4, 3, 1, 2, 2, null].map((spirit) => ({ spirit, goal: 1, way: 1, candour: 1 }))
  expect(shareOf(tally(ballots, poll()), GLOBAL, 5)).toMatchObject({ from: 7, to: 7, of: 11 })
  expect(shareOf(tally(ballots, poll()), 'roles', 5)).toBeNull()
})
