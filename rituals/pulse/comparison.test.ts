import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closed } from '../../test/pulse-scene.ts'
import { focusOf, guessAgainst, rowsOf, verdictOn } from './comparison.ts'
import { GLOBAL, type Step, STEPS } from './instrument.ts'
import { shownShare } from './shares.ts'
import { type Prediction, predictionOf } from './state.ts'

const leader = (step: Step | null, guess: number | null = null): Prediction => ({
  step: () => step,
  guess,
  answers: {},
})
const share = (count: number, of: number) => shownShare(count, of, 5)!

describe('the verdict', () => {
  test.each([
    // 20 of 80: at most 35 % is plausible
    ['over', 5, 20, 80],
    ['under', 2, 60, 80],
    ['shared', 4, 60, 80],
    ['doubted', 1, 20, 80],
    // 5 of 12: 19 to 68 %
    ['over-here', 4, 5, 12],
    ['doubted-here', 2, 5, 12],
    ['under-here', 1, 8, 12],
    ['shared-here', 5, 8, 12],
    // exactly half
    ['open', 5, 6, 12],
    // bands: at most 1 of 8 is at most 47 %, at most 1 of 7 may be 51 %
    ['over', 4, 1, 8],
    ['over-here', 4, 1, 7],
    ['over-here', 4, 3, 8],
    ['shared-here', 4, 5, 8],
    // 2 to 3 of 5 lies on both sides
    ['open', 4, 3, 5],
    // neither yes nor no
    ['open', 3, 60, 80],
    ['open', null, 60, 80],
  ] as const)('is "%s" for a leader who says %s and %i of %i', (verdict, step, count, of) => {
    expect(verdictOn(leader(step), share(count, of))).toBe(verdict)
  })

  test('follows the guess where the leader said neither yes nor no', () => {
    expect(verdictOn(leader(3, 80), share(20, 80))).toBe('guessed-high')
    expect(verdictOn(leader(null, 20), share(60, 80))).toBe('guessed-low')
    expect(verdictOn(leader(3, 70), share(60, 80))).toBe('open')
  })

  test('compares nothing without a prediction', () => {
    expect(verdictOn(null, share(20, 80))).toBe('unpredicted')
  })

  test('two of three leaders against two of six, or any such handful, is no claim', () => {
    expect(verdictOn(leader(4), share(2, 6))).toBe('open')
  })

  test('is sure only when the whole plausible range lies on one side', () => {
    const any = fc
      .integer({ min: 5, max: 60 })
      .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)))
    fc.assert(
      fc.property(any, fc.constantFrom(...STEPS), ([count, of], step) => {
        const shown = share(count, of)
        const verdict = verdictOn(leader(step), shown)
        if (verdict === 'over' || verdict === 'doubted') expect(shown.high).toBeLessThan(0.5)
        if (verdict === 'under' || verdict === 'shared') expect(shown.low).toBeGreaterThan(0.5)
      }),
    )
  })
})

describe('a guess', () => {
  test('stands for five points to either side', () => {
    const shown = { from: 0, to: 0, of: 12, low: 0.3, high: 0.64 }
    expect([30, 60, 70, 80, 20].map((guess) => guessAgainst(guess, shown))).toEqual([
      'possible',
      'possible',
      'high',
      'high',
      'low',
    ])
    expect(guessAgainst(null, shown)).toBeNull()
  })
})

describe('the next step is about', () => {
  const focus = (agreement: Record<string, number>, prediction: Record<string, number> | null, answered = 8) => {
    const view = closed({ answered, agreement, prediction })
    return focusOf(rowsOf(view, view.result!.tally!, predictionOf(view.state, 'anke')))
  }

  test('the statement where leader and staff are furthest apart, whoever sees more', () => {
    const agreement = { spirit: 4, goal: 8, way: 1, candour: 5 }
    expect(focus(agreement, { spirit: 4, goal: 5, way: 5, candour: 4 })).toEqual({ item: 'way', because: 'over' })
    expect(focus(agreement, { spirit: 4, goal: 1, way: 1, candour: 4 })).toEqual({ item: 'goal', because: 'under' })
  })

  test('the statement the leader is surest of, where the bands lie alike', () => {
    const agreement = { spirit: 4, goal: 1, way: 0, candour: 1 }
    expect(focus(agreement, { spirit: 4, goal: 4, way: 4, candour: 5 })).toEqual({ item: 'candour', because: 'over' })
  })

  test('the least agreed statement where both see it alike, or nobody predicted', () => {
    const agreement = { spirit: 8, goal: 8, way: 5, candour: 8 }
    expect(focus(agreement, { spirit: 4, goal: 4, way: 3, candour: 4 })).toEqual({ item: 'way', because: 'low' })
    expect(focus(agreement, null)).toEqual({ item: 'way', because: 'low' })
  })

  test('what goes well where everything does', () => {
    expect(focus({ goal: 8, way: 8, candour: 8 }, { goal: 5, way: 5, candour: 5 })).toMatchObject({ because: 'well' })
  })

  test('team spirit as such where too few could judge anything else', () => {
    const view = closed({
      answered: 6,
      agreement: { goal: { agree: 1, of: 2 }, way: { agree: 0, of: 0 }, candour: { agree: 4, of: 4 } },
    })
    expect(focusOf(rowsOf(view, view.result!.tally!, null))).toEqual({ item: GLOBAL, because: 'nothing' })
  })
})
