import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startTicking } from './ticking.ts'

const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()) }
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

beforeEach(() =>
  vi.useFakeTimers({
    now: Date.parse('2026-12-01T10:00:30Z'),
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  }),
)
afterEach(() => vi.useRealTimers())

test.each([
  ['a day back', -DAY],
  ['a day ahead', DAY],
  ['by a few seconds back', -7000],
])('it ticks every minute, also after the clock was set %s, and says nothing about it', async (_, by) => {
  const said = vi.spyOn(console, 'warn').mockImplementation(() => {})
  let ticks = 0
  const ticking = startTicking(() => (ticks += 1), clock)
  await vi.advanceTimersByTimeAsync(3 * MINUTE)
  expect(ticks).toBe(3)
  vi.setSystemTime(Date.now() + by)
  await vi.advanceTimersByTimeAsync(10 * MINUTE)
  expect(ticks).toBeGreaterThanOrEqual(3 + 10)
  expect(ticks).toBeLessThan(3 + 10 + 3)
  expect(said).not.toHaveBeenCalled()
  ticking.stop()
  await vi.advanceTimersByTimeAsync(3 * MINUTE)
  expect(ticks).toBeLessThan(3 + 10 + 3)
})
