import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keptRate } from './kept-rate.ts'
import type { Promised } from './facts.ts'
import { tries } from '../../test/depth.ts'

type Counted = Parameters<typeof keptRate>[0][number]

const made = (state: Promised['state'], due = '2026-12-01', more: Partial<Counted> = {}): Counted => ({
  state,
  due,
  moved: 0,
  missed: null,
  ...more,
})

const TODAY = '2026-12-10'

describe('the kept rate', () => {
  it('is on time over due, with late and renegotiated ones apart', () => {
    const promises = [
      ...Array.from({ length: 6 }, () => made('kept')),
      made('late'),
      made('dropped'),
      made('open'),
      made('kept', '2026-12-01', { moved: 1 }),
      made('open', '2026-12-20', { moved: 2 }),
    ]
    const rate = keptRate(promises, TODAY)
    expect(rate).toMatchObject({ due: 9, onTime: 6, late: 1, renegotiated: 2 })
    // Wilson (1927), 6 of 9.
    expect(rate.rate!.share).toBeCloseTo(0.6667, 4)
    expect(rate.rate!.low).toBeCloseTo(0.3542, 4)
    expect(rate.rate!.high).toBeCloseTo(0.8794, 4)
  })

  it('counts nothing whose day is not over, whatever came of it already', () => {
    const promises = [made('kept', '2026-12-10'), made('dropped', '2026-12-11'), made('open', '2026-12-10')]
    expect(keptRate(promises, TODAY).due).toBe(0)
    expect(keptRate(promises, '2026-12-11').due).toBe(2)
  })

  it('counts by the day that was missed, not by the one that was set afterwards', () => {
    expect(keptRate([made('open', '2027-01-15', { missed: '2026-12-01' })], TODAY)).toMatchObject({ due: 1, onTime: 0 })
  })

  it('says nothing below five, and is a share within its interval from there on', () => {
    const state = fc.constantFrom<Promised['state']>('open', 'kept', 'late', 'dropped')
    const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-12-${String(date).padStart(2, '0')}`)
    const promise = fc.record({ state, due: day, moved: fc.nat({ max: 1 }), missed: fc.option(day) })
    fc.assert(
      fc.property(fc.array(promise, { maxLength: 40 }), day, (promises, today) => {
        const { due, onTime, late, renegotiated, rate } = keptRate(promises, today)
        expect(onTime + late).toBeLessThanOrEqual(due)
        expect(due + renegotiated).toBeLessThanOrEqual(promises.length)
        expect(rate === null).toBe(due < 5)
        if (rate === null) return
        expect(rate.low).toBeLessThanOrEqual(rate.share)
        expect(rate.high).toBeGreaterThanOrEqual(rate.share)
      }),
      tries(200),
    )
  })
})
