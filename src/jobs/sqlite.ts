import type { Clock } from '../clock.ts'
import { instantText, parse } from '../store/codecs.ts'
import type { Database } from '../store/database.ts'
import { pauseAfter } from './backoff.ts'
import { createBell } from './bell.ts'
import {
  bury,
  claimDue,
  countJobs,
  deleteJob,
  insertJob,
  nextDue,
  requeue,
  runningRows,
  type JobRow,
} from './job-table.ts'
import { CONCURRENCY, DRAIN, LANED_AT_ONCE, type Handlers, type Queue, type QueueLog } from './queue.ts'
import { handle, reasonOf, within } from './running.ts'

/** Milliseconds. Looks again this often even if nothing is due: the system's clock may have been put right meanwhile. */
const LONGEST_SLEEP = 60_000

/** Milliseconds. A due time that is nearer than this is not worth a timer of its own. */
const SHORTEST_SLEEP = 5

/**
 * The queue on SQLite: a runner in the one process that owns the file. It sleeps until the next job is due by `clock`, or
 * until something is enqueued.
 */
export function sqliteQueue(database: Database, clock: Clock, log: QueueLog): Queue {
  const bell = createBell()
  const running = new Map<number, Promise<void>>()
  const laned = new Set<number>()
  let loop: Promise<void> | undefined
  const stopping = new AbortController()
  // One process owns the file: what says "running" at the start was left behind by a process that died.
  let orphansPossible = true

  async function runUntilStopped(handlers: Handlers): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await bell.sleep(await startDue(handlers))
      } catch (error) {
        log.error({ error: reasonOf(error) }, 'The queue could not look for jobs and tries again in a second.')
        await bell.sleep(1000)
      }
    }
  }

  /** Starts what is due and returns the milliseconds until there is more. */
  async function startDue(handlers: Handlers): Promise<number> {
    if (orphansPossible) await takeBackOrphans()
    let now = clock.now()
    while (running.size < CONCURRENCY && !stopping.signal.aborted) {
      now = clock.now()
      const room = { jobs: CONCURRENCY - running.size, laned: LANED_AT_ONCE - laned.size }
      const claimed = await claimDue(database, instantText(now), room)
      if (claimed.length === 0) break
      for (const row of claimed) start(row, handlers)
    }
    return untilNextDue(now)
  }

  async function takeBackOrphans(): Promise<void> {
    const rows = await database.write(async (trx) => {
      const orphans = (await runningRows(trx)).filter((row) => !running.has(row.id))
      for (const row of orphans) {
        if (row.attempts < row.max_attempts) await requeue(trx, row, row.run_at, CRASHED)
        else await bury(trx, row, CRASHED)
      }
      return orphans
    })
    orphansPossible = false
    for (const row of rows) report(row, CRASHED)
  }

  function start(row: JobRow, handlers: Handlers): void {
    const run = async (): Promise<void> => {
      try {
        await settle(row, await failureOf(row, handlers))
      } catch (error) {
        // The row still says "running" although it is not: it has to be found.
        orphansPossible = true
        if (!stopping.signal.aborted)
          log.error({ job: row.name, key: row.key, error: reasonOf(error) }, 'A job could not be settled.')
      } finally {
        running.delete(row.id)
        laned.delete(row.id)
        bell.ring()
      }
    }
    if (row.lane !== null) laned.add(row.id)
    running.set(row.id, run())
  }

  async function settle(row: JobRow, failure: string | undefined): Promise<void> {
    await database.write(async (trx) => {
      if (failure === undefined) return deleteJob(trx, row)
      if (row.attempts >= row.max_attempts) return bury(trx, row, failure)
      const pause = Math.round(pauseAfter(row.attempts, Math.random()))
      return requeue(trx, row, instantText(clock.now().add({ milliseconds: pause })), failure)
    })
    if (failure !== undefined) report(row, failure)
  }

  function report(row: JobRow, error: string): void {
    const details = { job: row.name, key: row.key, attempt: row.attempts, error }
    if (row.attempts < row.max_attempts) log.warn(details, 'A job failed and will be tried again.')
    else log.error(details, 'A job failed for the last time and is dead.')
  }

  /** By the same `now` by which due jobs were taken: what falls due between two looks at the clock would be slept over. */
  async function untilNextDue(now: Temporal.Instant): Promise<number> {
    const next = await nextDue(database, instantText(now))
    if (next === undefined) return LONGEST_SLEEP
    const distance = Temporal.Instant.from(next).epochMilliseconds - now.epochMilliseconds
    return Math.min(Math.max(distance, SHORTEST_SLEEP), LONGEST_SLEEP)
  }

  async function rest(drain: number): Promise<void> {
    stopping.abort()
    bell.ring()
    await loop
    await within(drain, Promise.all(running.values()))
  }

  return {
    async enqueue(trx, jobs) {
      for (const job of jobs) await insertJob(trx, job)
      // The runner's next look waits for the one connection, so it comes after this transaction's commit.
      bell.ring()
    },
    async work(handlers) {
      if (loop) throw new Error('The queue works already.')
      loop = runUntilStopped(handlers)
    },
    poke: () => bell.ring(),
    rest,
    stop: (drain = DRAIN) => rest(drain),
    depth: () => countJobs(database),
  }
}

const CRASHED = 'The process ended while the job ran.'

async function failureOf(row: JobRow, handlers: Handlers): Promise<string | undefined> {
  const data = row.data === null ? null : parse(row.data)
  try {
    await handle(handlers, { name: row.name, key: row.key, data, attempt: row.attempts })
    return undefined
  } catch (error) {
    return reasonOf(error)
  }
}
