/**
 * The database's time, for replicas: they must agree on what is due and what is over, and their machines' clocks may be minutes apart. Between two looks the time
 * is carried on by the process's own steady clock, which nobody puts forward or back.
 */
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database } from './database.ts'

export interface DatabaseClock extends Clock {
  stop(): void
}

/** Milliseconds. */
const EVERY = 10_000
/** Milliseconds. What took longer to be answered tells the time too badly. */
const SLOW = 250

/** On SQLite there is one process, and its machine's clock is as good as any. */
export async function databaseClock<S>(
  db: Database<S>,
  steady: () => number = () => performance.now(),
): Promise<DatabaseClock> {
  let look = await readTime(db, steady)
  const timer = setInterval(() => {
    readTime(db, steady).then(
      (next) => {
        if (next.took < SLOW) look = next
      },
      // The database is away; the time goes on all the same.
      () => {},
    )
  }, EVERY).unref()
  return {
    now: () => Temporal.Instant.fromEpochMilliseconds(Math.round(look.ahead + steady())),
    stop: () => clearInterval(timer),
  }
}

/** By how many milliseconds the database's time is ahead of the steady clock, taken half-way between question and answer. */
async function readTime<S>({ kysely }: Database<S>, steady: () => number): Promise<{ ahead: number; took: number }> {
  const asked = steady()
  const { rows } = await sql<{
    now: number
  }>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(kysely)
  const answered = steady()
  return { ahead: rows[0]!.now - (asked + answered) / 2, took: answered - asked }
}
