/** The house's queue, and beside it jobs at a steady rate while the bench wants them: messages that stand are edited and delivered again. */
import { sql } from 'kysely'
import type { Clock } from '../../src/clock.ts'
import { openQueue as openOwn } from '../../src/jobs/open.ts'
import type { Queue, QueueLog } from '../../src/jobs/queue.ts'
import type { Database } from '../../src/store/database.ts'
import { instantText } from '../../src/time/format.ts'
import { BACKGROUND } from './company.ts'

/** Milliseconds between two lots. */
const BEAT = 25

export async function openQueue(database: Database, clock: Clock, log: QueueLog): Promise<Queue> {
  const queue = await openOwn(database, clock, log)
  let beat: NodeJS.Timeout | undefined
  process.on('message', (wish: { jobsPerSecond: number }) => {
    clearInterval(beat)
    if (wish.jobsPerSecond === 0) return
    void deliveriesOf(database).then((ids) => {
      beat = setInterval(enqueuer(database, queue, clock, ids, wish.jobsPerSecond), BEAT)
      process.send?.('enqueuing')
    })
  })
  process.channel?.unref()
  return queue
}

async function deliveriesOf(database: Database): Promise<string[]> {
  const rows = await database.kysely
    .selectFrom('delivery')
    .innerJoin('occurrence', 'occurrence.id', 'delivery.occurrence_id')
    .select('delivery.id')
    .where('occurrence.ritual_id', 'like', `${BACKGROUND}-%`)
    .where('delivery.key', '=', 'prompt')
    .execute()
  if (rows.length === 0) throw new Error('There are no deliveries for the background jobs.')
  return rows.map((row) => row.id)
}

/** Enqueues what is due by the time that has passed, so that a late timer changes nothing about the rate. */
function enqueuer(database: Database, queue: Queue, clock: Clock, ids: string[], perSecond: number): () => void {
  const begun = performance.now()
  let made = 0
  return () => {
    const wanted = Math.floor(((performance.now() - begun) * perSecond) / 1000)
    const lot = Array.from({ length: wanted - made }, (_, index) => ids[(made + index) % ids.length]!)
    made = wanted
    if (lot.length > 0) void revise(database, queue, instantText(clock.now()), lot)
  }
}

async function revise(database: Database, queue: Queue, runAt: string, lot: string[]): Promise<void> {
  await database.write(async (trx) => {
    await trx
      .updateTable('delivery')
      .set({ revision: sql`revision + 1`, state: 'queued', not_before: runAt })
      .where('id', 'in', lot)
      .execute()
    await queue.enqueue(
      trx,
      lot.map((key) => ({ name: 'deliver', key, runAt })),
    )
  })
}
