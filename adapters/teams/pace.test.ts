/** Teams' pace, on a clock that jumps to the next moment at which anybody waits. */
import { describe, expect, it } from 'vitest'
import { DeliveryError } from '#platform'
import { createPace, LONG_PATIENCE } from './pace.ts'

/** Sends as the outbox does: whoever is too early comes back when told. @returns when each went out, in milliseconds */
async function sent(count: number, where: (index: number) => string): Promise<number[]> {
  let now = 0
  const pace = createPace({ time: { now: () => now, wait: async (milliseconds) => void (now += milliseconds) } })
  const times: number[] = []
  for (let index = 0; index < count; index += 1) {
    for (;;) {
      try {
        await pace.run(where(index), `d${index}`, async () => void times.push(now))
        break
      } catch (fault) {
        if (!(fault instanceof DeliveryError)) throw fault
        now += Math.ceil(fault.retryAfter * 1000)
      }
    }
  }
  return times
}

const most = (times: number[], window: number): number =>
  Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + window).length))

describe('Teams’ pace', () => {
  it('holds every window of one conversation', async () => {
    const times = await sent(2000, () => 'a:1')
    expect(most(times, 1000)).toBeLessThanOrEqual(7)
    expect(most(times, 2000)).toBeLessThanOrEqual(8)
    expect(most(times, 30_000)).toBeLessThanOrEqual(60)
    expect(most(times, 3_600_000)).toBeLessThanOrEqual(1800)
    expect(times[6]).toBe(0)
  })

  it('sends fifty a second to everyone together', async () => {
    const times = await sent(500, (index) => `a:${index}`)
    expect(most(times, 1000)).toBe(50)
    expect(times.at(-1)).toBeLessThan(10_000)
  })

  it('waits for whoever can’t come back, and leaves a conversation alone that Teams wants left alone', async () => {
    let now = 0
    const pace = createPace({ time: { now: () => now, wait: async (milliseconds) => void (now += milliseconds) } })
    const tooFast = async (): Promise<never> => {
      throw new DeliveryError('wait', 'teams: too fast', 20)
    }
    await expect(pace.run('a:1', 'd1', tooFast)).rejects.toMatchObject({ outcome: 'wait' })
    await expect(pace.run('a:1', 'd2', async () => {})).rejects.toMatchObject({ outcome: 'wait', retryAfter: 20 })
    await pace.run('a:2', 'd3', async () => {})
    expect(now).toBe(0)
    await pace.run('a:1', 'd4', async () => {}, LONG_PATIENCE)
    expect(now).toBeGreaterThanOrEqual(20_000)
  })
})
