/** Puts jobs into pg-boss's table, within the caller's transaction. */
import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { fromKysely, type JobInsert, type PgBoss } from 'pg-boss'
import { allDone } from '../all-done.ts'
import type { Schema } from '../store/schema.ts'
import { FREE, LANED, type Payload, QUEUES } from './boss-table.ts'
import { DEFAULT_ATTEMPTS, type Job } from './queue.ts'

/** A job that is ready to be inserted, with its time as seconds from now: the database's clock need not agree with ours. */
interface Wish {
  readonly job: Job
  readonly key: string
  readonly seconds: number
}

/** A row can appear or be taken between two statements. Each time somebody else got on, so this ends; a few attempts are many. */
const ATTEMPTS = 50

/** PostgreSQL's code for two transactions that wait for each other. */
export const DEADLOCK = '40P01'

/**
 * pg-boss leaves a waiting job alone when its key is enqueued again; ours moves to the earlier time. The row is held either
 * way, so that nobody takes the job before the caller's transaction, whose rows it is to see, is committed.
 *
 * What waits is held, what does not is inserted, and then moved what is to come earlier, always in the order of the keys. Whatever got in between is not
 * asked for beside what we have already, or others who have it would wait for us and we for them: all is let go and begun anew.
 */
export async function putJobs(boss: PgBoss, trx: Transaction<Schema>, jobs: readonly Job[], now: Temporal.Instant) {
  const wishes = earliestOfEachKey(jobs, now)
  if (wishes.length === 0) return
  await sql`savepoint put_jobs`.execute(trx)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (await areAllPut(boss, trx, wishes)) return
    await sql`rollback to savepoint put_jobs`.execute(trx)
  }
  throw new Error(`The job ${wishes[0]?.key}, or one beside it, could neither be inserted nor moved.`)
}

async function areAllPut(boss: PgBoss, trx: Transaction<Schema>, wishes: readonly Wish[]): Promise<boolean> {
  try {
    const { keys, age } = await holdWaiting(trx, wishes)
    const absent = wishes.filter(({ key }) => !keys.has(key))
    const inserted = await allDone(QUEUES.map((queue) => insert(queue, boss, trx, absent, age)))
    if (!absent.every(({ key }) => inserted.some((own) => own.has(key)))) return false
    await moveForward(
      trx,
      wishes.filter(({ key }) => keys.get(key)),
    )
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === DEADLOCK) return false
    throw error
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

interface Waiting {
  /** Of those that wait already, and whether that is for a later time than now asked for. */
  keys: Map<string, boolean>
  /** For how many seconds the transaction has been open. */
  age: number
}

/**
 * Holds what waits already, and changes nothing yet: who meets a changed row when inserting its key waits for us. Several may hold a row like
 * this, and none of them is in the way of those who write down that a job is done; only who would take it passes it by.
 */
async function holdWaiting(trx: Transaction<Schema>, wishes: readonly Wish[]): Promise<Waiting> {
  const { rows } = await sql<{ key: string | null; is_later: boolean; age: number }>`
    with held as (
      select job.key, job.start_after > clock_timestamp() + wanted.seconds * interval '1 second' as is_later
      from json_to_recordset(${wanted(wishes)}::json) as wanted (queue text, key text, seconds float8)
      cross join lateral (
        select job.singleton_key as key, job.start_after from pgboss.job
        where job.name = wanted.queue and job.singleton_key = wanted.key and job.state < 'active'
        for key share
      ) as job
    )
    select held.key, held.is_later, extract(epoch from clock_timestamp() - now())::float8 as age
    from (select 1) as always left join held on true`.execute(trx)
  const keys = new Map<string, boolean>()
  for (const { key, is_later } of rows) if (key !== null) keys.set(key, is_later || keys.get(key) === true)
  return { keys, age: rows[0]?.age ?? 0 }
}

async function moveForward(trx: Transaction<Schema>, wishes: readonly Wish[]): Promise<void> {
  if (wishes.length === 0) return
  await sql`
    update pgboss.job
    set start_after = clock_timestamp() + wanted.seconds * interval '1 second',
      data = jsonb_set(job.data, '{runAt}', to_jsonb(least(job.data->>'runAt', wanted.run_at)))
    from json_to_recordset(${wanted(wishes)}::json) as wanted (queue text, key text, seconds float8, run_at text)
    where job.name = wanted.queue and job.singleton_key = wanted.key and job.state < 'active'
      and job.start_after > clock_timestamp() + wanted.seconds * interval '1 second'`.execute(trx)
}

const wanted = (wishes: readonly Wish[]): string =>
  JSON.stringify(
    wishes.map((wish) => ({ queue: queueOf(wish), key: wish.key, seconds: wish.seconds, run_at: wish.job.runAt })),
  )

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
