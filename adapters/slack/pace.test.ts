/** Slack's pace, on a clock that jumps to the next moment at which anybody waits. */
import { describe, expect, it } from 'vitest'
import { DeliveryError, type Time } from '#platform'
import { createPace, LONG_PATIENCE, type Pace } from './pace.ts'

interface Sleeper {
  at: number
  wake(): void
}

function jumpingTime() {
  let now = 0
  const sleepers: Sleeper[] = []
  const time: Time = {
    now: () => now,
    wait: (milliseconds) => new Promise((resolve) => void sleepers.push({ at: now + milliseconds, wake: resolve })),
  }
  /** Until everything is done. */
  async function through(work: Promise<unknown>): Promise<void> {
    let isDone = false
    void work.finally(() => (isDone = true))
    for (;;) {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
      if (isDone) return
      sleepers.sort((one, other) => one.at - other.at)
      const next = sleepers.shift()
      if (next === undefined) await new Promise((resolve) => setImmediate(resolve))
      else {
        now = Math.max(now, next.at)
        next.wake()
      }
    }
  }
  return { time, through }
}

/** Comes back as the engine does, when it is told to; so many at a time. */
async function sendAll(time: Time, sends: (() => Promise<unknown>)[], atOnce = 20): Promise<void> {
  const fresh = sends.map((send) => ({ send, at: 0 })).toReversed()
  // Whoever is told later comes back later, so this stays in order.
  const back: typeof fresh = []
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = fresh.pop() ?? back.shift()
      if (next === undefined) return
      if (next.at > time.now()) await time.wait(next.at - time.now())
      await next.send().catch((fault: unknown) => {
        if (!(fault instanceof DeliveryError) || fault.outcome !== 'wait') throw fault
        back.push({ ...next, at: time.now() + fault.retryAfter * 1000 })
      })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

const mostWithin = (times: number[], window: number): number =>
  Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + window).length))

const post = (pace: Pace, channel: string, who: string, call: () => void) => () =>
  pace.post(channel, who, async () => call())

describe('the pace', () => {
  it('brings five thousand messages to five thousand people in the time that the limit allows, and never exceeds it', async () => {
    const { time, through } = jumpingTime()
    const pace = createPace({ time, postsPerMinute: 300 })
    const times: number[] = []
    const sends = Array.from({ length: 5000 }, (_, index) =>
      post(pace, `D${index}`, `d${index}`, () => times.push(time.now())),
    )
    await through(sendAll(time, sends))
    expect(times).toHaveLength(5000)
    const ideal = (5000 / 300 - 1) * 60_000
    expect(Math.max(...times)).toBeLessThan(ideal * 1.05)
    const counted = times.slice(0, 1500)
    expect(mostWithin(counted, 60_000)).toBeLessThanOrEqual(300)
  })

  it('opens conversations at fifty a minute, each of them once', async () => {
    const { time, through } = jumpingTime()
    const pace = createPace({ time })
    const opened: string[] = []
    const times: number[] = []
    const opens = Array.from(
      { length: 400 },
      (_, index) => () =>
        pace.run('conversations.open', `U${index}`, async () => {
          opened.push(`U${index}`)
          times.push(time.now())
        }),
    )
    await through(sendAll(time, opens))
    expect(new Set(opened).size).toBe(400)
    expect(opened).toHaveLength(400)
    expect(mostWithin(times, 60_000)).toBeLessThanOrEqual(50)
    expect(Math.max(...times)).toBeLessThan(7 * 60_000 * 1.05)
  })

  it('writes once a second into a channel, and lets others go by', async () => {
    const { time, through } = jumpingTime()
    const pace = createPace({ time })
    const times = new Map<string, number[]>()
    const into = (channel: string, index: number) =>
      pace.post(
        channel,
        `${channel}${index}`,
        async () => void times.set(channel, [...(times.get(channel) ?? []), time.now()]),
        LONG_PATIENCE,
      )
    await through(Promise.all([...[1, 2, 3, 4, 5].map((index) => into('C1', index)), into('C2', 1)]))
    expect(mostWithin(times.get('C1')!, 1000)).toBe(1)
    expect(times.get('C1')).toHaveLength(5)
    expect(times.get('C2')).toEqual([0])
  })

  it('leaves alone the channel in which Slack asked for patience, and no other', async () => {
    const { time, through } = jumpingTime()
    const pace = createPace({ time })
    const tooFast = new DeliveryError('wait', 'slack: too fast', 30)
    const first = pace.post('C1', 'a', () => Promise.reject(tooFast))
    const second = pace.post('C2', 'b', async () => time.now())
    await through(Promise.allSettled([first, second]))
    await expect(first).rejects.toBe(tooFast)
    expect(await second).toBe(0)
    await expect(pace.post('C1', 'a', async () => 1)).rejects.toMatchObject({ outcome: 'wait', retryAfter: 30 })
  })

  it('leaves all alone when Slack asked for patience in two', async () => {
    const { time, through } = jumpingTime()
    const pace = createPace({ time })
    const tooFast = (): Promise<never> => Promise.reject(new DeliveryError('wait', 'slack: too fast', 30))
    await through(Promise.allSettled([pace.post('C1', 'a', tooFast), pace.post('C2', 'b', tooFast)]))
    await expect(pace.post('C3', 'c', async () => 1)).rejects.toMatchObject({ outcome: 'wait', retryAfter: 30 })
  })

  it('holds up one method and not another', async () => {
    const { time, through } = jumpingTime()
    const pace = createPace({ time })
    const tooFast = new DeliveryError('wait', 'slack: too fast', 60)
    await through(Promise.allSettled([pace.run('chat.update', 'a', () => Promise.reject(tooFast))]))
    await expect(pace.run('chat.update', 'b', async () => 1)).rejects.toMatchObject({ outcome: 'wait' })
    expect(await pace.run('views.publish', 'c', async () => 1)).toBe(1)
  })

  it('is shared by replicas through one book of places', async () => {
    const { time, through } = jumpingTime()
    const book = new Map<string, number>()
    const places = async (line: string, every: number): Promise<number> => {
      const at = Math.max(time.now(), (book.get(line) ?? -Infinity) + every)
      book.set(line, at)
      return at
    }
    const replicas = [createPace({ time, places }), createPace({ time, places })]
    const times: number[] = []
    const inChannel: number[] = []
    const sends = Array.from({ length: 600 }, (_, index) => {
      const isReport = index % 60 === 0
      return post(replicas[index % 2]!, isReport ? 'C1' : `D${index}`, `d${index}`, () => {
        times.push(time.now())
        if (isReport) inChannel.push(time.now())
      })
    })
    await through(sendAll(time, sends))
    expect(times).toHaveLength(600)
    expect(mostWithin(times, 60_000)).toBeLessThanOrEqual(300)
    expect(mostWithin(inChannel, 1000)).toBe(1)
    // Spread evenly, and a place that its channel was not ready for is lost.
    expect(Math.max(...times)).toBeLessThan(130_000)
    // Nothing is written down of whom it has written to.
    expect([...book.keys()]).toEqual(['slack.C1', 'slack.chat.postMessage'])
  })
})
