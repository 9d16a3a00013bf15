import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agreementOver, averageDeviation, awg, isDivided, meanStep, rwg, standardDeviation } from './agreement.ts'

const histogramOf = (answers: readonly number[], steps = 5): number[] =>
  Array.from({ length: steps }, (_, index) => answers.filter((answer) => answer === index + 1).length)

const answers = (least: number, most = 15) =>
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: least, maxLength: most })

/** Straight from the definitions, over the answers themselves. */
const fromAnswers = (values: readonly number[]) => {
  const k = values.length
  const mean = values.reduce((total, value) => total + value, 0) / k
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (k - 1)
  const greatest = ((5 + 1) * mean - mean ** 2 - 5 * 1) * (k / (k - 1))
  return {
    mean,
    sd: Math.sqrt(variance),
    ad: values.reduce((total, value) => total + Math.abs(value - mean), 0) / k,
    rwg: Math.max(0, 1 - variance / 2),
    awg: 1 - (2 * variance) / greatest,
    within: mean >= (k - 1 + 5) / k - 1e-12 && mean <= (5 * (k - 1) + 1) / k + 1e-12,
  }
}

describe('agreement on a statement', () => {
  test('of six answers, as worked out by hand', () => {
    const steps = histogramOf([2, 3, 4, 4, 4, 5])
    expect(meanStep(steps)).toBeCloseTo(11 / 3, 14)
    expect(standardDeviation(steps)).toBeCloseTo(Math.sqrt(16 / 15), 14)
    expect(averageDeviation(steps)).toBeCloseTo(7 / 9, 14)
    expect(rwg(steps)).toBeCloseTo(7 / 15, 14)
    expect(awg(steps)).toBeCloseTo(1 / 2, 14)
  })

  test('counted from a histogram is that of the answers', () => {
    fc.assert(
      fc.property(answers(2), (values) => {
        const steps = histogramOf(values)
        const wanted = fromAnswers(values)
        expect(meanStep(steps)).toBeCloseTo(wanted.mean, 12)
        expect(standardDeviation(steps)).toBeCloseTo(wanted.sd, 12)
        expect(averageDeviation(steps)).toBeCloseTo(wanted.ad, 12)
        expect(rwg(steps)).toBeCloseTo(wanted.rwg, 12)
        if (wanted.within) expect(awg(steps)).toBeCloseTo(wanted.awg, 11)
        else expect(awg(steps)).toBeNull()
      }),
    )
  })

  test('does not change when the scale is turned round', () => {
    fc.assert(
      fc.property(answers(2), (values) => {
        const steps = histogramOf(values)
        for (const measure of [standardDeviation, averageDeviation, rwg, awg]) {
          const turned = measure(steps.toReversed())
          if (turned === null) expect(measure(steps)).toBeNull()
          else expect(measure(steps)).toBeCloseTo(turned, 12)
        }
      }),
    )
  })
})

describe('r_wg', () => {
  test('is 1 when all answer alike, 0 for blind choice or worse', () => {
    expect(rwg([0, 0, 0, 7, 0])).toBe(1)
    expect(rwg([1, 1, 1, 1, 1])).toBe(0)
    expect(rwg([4, 0, 0, 0, 4])).toBe(0)
    // Variance 1 on five steps: half of what blind choice would have
    expect(rwg([0, 1, 1, 1, 0])).toBe(0.5)
  })

  test('follows the length of the scale: (A² - 1)/12 is 4 for seven steps', () => {
    expect(rwg([0, 0, 1, 1, 1, 0, 0])).toBe(0.75)
  })
})

describe('a_wg', () => {
  test('is 1 when all answer alike in the middle, -1 at the greatest disagreement', () => {
    expect(awg([0, 0, 6, 0, 0])).toBe(1)
    expect(awg([3, 0, 0, 0, 3])).toBe(-1)
    expect(awg([1, 0, 0, 0, 5])).toBe(-1)
  })

  test('is defined up to the last mean that the greatest disagreement could have, and not beyond', () => {
    // Six answers: (5·5 + 1)/6 = 26/6 is the highest mean, (5 + 5)/6 = 10/6 the lowest.
    expect(awg(histogramOf([4, 4, 4, 4, 5, 5]))).not.toBeNull()
    expect(awg(histogramOf([4, 4, 4, 5, 5, 5]))).toBeNull()
    expect(awg(histogramOf([1, 1, 2, 2, 2, 2]))).not.toBeNull()
    expect(awg(histogramOf([1, 1, 1, 2, 2, 2]))).toBeNull()
  })
})

describe('a divided group', () => {
  test('begins above SD 1.1 or below r_wg .5', () => {
    expect(isDivided({ sd: 1.1, rwg: 0.5 })).toBe(false)
    expect(isDivided({ sd: 1.11, rwg: 0.5 })).toBe(true)
    expect(isDivided({ sd: 1.1, rwg: 0.49 })).toBe(true)
    expect(isDivided({ sd: 0.9, rwg: 0.1 + 0.4 - 1e-16 })).toBe(false)
  })

  test('is judged over several statements by their means', () => {
    const two = agreementOver([
      [0, 1, 1, 3, 1],
      [0, 0, 0, 6, 0],
    ])!
    expect(two.sd).toBeCloseTo(Math.sqrt(16 / 15) / 2, 14)
    expect(two.rwg).toBeCloseTo(11 / 15, 14)
    expect(agreementOver([])).toBeNull()
    expect(
      agreementOver([
        [0, 0, 0, 6, 0],
        [0, 0, 1, 0, 0],
      ]),
    ).toBeNull()
  })
})

test('nobody and one are defined', () => {
  const nobody = [0, 0, 0, 0, 0]
  const one = [0, 0, 0, 1, 0]
  for (const measure of [meanStep, standardDeviation, averageDeviation, rwg, awg]) expect(measure(nobody)).toBeNull()
  for (const measure of [standardDeviation, rwg, awg]) expect(measure(one)).toBeNull()
  expect([meanStep(one), averageDeviation(one)]).toEqual([4, 0])
})

test('no counts are refused by their name', () => {
  for (const measure of [meanStep, standardDeviation, averageDeviation, rwg, awg]) {
    expect(() => measure([1, 2, -1, 0, 0])).toThrow(/^steps must be/)
    expect(() => measure([3])).toThrow(/^steps must count/)
    expect(() => measure([1, 0.5, 0, 0, 0])).toThrow(RangeError)
  }
  expect(() => isDivided({ sd: -1, rwg: 1 })).toThrow(/^sd must be/)
  expect(() => isDivided({ sd: 1, rwg: Number.NaN })).toThrow(/^rwg must be/)
})
