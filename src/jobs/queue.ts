import type { Transaction } from 'kysely'
import type { InstantText, JsonValue } from '../store/codecs.ts'
import type { Schema } from '../store/schema.ts'

/**
 * Terms: a **job** is a wake-up: "at this time, look whether there is something to do". Its **name** says what to do, its
 * **key** for what; its **lane** keeps it from running beside others. A job **waits** until its time has come and a handler
 * is free, then **runs**; if it fails it waits again, and after the last attempt it is **dead**.
 */
export interface Job {
  /** Which handler runs it. */
  readonly name: string
  /** What it is about. While a job of this name and key waits, enqueuing it again makes no second one. */
  readonly key: string
  /** Not before this instant. */
  readonly runAt: InstantText
  /** Jobs of one lane never run at the same time, whatever their names. */
  readonly lane?: string
  /** For the handler. It has to follow from name and key: of several enqueued while one waits, the first one's stays. */
  readonly data?: JsonValue
  /** How often it is tried before it is dead; DEFAULT_ATTEMPTS unless told. A crash of the process counts as a try. */
  readonly maxAttempts?: number
}

/** A job in the hands of its handler. */
export interface RunningJob {
  readonly name: string
  readonly key: string
  readonly data: JsonValue
  /** 1 the first time. */
  readonly attempt: number
}

/** Does what there is to do by the domain's own rows. It may be called twice for one job, and throws to be called again. */
export type Handler = (job: RunningJob) => Promise<void>

export type Handlers = Readonly<Record<string, Handler>>

/** How many jobs there are. */
export interface Depth {
  readonly waiting: number
  readonly running: number
  readonly dead: number
}

/**
 * The jobs of the house. They are wake-ups and promise no more: the truth is in the domain's rows, which handlers move on by
 * conditional updates, so that a job that runs twice changes nothing the second time, and a sweep enqueues anew whatever is
 * overdue.
 *
 * What holds on SQLite and on PostgreSQL:
 * - A job exists if and when the transaction it was enqueued in is committed. Whoever enqueues a job and changes rows in
 *   one transaction can rely on the handler seeing those rows, also when the job was waiting already.
 * - Of one name and key at most one job waits, for the earliest of the times asked for. Once it runs, the next may wait.
 * - Within a lane one job runs at a time, over all replicas.
 * - A job whose handler throws is tried again after a pause that doubles (`pauseAfter`), up to its last attempt; then it is
 *   dead: kept, counted, logged. A handler never takes the process down.
 * - A process that dies loses no job: within 15 seconds (PostgreSQL), or at its next start (SQLite), its jobs run elsewhere.
 */
export interface Queue {
  /**
   * Makes jobs in the caller's transaction. Call it last and once in a transaction: on PostgreSQL it holds the rows of jobs
   * that wait already until the commit, and two transactions that take them in a different order could wait for each other.
   */
  enqueue(trx: Transaction<Schema>, jobs: readonly Job[]): Promise<void>
  /** Starts running jobs; once for all names. Jobs whose name has no handler fail and are tried again later. */
  work(handlers: Handlers): Promise<void>
  /** Looks for due jobs now; to be called when the clock has jumped. Enqueuing wakes the runner by itself. */
  poke(): void
  /** Takes no more jobs, and resolves when those that run are done, or after `drain` milliseconds. Enqueuing goes on. */
  rest(drain: number): Promise<void>
  /** Rests (8000 milliseconds unless told) and lets go of the database. */
  stop(drain?: number): Promise<void>
  depth(): Promise<Depth>
}

/** What the queue has to say: pino's logger fits. */
export interface QueueLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Tries over about 20 minutes, which outlasts a restart of the database or an outage of a platform's short kind. */
export const DEFAULT_ATTEMPTS = 11

/** How many handlers run at the same time on SQLite; on PostgreSQL more without a lane may. */
export const CONCURRENCY = 20

/** How many of these may have a lane. Lanes are for what waits for somebody else, such as a platform: what is due must not wait behind that. */
export const LANED_AT_ONCE = 15

/** Milliseconds that running handlers get to finish, out of the ten seconds that a stop may take in all. */
export const DRAIN = 8000
