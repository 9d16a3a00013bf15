import { sql, type Selectable, type Transaction } from 'kysely'
import { json, type InstantText } from '../store/codecs.ts'
import type { Database } from '../store/database.ts'
import type { JobTable, Schema } from '../store/schema.ts'
import { DEFAULT_ATTEMPTS, type Depth, type Job } from './queue.ts'

export type JobRow = Selectable<JobTable>

/** Inserts a job, or moves the waiting one of its name and key to the earlier of the two times. */
export async function insertJob(trx: Transaction<Schema>, job: Job): Promise<void> {
  await trx
    .insertInto('job')
    .values({
      name: job.name,
      key: job.key,
      lane: job.lane ?? null,
      run_at: job.runAt,
      state: 'waiting',
      attempts: 0,
      max_attempts: job.maxAttempts ?? DEFAULT_ATTEMPTS,
      data: job.data === undefined ? null : json(job.data),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'key'])
        .where('state', '=', sql.lit('waiting'))
        .doUpdateSet({ run_at: sql`min(job.run_at, excluded.run_at)` }),
    )
    .execute()
}

/** How many jobs may be taken, and how many of them may have a lane. */
export interface Room {
  jobs: number
  laned: number
}

/** Marks due jobs as running, as far as there is room, one of each lane, and returns them. Writes nothing when none is due. */
export async function claimDue(database: Database, now: InstantText, room: Room): Promise<JobRow[]> {
  const due = [
    ...(await dueJobs(database, now, 'free', room.jobs)),
    ...(await dueJobs(database, now, 'laned', Math.min(room.jobs, room.laned))),
  ]
  const ids = due.slice(0, room.jobs).map(({ id }) => id)
  if (ids.length === 0) return []
  return database.write((trx) =>
    trx
      .updateTable('job')
      .set((job) => ({ state: 'running', attempts: job('attempts', '+', 1) }))
      .where('id', 'in', ids)
      .returningAll()
      .execute(),
  )
}

async function dueJobs(database: Database, now: InstantText, kind: 'free' | 'laned', limit: number) {
  if (limit <= 0) return []
  const due = await database.kysely
    .selectFrom('job')
    .select(['id', 'lane'])
    .where('state', '=', 'waiting')
    .where('run_at', '<=', now)
    .where('lane', kind === 'free' ? 'is' : 'is not', null)
    .where(laneIsFree)
    .orderBy('run_at')
    .orderBy('id')
    .limit(4 * limit)
    .execute()
  return firstOfEachLane(due).slice(0, limit)
}

const laneIsFree = sql<boolean>`(lane is null
  or not exists (select 1 from job as other where other.state = 'running' and other.lane = job.lane))`

function firstOfEachLane<Row extends { lane: string | null }>(rows: readonly Row[]): Row[] {
  const taken = new Set<string>()
  return rows.filter(({ lane }) => {
    if (lane === null) return true
    if (taken.has(lane)) return false
    taken.add(lane)
    return true
  })
}

/** When the next job that is not due yet will be. */
export async function nextDue(database: Database, now: InstantText): Promise<InstantText | undefined> {
  const row = await database.kysely
    .selectFrom('job')
    .select((job) => job.fn.min('run_at').as('run_at'))
    .where('state', '=', 'waiting')
    .where('run_at', '>', now)
    .executeTakeFirst()
  return row?.run_at ?? undefined
}

export async function deleteJob(trx: Transaction<Schema>, row: JobRow): Promise<void> {
  await trx.deleteFrom('job').where('id', '=', row.id).execute()
}

/** Lets a job wait again; when another of its name and key waits already, that one is enough. */
export async function requeue(trx: Transaction<Schema>, row: JobRow, runAt: InstantText, error: string): Promise<void> {
  const waiting = await trx
    .selectFrom('job')
    .select('id')
    .where('name', '=', row.name)
    .where('key', '=', row.key)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  if (waiting) return deleteJob(trx, row)
  await trx.updateTable('job').set({ state: 'waiting', run_at: runAt, error }).where('id', '=', row.id).execute()
}

export async function bury(trx: Transaction<Schema>, row: JobRow, error: string): Promise<void> {
  await trx.updateTable('job').set({ state: 'dead', error }).where('id', '=', row.id).execute()
}

/** Rows that say "running". */
export async function runningRows(trx: Transaction<Schema>): Promise<JobRow[]> {
  return trx.selectFrom('job').selectAll().where('state', '=', 'running').execute()
}

export async function countJobs(database: Database): Promise<Depth> {
  const rows = await database.kysely
    .selectFrom('job')
    .select((job) => ['state', job.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  const count = (state: JobRow['state']): number => rows.find((row) => row.state === state)?.count ?? 0
  return { waiting: count('waiting'), running: count('running'), dead: count('dead') }
}
