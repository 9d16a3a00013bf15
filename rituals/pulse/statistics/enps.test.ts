import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { enps, recommendations } from './enps.ts'

test('4 promoters, 3 passives and 2 detractors give +22, but -29 to +74, and are not shown', () => {
  const { score, error, low, high, shown } = enps({ promoters: 4, passives: 3, detractors: 2 })
  expect([score!, low, high].map(Math.round)).toEqual([22, -29, 74])
  // 100·√((6/9 − (2/9)²)/9)
  expect(error).toBeCloseTo(26.18914004394607, 10)
  expect(shown).toBe(false)
})

test('it is shown from thirty answers', () => {
  expect(enps({ promoters: 10, passives: 9, detractors: 10 }).shown).toBe(false)
  expect(enps({ promoters: 10, passives: 10, detractors: 10 })).toMatchObject({ score: 0, shown: true })
})

test('the answers 0 to 10 fall into three groups', () => {
  expect(recommendations([0, 0, 0, 0, 0, 1, 1, 2, 1, 3, 1])).toEqual({ promoters: 4, passives: 3, detractors: 2 })
  expect(recommendations(Array.from({ length: 11 }, () => 1))).toEqual({ promoters: 2, passives: 2, detractors: 7 })
})

const groups = fc.record({ promoters: fc.nat(40), passives: fc.nat(40), detractors: fc.nat(40) })

test('the error is that of the mean of +100, 0 and -100', () => {
  fc.assert(
    fc.property(groups, ({ promoters, passives, detractors }) => {
      const n = promoters + passives + detractors
      fc.pre(n > 0)
      const { score, error } = enps({ promoters, passives, detractors })
      const mean = (100 * (promoters - detractors)) / n
      const squares = promoters * (100 - mean) ** 2 + passives * mean ** 2 + detractors * (-100 - mean) ** 2
      expect(score).toBeCloseTo(mean, 10)
      expect(error).toBeCloseTo(Math.sqrt(squares / n / n), 9)
    }),
  )
})

test('the interval holds the score, stays within -100 and 100, mirrors and narrows', () => {
  fc.assert(
    fc.property(groups, (one) => {
      fc.pre(one.promoters + one.passives + one.detractors > 0)
      const { score, low, high } = enps(one)
      expect(low).toBeGreaterThanOrEqual(-100)
      expect(low).toBeLessThanOrEqual(score!)
      expect(high).toBeGreaterThanOrEqual(score!)
      expect(high).toBeLessThanOrEqual(100)
      const turned = enps({ ...one, promoters: one.detractors, detractors: one.promoters })
      expect(turned.low).toBeCloseTo(-high, 10)
      const twice = enps({ promoters: 2 * one.promoters, passives: 2 * one.passives, detractors: 2 * one.detractors })
      expect(twice.high - twice.low).toBeLessThanOrEqual(high - low + 1e-9)
    }),
  )
})

test('nobody, one, and no difference at all are defined', () => {
  expect(enps({ promoters: 0, passives: 0, detractors: 0 })).toEqual({
    n: 0,
    score: null,
    error: Infinity,
    low: -100,
    high: 100,
    shown: false,
  })
  expect(enps({ promoters: 1, passives: 0, detractors: 0 })).toMatchObject({
    score: 100,
    error: 0,
    low: 100,
    high: 100,
  })
  expect(enps({ promoters: 0, passives: 0, detractors: 37 })).toMatchObject({ score: -100, error: 0, shown: true })
})

test('no counts are refused by their name', () => {
  expect(() => enps({ promoters: -1, passives: 0, detractors: 0 })).toThrow(/^promoters must be/)
  expect(() => enps({ promoters: 1, passives: 0.5, detractors: 0 })).toThrow(/^passives must be/)
  expect(() => enps({ promoters: 1, passives: 0, detractors: Number.NaN })).toThrow(/^detractors must be/)
  expect(() => recommendations([1, 2, 3])).toThrow(/^answers must be/)
  expect(() => recommendations([-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toThrow(/^answers must be/)
})
