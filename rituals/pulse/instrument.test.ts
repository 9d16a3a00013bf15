import { describe, expect, test } from 'vitest'
import { asksAll, blockOf, CYCLE, itemsOf, stepIn, STATEMENTS } from './instrument.ts'

const weeks = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('the rotation', () => {
  test('is the one that was designed', () => {
    const numbers = weeks(1, 12).map((week) =>
      blockOf(week)
        .map((item) => STATEMENTS.indexOf(item) + 1)
        .join(''),
    )
    expect(numbers.join(' ')).toBe('123 456 789 147 258 369 159 267 348 168 249 357')
  })

  test('covers all nine statements in every cycle of three weeks', () => {
    for (const first of [1, 4, 7, 10]) {
      const asked = weeks(first, first + CYCLE - 1).flatMap((week) => blockOf(week))
      expect(new Set(asked)).toEqual(new Set(STATEMENTS))
      expect(asked).toHaveLength(9)
    }
  })

  test('lets each two statements meet exactly once in twelve weeks', () => {
    const meetings = new Map<string, number>()
    for (const week of weeks(1, 12)) {
      const block = blockOf(week).toSorted()
      for (const [index, one] of block.entries()) {
        for (const other of block.slice(index + 1)) {
          const pair = `${one} ${other}`
          meetings.set(pair, (meetings.get(pair) ?? 0) + 1)
        }
      }
    }
    expect(meetings.size).toBe(36)
    expect(new Set(meetings.values())).toEqual(new Set([1]))
  })

  test('asks all nine in week 13, then begins anew', () => {
    expect(blockOf(13)).toEqual(STATEMENTS)
    expect(weeks(1, 26).filter(asksAll)).toEqual([13, 26])
    for (const week of weeks(1, 26)) expect(blockOf(week + 13)).toEqual(blockOf(week))
  })

  test('asks the global statement every week, first, and never more than a form holds', () => {
    for (const week of weeks(1, 13)) {
      expect(itemsOf(week)[0]).toBe('spirit')
      expect(itemsOf(week).length).toBeLessThanOrEqual(10)
    }
  })
})

test('only the five steps are answers', () => {
  expect([1, 2, 3, 4, 5].map(stepIn)).toEqual([1, 2, 3, 4, 5])
  expect([0, 6, 2.5, '4', null, undefined, ['4']].map(stepIn)).toEqual([null, null, null, null, null, null, null])
})
