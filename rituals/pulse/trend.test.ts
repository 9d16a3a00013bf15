import { describe, expect, test } from 'vitest'
import { readerOf } from '../../test/views.ts'
import type { Week } from './cycle.ts'
import { shownShare } from './shares.ts'
import type { Tally } from './tally.ts'
import { slopeOf, trendBlocks } from './trend.ts'

const shares = (counts: number[], of: number) =>
  counts.map((count, index) => ({ week: index + 1, share: shownShare(count, of, 5)! }))

/** Weeks in which so many of twelve agree with the global statement; null where nothing was shown. */
const weeks = (counts: (number | null)[]): Week[] =>
  counts.map((count, index) => {
    const items: Tally['items'] =
      count === null ? {} : { spirit: { steps: [0, 12 - count, 0, count, 0], cannotJudge: 0 } }
    const tally: Tally | null = count === null ? null : { n: 12, items, blockSd: 10 }
    return {
      number: index + 1,
      date: Temporal.PlainDate.from('2026-12-03').add({ weeks: index }).toString(),
      state: { predictions: {}, plans: {}, outcomes: {}, begun: [] },
      result: { invited: 14, answered: tally && 12, tally, withheld: tally ? null : 'few' },
    }
  })

const { t } = readerOf('pulse')
const said = (counts: (number | null)[], speak = t): string => JSON.stringify(trendBlocks(speak, weeks(counts), 5))

describe('the way of the global statement', () => {
  test('is a line with its table, with nothing in the weeks that showed nothing', () => {
    const blocks = trendBlocks(t, weeks([5, null, 6, 7]), 5)
    expect(blocks.map(({ type }) => type)).toEqual(['chart', 'table'])
    expect(blocks[1]).toMatchObject({
      rows: [
        ['3.12.', '5 von 12 (42 %)', '19 bis 68 %'],
        ['17.12.', '6 von 12 (50 %)', '25 bis 75 %'],
        ['24.12.', '7 von 12 (58 %)', '32 bis 81 %'],
      ],
    })
    expect(JSON.stringify(trendBlocks(readerOf('pulse', { language: 'en' }).t, weeks([5, 6, 7]), 5))).toContain('3 Dec')
  })

  test('is not drawn from two weeks', () => {
    expect(trendBlocks(t, weeks([5, 6]), 5)).toEqual([])
  })

  test('is called rising or falling only when chance hardly explains it', () => {
    expect(said([4, 5, 6, 8, 9, 10])).toContain(
      'Über 6 Umfragen ist die Zustimmung gestiegen, um etwa 10 Prozentpunkte',
    )
    expect(said([11, 10, 9, 7, 6, 5])).toContain('gesunken')
    expect(said([4, 6, 5, 8, 7, 6])).not.toMatch(/gestiegen|gesunken/)
    // four weeks can't be more than chance: 2 of 24 orders
    expect(said([4, 6, 8, 10])).not.toMatch(/gestiegen|gesunken/)
  })
})

test('bands draw a line, but no conclusion', () => {
  expect(slopeOf(shares([0, 2, 3, 5, 6, 8], 8))).toBeNull()
  expect(slopeOf(shares([0, 2, 4, 6, 8, 10], 12))).toBeCloseTo(16.7, 1)
})
