import { expect, test } from 'vitest'
import { pauseAfter } from './backoff.ts'

test('pauses double, spread over twice their length, and end at ten minutes', () => {
  expect([1, 2, 3, 10].map((attempts) => pauseAfter(attempts, 0))).toEqual([1000, 2000, 4000, 512_000])
  expect([1, 2, 3, 10].map((attempts) => pauseAfter(attempts, 1))).toEqual([2000, 4000, 8000, 600_000])
  expect(pauseAfter(1000, 0.5)).toBe(600_000)
})
