import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import { fromKysely, type JobInsert, type PgBoss } from 'pg-boss'
import { allDone } from '../all-done.ts'
import type { InstantText, JsonValue } from '../store/codecs.ts'
import type { Database } from '../store/database.ts'
import type { Schema } from '../store/schema.ts'
import { DEFAULT_ATTEMPTS, type Depth, type Job } from './queue.ts'

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

/** A job that is ready to be inserted, with its time as seconds from now: the database's clock need not agree with ours. */
interface Wish {
  readonly job: Job
  readonly key: string
  readonly seconds: number
}

/**
 * pg-boss leaves a waiting job alone when its key is enqueued again; ours moves to the earlier time. The row is locked either
 * way, so that nobody takes the job before the caller's transaction, whose rows it is to see, is committed.
 *
 * A row can appear or be taken between the two statements, hence the rounds.
 */
export async function putJobs(boss: PgBoss, trx: Transaction<Schema>, jobs: readonly Job[], now: Temporal.Instant) {
  let open = earliestOfEachKey(jobs, now)
  for (let round = 1; open.length > 0; round++) {
    if (round > 5) throw new Error(`The job ${open[0]?.key} could neither be inserted nor moved.`)
    const { waiting, age } = await moveForward(trx, open)
    open = open.filter((wish) => !waiting.has(wish.key))
    const inserted = await allDone(QUEUES.map((queue) => insert(queue, boss, trx, open, age)))
    open = open.filter((wish) => !inserted.some((keys) => keys.has(wish.key)))
  }
}

/** By queue and key, so that two transactions take them in the same order. */
function earliestOfEachKey(jobs: readonly Job[], now: Temporal.Instant): Wish[] {
  const wishes = new Map<string, Wish>()
  for (const job of jobs) {
    const key = JSON.stringify([job.name, job.key])
    const seconds = Math.max(0, (Temporal.Instant.from(job.runAt).epochMilliseconds - now.epochMilliseconds) / 1000)
    const earlier = wishes.get(key)
    if (!earlier || seconds < earlier.seconds)
      wishes.set(key, { job: earlier ? { ...earlier.job, runAt: job.runAt } : job, key, seconds })
  }
  const place = (wish: Wish): string => `${QUEUES.indexOf(queueOf(wish))} ${wish.key}`
  return [...wishes.values()].toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
}

const queueOf = ({ job }: Wish): (typeof QUEUES)[number] => (job.lane === undefined ? FREE : LANED)

/** @returns which of them wait already, and for how many seconds the transaction has been open */
async function moveForward(
  trx: Transaction<Schema>,
  wishes: readonly Wish[],
): Promise<{ waiting: Set<string>; age: number }> {
  const wanted = wishes.map((wish) => ({
    queue: queueOf(wish),
    key: wish.key,
    seconds: wish.seconds,
    run_at: wish.job.runAt,
  }))
  const { rows } = await sql<{ key: string | null; age: number }>`
    with held as (
      select job.id, job.name, wanted.seconds, wanted.run_at
      from json_to_recordset(${JSON.stringify(wanted)}::json)
        as wanted (queue text, key text, seconds float8, run_at text)
      cross join lateral (
        select job.id, job.name from pgboss.job
        where job.name = wanted.queue and job.singleton_key = wanted.key and job.state < 'active'
        for update
      ) as job
    ),
    moved as (
      update pgboss.job
      set start_after = least(job.start_after, clock_timestamp() + held.seconds * interval '1 second'),
        data = jsonb_set(job.data, '{runAt}', to_jsonb(least(job.data->>'runAt', held.run_at)))
      from held
      where job.name = held.name and job.id = held.id
      returning job.singleton_key as key
    )
    select moved.key, extract(epoch from clock_timestamp() - now())::float8 as age
    from (select 1) as always left join moved on true`.execute(trx)
  return { waiting: new Set(rows.flatMap(({ key }) => key ?? [])), age: rows[0]?.age ?? 0 }
}

async function insert(
  queue: (typeof QUEUES)[number],
  boss: PgBoss,
  trx: Transaction<Schema>,
  wishes: readonly Wish[],
  age: number,
): Promise<Set<string>> {
  const own = wishes.filter((wish) => queueOf(wish) === queue)
  if (own.length === 0) return new Set()
  const keys = new Map<string, string>()
  const inserts = own.map((wish): JobInsert<Payload> => {
    const id = randomUUID()
    keys.set(id, wish.key)
    return { id, ...asInsert(wish, age) }
  })
  const ids = (await boss.insert(queue, inserts, { db: fromKysely(trx), returnId: true })) ?? []
  return new Set(ids.map((id) => keys.get(id) ?? ''))
}

/** pg-boss counts from the transaction's beginning: what is for later would come too early by as long as that has been open. */
function asInsert({ job, key, seconds }: Wish, age: number): JobInsert<Payload> {
  return {
    singletonKey: key,
    startAfter: (seconds > 0 ? seconds + age : 0).toFixed(3),
    retryLimit: (job.maxAttempts ?? DEFAULT_ATTEMPTS) - 1,
    data: { name: job.name, key: job.key, data: job.data ?? null, runAt: job.runAt },
    ...(job.lane !== undefined && { group: { id: job.lane } }),
  }
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
