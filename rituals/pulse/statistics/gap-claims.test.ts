import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Category, categoryOf, claimOf, type CycleGap } from './gap-claims.ts'

const category = (gap: number, half: number, { index = 70, n = 6, threshold = 5 } = {}): Category =>
  categoryOf({ n, threshold, index, gap, low: gap - half, high: gap + half })

describe('the category', () => {
  test('of the worked example is over-estimator', () => {
    expect(categoryOf({ n: 6, threshold: 5, index: 56.48, gap: 29.63, low: 10.33, high: 48.93 })).toBe('over-estimator')
  })

  test.each<[number, number, object, Category]>([
    [29.6, 19.3, { n: 4 }, 'suppressed'],
    [29.6, 19.3, { n: 0 }, 'suppressed'],
    [29.6, 19.3, { n: 1 }, 'suppressed'],
    [29.6, 19.3, {}, 'over-estimator'],
    [-29.6, 19.3, {}, 'under-estimator'],
    // Half a step exactly is a gap
    [12.5, 12.4, {}, 'over-estimator'],
    [-12.5, 12.4, {}, 'under-estimator'],
    [12.5 - 1e-13, 12.4, {}, 'over-estimator'],
    // 0 on the edge is not excluded
    [12.5, 12.5, {}, 'undetermined'],
    [12.4, 3, {}, 'undetermined'],
    [40, 41, {}, 'undetermined'],
    // Strictly inside half a step
    [2, 10.4, {}, 'in-agreement-good'],
    [2, 10.5, {}, 'undetermined'],
    [-2, 10.5, {}, 'undetermined'],
    [2, 10.4, { index: 62.5 }, 'in-agreement-good'],
    [2, 10.4, { index: 62.5 - 1e-12 }, 'in-agreement-good'],
    [2, 10.4, { index: 62.4 }, 'in-agreement-poor'],
    [0, 0, { index: 30 }, 'in-agreement-poor'],
    [0, Infinity, {}, 'undetermined'],
  ])('of %f points, give or take %f, with %o', (gap, half, rest, wanted) => {
    expect(category(gap, half, rest)).toBe(wanted)
  })

  test('turns round with the gap, and never says more when less is known', () => {
    const gap = fc.double({ min: -100, max: 100, noNaN: true })
    const half = fc.double({ min: 0, max: 100, noNaN: true })
    const turned: Partial<Record<Category, Category>> = {
      'over-estimator': 'under-estimator',
      'under-estimator': 'over-estimator',
    }
    fc.assert(
      fc.property(gap, half, half, (points, one, more) => {
        const found = category(points, one)
        expect(category(-points, one)).toBe(turned[found] ?? found)
        expect([found, 'undetermined']).toContain(category(points, one + more))
      }),
    )
  })
})

describe('a claim', () => {
  const cycle = (number: number, rest: Partial<CycleGap> = {}): CycleGap => ({
    cycle: number,
    category: 'over-estimator',
    response: 0.8,
    agreement: { sd: 0.9, rwg: 0.6 },
    ...rest,
  })

  test('is made when the same gap holds twice in a row', () => {
    expect(claimOf(cycle(4), cycle(5))).toEqual({ claimed: 'over-estimator' })
    const under = { category: 'under-estimator' } as const
    expect(claimOf(cycle(4, under), cycle(5, under))).toEqual({ claimed: 'under-estimator' })
    const atTheEdges = { response: 0.6, agreement: { sd: 1.1, rwg: 0.5 } }
    expect(claimOf(cycle(4, atTheEdges), cycle(5, atTheEdges))).toEqual({ claimed: 'over-estimator' })
  })

  test('is not made of one cycle, of two that are not neighbours, or of two that differ', () => {
    const once = { claimed: null, because: 'once' }
    expect(claimOf(null, cycle(5))).toEqual(once)
    expect(claimOf(cycle(3), cycle(5))).toEqual(once)
    expect(claimOf(cycle(4, { category: 'under-estimator' }), cycle(5))).toEqual(once)
    expect(claimOf(cycle(4, { category: 'undetermined' }), cycle(5))).toEqual(once)
    expect(claimOf(cycle(4, { category: 'suppressed' }), cycle(5))).toEqual(once)
  })

  test('asks the same of both cycles', () => {
    const once = { claimed: null, because: 'once' }
    expect(claimOf(cycle(4, { response: 0.59 }), cycle(5))).toEqual(once)
    expect(claimOf(cycle(4, { agreement: { sd: 1.2, rwg: 0.6 } }), cycle(5))).toEqual(once)
    expect(claimOf(cycle(4, { agreement: { sd: 0.9, rwg: 0.4 } }), cycle(5))).toEqual(once)
  })

  test.each<[Partial<CycleGap>, string]>([
    [{ category: 'suppressed', agreement: null, response: null }, 'suppressed'],
    [{ agreement: null }, 'suppressed'],
    [{ agreement: { sd: 1.2, rwg: 0.6 } }, 'divided'],
    [{ agreement: { sd: 0.9, rwg: 0.4 }, category: 'in-agreement-good' }, 'divided'],
    [{ category: 'undetermined' }, 'no-gap'],
    [{ category: 'in-agreement-poor' }, 'no-gap'],
    [{ response: 0.59 }, 'response'],
    [{ response: null }, 'response'],
  ])('with %o now says why not', (rest, because) => {
    expect(claimOf(cycle(4), cycle(5, rest))).toEqual({ claimed: null, because })
  })
})

test('what is no number is refused by its name', () => {
  const fine = { n: 6, threshold: 5, index: 50, gap: 0, low: -1, high: 1 }
  expect(() => categoryOf({ ...fine, n: -1 })).toThrow(/^n must be/)
  expect(() => categoryOf({ ...fine, threshold: 2.5 })).toThrow(/^threshold must be/)
  expect(() => categoryOf({ ...fine, gap: Number.NaN })).toThrow(/^gap must be/)
  expect(() => categoryOf({ ...fine, index: 130 })).toThrow(/^index must be/)
  const cycle: CycleGap = { cycle: 1, category: 'over-estimator', response: 1.2, agreement: { sd: 1, rwg: 1 } }
  expect(() => claimOf(null, cycle)).toThrow(/^response must be/)
})
