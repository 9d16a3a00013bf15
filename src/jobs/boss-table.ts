import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { InstantText, JsonValue } from '../store/codecs.ts'
import type { Database } from '../store/database.ts'
import type { Schema } from '../store/schema.ts'
import type { Depth } from './queue.ts'

/** One queue of pg-boss holds the jobs of all names that have a lane, because a lane may be shared by several names. */
export const LANED = 'teamrunde'
/** What has no lane waits for nobody, and has workers of its own: it must not wait for those who wait for a platform. */
export const FREE = 'teamrunde-free'
/** Always in this order, so that two transactions never wait for each other. */
export const QUEUES = [FREE, LANED] as const
export const DEAD = 'teamrunde-dead'

/** The unique index that keeps a lane from running twice. */
export const LANE_INDEX = 'teamrunde_lane'

/** Finds what waits by its key, among all that is planned for weeks. pg-boss's own index of keys leaves out what waits to be tried again. */
const WAITING_INDEX = 'teamrunde_waiting'

/** Finds what runs, which is little: pg-boss looks every few seconds whether any of it hangs, and read all that is planned for weeks. */
const RUNNING_INDEX = 'teamrunde_running'

/** What pg-boss carries for us. */
export interface Payload {
  readonly name: string
  readonly key: string
  readonly data: JsonValue
  readonly runAt: InstantText
}

/** Sets all waiting jobs to their time anew, after `clock` has jumped. */
export async function retime(database: Database, now: InstantText): Promise<void> {
  await sql`
    update pgboss.job
    set start_after = pgboss.job_now() + greatest((data->>'runAt')::timestamptz - ${now}::timestamptz, interval '0')
    where name in (${FREE}, ${LANED}) and state = 'created'`.execute(database.kysely)
}

/**
 * pg-boss keeps jobs of one group apart by looking for an active one before it takes the next; two replicas that look at
 * the same moment both find none. With the index the slower of the two fails and looks again.
 */
export async function createIndexes(database: Database): Promise<void> {
  await database.write(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${LANE_INDEX}))`.execute(trx)
    await createIndex(
      trx,
      LANE_INDEX,
      sql`create unique index ${sql.id(LANE_INDEX)} on pgboss.job_common (name, group_id)
        where state = 'active' and name = ${sql.lit(LANED)}`,
    )
    await createIndex(
      trx,
      WAITING_INDEX,
      sql`create index ${sql.id(WAITING_INDEX)} on pgboss.job_common (singleton_key, name) where state < 'active'`,
    )
    await createIndex(
      trx,
      RUNNING_INDEX,
      sql`create index ${sql.id(RUNNING_INDEX)} on pgboss.job_common (name) where state = 'active'`,
    )
  })
}

/** Asked first because `if not exists` would wait for every transaction that is using the table. */
async function createIndex(trx: Transaction<Schema>, name: string, creation: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${`pgboss.${name}`}) is not null as there`.execute(trx)
  if (!rows[0]?.there) await creation.execute(trx)
}

export async function countJobs(database: Database): Promise<Depth> {
  const { rows } = await sql<Depth>`
    select
      count(*) filter (where name in (${FREE}, ${LANED}) and state < 'active') as waiting,
      count(*) filter (where name in (${FREE}, ${LANED}) and state = 'active') as running,
      count(*) filter (where name = ${DEAD}) as dead
    from pgboss.job where name in (${FREE}, ${LANED}, ${DEAD})`.execute(database.kysely)
  return rows[0] ?? { waiting: 0, running: 0, dead: 0 }
}
