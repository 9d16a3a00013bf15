import type { Clock } from '../clock.ts'
import type { Database } from '../store/database.ts'
import type { Depth, Queue, QueueLog } from './queue.ts'

/** The queue that belongs to a migrated database. Nothing runs before its `work` is called. */
export async function openQueue(database: Database, clock: Clock, log: QueueLog): Promise<Queue> {
  if (database.dialect === 'sqlite') {
    const { sqliteQueue } = await import('./sqlite.ts')
    return sqliteQueue(database, clock, log)
  }
  const { postgresQueue } = await import('./postgres.ts')
  return postgresQueue(database, clock, log)
}

/** How many jobs there are, without a queue of one's own: for whoever only looks. */
export async function depthIn(database: Database): Promise<Depth> {
  const { countJobs } = await import(database.dialect === 'sqlite' ? './job-table.ts' : './boss-table.ts')
  return countJobs(database)
}
