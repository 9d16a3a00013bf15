/**
 * What a reader of the reports can work out, by trying everything: every possible poll of five to nine ballots is rendered, and those that read
 * alike are what the reader can't tell apart.
 */
import { describe, expect, test } from 'vitest'
import { type Agreement, closed, closedWith, messageTo, staff } from '../../test/pulse-scene.ts'
import { entry, anke } from '../../test/views.ts'
import { blockOf, GLOBAL, type Item } from './instrument.ts'
import type { Histogram } from './histogram.ts'
import type { Tally } from './tally.ts'

const SMALL = [5, 6, 7, 8, 9]
const [FIRST, SECOND, THIRD] = blockOf(1) as [Item, Item, Item]

const read = (view: ReturnType<typeof closed>): string =>
  JSON.stringify([messageTo(view, 'team').blocks, messageTo(view, 'leader-anke').blocks])

function grouped<T>(cases: T[], rendering: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const one of cases) {
    const key = rendering(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()]
}

const upTo = (n: number): number[] => Array.from({ length: n + 1 }, (_, count) => count)

const PREDICTIONS = {
  'a leader who sees it all': { [GLOBAL]: 5, [FIRST]: 5, [SECOND]: 4, [THIRD]: 5, guess: '90' },
  'a leader in doubt': { [GLOBAL]: 2, [FIRST]: 1, [SECOND]: 3, [THIRD]: null, guess: '30' },
  'a leader who did not predict': null,
}

describe.each(Object.entries(PREDICTIONS))('with %s', (_, prediction) => {
  test.each(SMALL)(
    'no report of %i answers tells how many agreed with any statement, least of all that all did',
    (n) => {
      const cases = upTo(n).flatMap((spirit) =>
        upTo(n).flatMap((first) =>
          upTo(n).map((second): Agreement => ({ [GLOBAL]: spirit, [FIRST]: first, [SECOND]: second })),
        ),
      )
      const groups = grouped(cases, (agreement) => read(closed({ answered: n, agreement, prediction })))
      for (const group of groups) {
        for (const item of [GLOBAL, FIRST, SECOND] as const) {
          const possible = new Set(group.map((agreement) => agreement[item]))
          expect(possible.size).toBeGreaterThan(1)
        }
      }
    },
  )
})

/** Every way in which n people can choose among five steps and "cannot judge". */
function histograms(n: number): Histogram[] {
  const ways = (left: number, places: number): number[][] =>
    places === 1
      ? [[left]]
      : upTo(left).flatMap((count) => ways(left - count, places - 1).map((rest) => [count, ...rest]))
  return ways(n, 6).map((counts) => ({ steps: counts.slice(0, 5), cannotJudge: counts[5]! }))
}

/** As the tally keeps it: nothing of a statement that too few could judge. */
const tallied = (n: number, histogram: Histogram, item: Item): Tally => {
  const others = { steps: [0, n - 3, 0, 3, 0], cannotJudge: 0 }
  const judged = n - histogram.cannotJudge
  const items = {
    [GLOBAL]: others,
    [FIRST]: others,
    [SECOND]: others,
    [THIRD]: others,
    [item]: judged < 5 ? null : histogram,
  }
  return { n, items, blockSd: 12.5 }
}

describe('over all histograms', () => {
  test.each(SMALL)('of %i answers no reader can tell that everyone chose a step, or that nobody did', (n) => {
    for (const item of [GLOBAL, FIRST] as const) {
      const entries = [entry(anke, { [GLOBAL]: 5, [FIRST]: 4 }, { role: 'leader', form: 'prediction' })]
      const rendering = (histogram: Histogram): string =>
        read(
          closedWith({ invited: n, answered: n, tally: tallied(n, histogram, item), withheld: null }, 1, {
            members: staff(n),
            entries,
          }),
        )
      for (const group of grouped(histograms(n), rendering)) {
        for (const step of [0, 1, 2, 3, 4]) {
          expect(group.some(({ steps }) => steps[step] !== n)).toBe(true)
          expect(group.some(({ steps }) => steps[step]! > 0)).toBe(true)
        }
        expect(group.some(({ cannotJudge }) => cannotJudge !== n)).toBe(true)
      }
    }
  })

  test('the tally itself never reaches a message: two polls with the same bands read the same, letter by letter', () => {
    const calm: Tally = tallied(8, { steps: [0, 0, 5, 3, 0], cannotJudge: 0 }, GLOBAL)
    const torn: Tally = { ...tallied(8, { steps: [5, 0, 0, 0, 3], cannotJudge: 0 }, GLOBAL), blockSd: 48.2 }
    const view = (tally: Tally) =>
      closedWith({ invited: 8, answered: 8, tally, withheld: null }, 1, { members: staff(8) })
    expect(read(view(torn))).toBe(read(view(calm)))
  })
})

test('below the threshold every poll reads the same, whoever answered', () => {
  const few = closedWith({ invited: 9, answered: null, tally: null, withheld: 'few' }, 1, { members: staff(9) })
  expect(read(few)).not.toMatch(/\d/)
})
