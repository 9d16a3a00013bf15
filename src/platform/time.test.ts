import { afterEach, expect, it, vi } from 'vitest'
import { realTime } from './time.ts'

afterEach(() => vi.useRealTimers())

it('goes on evenly where the machine’s clock is set back', () => {
  const before = realTime.now()
  expect(Math.abs(before - Date.now())).toBeLessThan(60_000)
  vi.useFakeTimers({ now: Date.now() - 24 * 60 * 60 * 1000, toFake: ['Date'] })
  expect(realTime.now()).toBeGreaterThanOrEqual(before)
})
