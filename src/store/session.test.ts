/** What an administrator has set for the whole database holds for other programs, where this one would break on it. */
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { databases } from '../../test/databases.ts'
import { systemClock } from '../clock.ts'
import { openQueue } from '../jobs/open.ts'
import type { RunningJob } from '../jobs/queue.ts'
import { instantText } from './codecs.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'

const postgres = databases.find((engine) => engine.dialect === 'postgres')!

/** Each breaks it alone: transactions that fail because of others, quotes that are read in another way. */
const SETTINGS = ['default_transaction_isolation = serializable', 'standard_conforming_strings = off']

test.each(SETTINGS)('replicas start together, write and work where the database has %s', async (setting) => {
  await using database = await postgres.openEmpty()
  const name = new URL(database.url).pathname.slice(1)
  await sql.raw(`alter database ${name} set ${setting}`).execute(database.kysely)

  const told: unknown[] = []
  const log = {
    warn: (details: object) => void told.push(details),
    error: (details: object) => void told.push(details),
  }
  const replicas = await Promise.all(
    [0, 1].map(async () => {
      const own = await openDatabase(database.url)
      await migrate(own)
      return { own, queue: await openQueue(own, systemClock, log) }
    }),
  )
  const done: RunningJob[] = []
  try {
    for (const { queue } of replicas) await queue.work({ look: async (job) => void done.push(job) })
    const [{ own: first }] = replicas as [(typeof replicas)[0]]
    await first.kysely.insertInto('setting').values({ key: 'count', value: '0' }).execute()
    const runAt = instantText(systemClock.now())
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const { own, queue } = replicas[index % 2]!
        return own.write(async (trx) => {
          await trx
            .updateTable('setting')
            .set({ value: sql`(value::int + 1)::text` })
            .where('key', '=', 'count')
            .execute()
          await queue.enqueue(trx, [
            { name: 'look', key: String(index), runAt, data: { said: "it's a \\ and a 'quote'" } },
          ])
        })
      }),
    )
    const row = await first.kysely.selectFrom('setting').select('value').where('key', '=', 'count').executeTakeFirst()
    expect(row).toEqual({ value: '20' })
    await vi.waitFor(() => expect(done).toHaveLength(20), { timeout: 10_000 })
    expect(done[0]?.data).toEqual({ said: "it's a \\ and a 'quote'" })
    expect(told).toEqual([])
  } finally {
    await Promise.all(replicas.map(({ queue }) => queue.stop(1000)))
    await Promise.all(replicas.map(({ own }) => own.close()))
  }
})
