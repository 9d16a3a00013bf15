import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heaviestMatching } from './heaviest-matching.ts'
import { tries } from '../../../test/depth.ts'

/** A graph of up to ten people; 0 is no edge. Few different weights make blossoms, many make one best matching. */
const graphs = fc
  .tuple(fc.integer({ min: 0, max: 10 }), fc.constantFrom(1, 2, 5, 1e6, 2 ** 45))
  .chain(([count, most]) =>
    fc
      .array(
        fc.oneof(
          fc.constant(0),
          fc.maxSafeNat().map((weight) => weight % (most + 1)),
        ),
        {
          minLength: count * count,
          maxLength: count * count,
        },
      )
      .map((drawn) => {
        const weights = new Float64Array(count * count)
        for (let one = 0; one < count; one += 1) {
          for (let other = 0; other < one; other += 1) {
            weights[one * count + other] = weights[other * count + one] = drawn[one * count + other]!
          }
        }
        return { count, weights }
      }),
  )

/** The greatest weight, by trying every partner for the last one who is left. */
function greatest(count: number, weights: Float64Array, left = (1 << count) - 1): number {
  if (left === 0) return 0
  const one = 31 - Math.clz32(left)
  const rest = left & ~(1 << one)
  let most = greatest(count, weights, rest)
  for (let other = 0; other < one; other += 1) {
    const weight = weights[one * count + other]!
    if (weight > 0 && rest & (1 << other)) {
      most = Math.max(most, weight + greatest(count, weights, rest & ~(1 << other)))
    }
  }
  return most
}

describe('the heaviest matching', () => {
  it('weighs as much as the best of all matchings, and joins only who may be joined', () => {
    fc.assert(
      fc.property(graphs, ({ count, weights }) => {
        const mate = heaviestMatching(count, weights)
        let sum = 0
        for (const [one, other] of mate.entries()) {
          if (other === -1) continue
          expect(mate[other]).toBe(one)
          expect(weights[one * count + other]).toBeGreaterThan(0)
          sum += weights[one * count + other]! / 2
        }
        expect(sum).toBe(greatest(count, weights))
      }),
      tries(200),
    )
  })

  it('takes a cycle of five apart where that is worth it, whoever is asked first', () => {
    // The cycle 0-1-2-3-4 with 5 hanging on 2: greedily 0-1 and 2-3 leave 4 and 5 alone.
    const edges: [number, number, number][] = [
      [0, 1, 6],
      [1, 2, 5],
      [2, 3, 6],
      [3, 4, 5],
      [4, 0, 5],
      [2, 5, 5],
    ]
    const weights = new Float64Array(36)
    for (const [one, other, weight] of edges) weights[one * 6 + other] = weights[other * 6 + one] = weight
    expect([...heaviestMatching(6, weights)]).toEqual([1, 0, 5, 4, 3, 2])
  })
})
