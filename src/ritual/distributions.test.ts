import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaQuantile, normalQuantile, tQuantile } from './distributions.ts'

/** To ten significant digits, which is more than any interval shows. */
const close = (value: number, wanted: number): void => expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-10)

describe('quantiles of the normal distribution', () => {
  test.each([
    [0.975, 1.959963984540054],
    [0.95, 1.6448536269514722],
    [0.995, 2.5758293035489004],
    [1e-10, -6.361340902404056],
  ])('at %f', (p, wanted) => close(normalQuantile(p), wanted))
})

describe("quantiles of Student's t distribution", () => {
  // Computed with forty digits by inverting the regularised incomplete beta function.
  test.each([
    [0.975, 1, 12.706204736174705],
    [0.975, 2, 4.302652729749464],
    [0.975, 4, 2.7764451051977934],
    [0.975, 5, 2.5705818356363146],
    [0.975, 11, 2.200985160091639],
    [0.95, 29, 1.6991270265334986],
    [0.975, 120, 1.9799304050824413],
    [0.975, 7.3, 2.345066736547704],
    [0.025, 5, -2.5705818356363146],
  ])('at %f with %f degrees of freedom', (p, df, wanted) => close(tQuantile(p, df), wanted))

  test('lie in the middle for a half, apart by the sign, and come down to the normal distribution', () => {
    expect(tQuantile(0.5, 3)).toBe(0)
    expect(tQuantile(0.1, 7)).toBeCloseTo(-tQuantile(0.9, 7), 14)
    expect(tQuantile(0.975, 1e6)).toBeCloseTo(normalQuantile(0.975), 5)
    for (let df = 1; df < 200; df++) expect(tQuantile(0.975, df + 1)).toBeLessThan(tQuantile(0.975, df))
  })
})

describe('quantiles of the beta distribution', () => {
  test.each([
    // The arcsine distribution: sin²(πp/2)
    [0.3, 0.5, 0.5, Math.sin(0.15 * Math.PI) ** 2],
    // Uniform, and its powers
    [0.3, 1, 1, 0.3],
    [0.3, 4, 1, 0.3 ** 0.25],
    [0.5, 4, 2, 0.6861898295443026],
    // Computed with forty digits
    [0.975, 0.5, 100.5, 0.0247452700152699],
    [0.025, 0.5, 3.5, 0.00015063602543656835],
  ])('at %f with shapes %f and %f', (p, a, b, wanted) => close(betaQuantile(p, a, b), wanted))

  test('mirror each other when the shapes change places', () => {
    const shape = fc.double({ min: 0.5, max: 500, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), shape, shape, (p, a, b) => {
        expect(betaQuantile(p, a, b)).toBeCloseTo(1 - betaQuantile(1 - p, b, a), 9)
      }),
    )
  })
})

test('what is no probability, shape or degree of freedom is refused by its name', () => {
  for (const p of [0, 1, -0.1, Number.NaN]) {
    for (const quantile of [normalQuantile, (q: number) => betaQuantile(q, 1, 1), (q: number) => tQuantile(q, 1)])
      expect(() => quantile(p)).toThrow(/^p must be/)
  }
  expect(() => betaQuantile(0.5, 0, 1)).toThrow(/^a must be/)
  expect(() => betaQuantile(0.5, 1, Infinity)).toThrow(/^b must be/)
  expect(() => tQuantile(0.5, -1)).toThrow(/^df must be/)
  expect(() => tQuantile(0.5, Number.NaN)).toThrow(RangeError)
})
