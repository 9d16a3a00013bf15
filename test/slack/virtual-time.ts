/**
 * Time that stands still while anything is being done, and jumps to the next moment at which something is due. The house's clock, the queue and the
 * adapter's waiting all go by it, and the double too; so a night of waiting for Slack's limits takes seconds and is counted to the millisecond.
 */
import type { Clock } from '../../src/clock.ts'
import { CONCURRENCY, type Handlers, type Job, type Queue } from '../../src/jobs/queue.ts'

interface Waiting extends Job {
  at: number
}

interface Sleeper {
  at: number
  wake(): void
}

export interface VirtualTime {
  clock: Clock
  queue: Queue
  /** For whoever waits by milliseconds. */
  time: { now(): number; wait(milliseconds: number): Promise<void> }
  /** Does all that is due until then, in order, and ends at that moment. */
  to(target: Temporal.Instant): Promise<void>
  /** Does what is due now. */
  settle(): Promise<void>
  /** Called after every jump. */
  onJump(work: () => Promise<void>): void
  /** When the next thing is due, in milliseconds since 1970. */
  next(): number
  /** Lets time pass only as far as somebody waits for it, until this work is done. */
  during<T>(work: Promise<T>): Promise<T>
  /** What jobs have thrown. */
  faults: unknown[]
  /** The story is over: nobody waits for anything any more. */
  release(): void
}

/** Milliseconds of real time without anything happening, after which whoever sleeps is woken: somebody else may wait for them. */
const STUCK = 600
/** Milliseconds of real time that work gets before it counts as waiting. */
const PAUSE = 20

export function virtualTime(begin: Temporal.Instant): VirtualTime {
  let now = begin.epochMilliseconds
  const jobs = new Map<string, Waiting>()
  const running = new Map<string, string | undefined>()
  const sleepers = new Set<Sleeper>()
  const faults: unknown[] = []
  let handlers: Handlers = {}
  let isOver = false
  let jumped = async (): Promise<void> => {}
  let change = Promise.withResolvers<void>()
  const changed = (): void => {
    change.resolve()
    change = Promise.withResolvers()
  }

  function due(): Waiting | undefined {
    if (running.size >= CONCURRENCY) return undefined
    const taken = new Set(running.values())
    for (const job of jobs.values()) {
      const isFree = job.lane === undefined || !taken.has(job.lane)
      if (job.at <= now && !running.has(keyOf(job)) && isFree) return job
    }
    return undefined
  }

  function start(job: Waiting): void {
    jobs.delete(keyOf(job))
    running.set(keyOf(job), job.lane)
    const { name, key, data = null } = job
    const work = Promise.resolve(handlers[name]?.({ name, key, data, attempt: 1 }))
    void work
      .catch((fault: unknown) => faults.push(fault))
      .finally(() => {
        running.delete(keyOf(job))
        changed()
      })
  }

  /** Until nothing that runs can go on without time passing. @returns whether anything was done */
  async function settle(): Promise<void> {
    for (;;) {
      for (let job = due(); job !== undefined; job = due()) start(job)
      if (running.size === 0 || (running.size <= sleepers.size && due() === undefined)) {
        // Whoever has just been woken may be about to enqueue something.
        await new Promise((resolve) => setImmediate(resolve))
        if (due() === undefined && (running.size === 0 || running.size <= sleepers.size)) return
        continue
      }
      const stuck = Promise.withResolvers<'stuck'>()
      const timer = setTimeout(() => stuck.resolve('stuck'), STUCK)
      const outcome = await Promise.race([change.promise, stuck.promise])
      clearTimeout(timer)
      if (outcome === 'stuck' && sleepers.size > 0) return
    }
  }

  /** What is due already waits for whoever sleeps. */
  function next(): number {
    let soonest = Infinity
    for (const { at } of sleepers) soonest = Math.min(soonest, at)
    for (const { at } of jobs.values()) if (at > now) soonest = Math.min(soonest, at)
    return soonest
  }

  async function jump(to: number): Promise<void> {
    now = Math.max(now, to)
    for (const sleeper of sleepers) if (sleeper.at <= now) sleeper.wake()
    await jumped()
  }

  return {
    clock: { now: () => Temporal.Instant.fromEpochMilliseconds(now) },
    faults,
    settle,
    next,
    async during(work) {
      const done = work.then(() => 'done' as const)
      for (;;) {
        const pause = new Promise((resolve) => setTimeout(resolve, PAUSE))
        if ((await Promise.race([done, pause])) === 'done') return work
        if (sleepers.size > 0) await jump(Math.min(...[...sleepers].map(({ at }) => at)))
      }
    },
    release() {
      isOver = true
      for (const sleeper of sleepers) sleeper.wake()
    },
    onJump(work) {
      jumped = work
    },
    time: {
      now: () => now,
      wait(milliseconds) {
        if (isOver) return Promise.resolve()
        const { promise, resolve } = Promise.withResolvers<void>()
        const sleeper = {
          at: now + Math.ceil(milliseconds),
          wake() {
            sleepers.delete(sleeper)
            resolve()
          },
        }
        sleepers.add(sleeper)
        changed()
        return promise
      },
    },
    async to(target) {
      await settle()
      for (let at = next(); at <= target.epochMilliseconds; at = next()) {
        await jump(at)
        await settle()
      }
      await jump(target.epochMilliseconds)
      await settle()
    },
    queue: {
      async enqueue(_trx, wanted) {
        for (const job of wanted) {
          const at = Temporal.Instant.from(job.runAt).epochMilliseconds
          const standing = jobs.get(keyOf(job))
          if (standing === undefined || at < standing.at) jobs.set(keyOf(job), { ...job, at })
        }
        changed()
      },
      async work(given) {
        handlers = given
      },
      poke: changed,
      rest: async () => {},
      stop: async () => {},
      depth: async () => ({ waiting: jobs.size, running: running.size, dead: 0 }),
    },
  }
}

const keyOf = ({ name, key }: Job): string => `${name} ${key}`
