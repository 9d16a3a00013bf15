/** An answer that arrives in the very moment in which its round is closed: nobody waits for ever, and it counts as late. */
import { sql } from 'kysely'
import { expect, it, vi } from 'vitest'
import { company, round } from '../../test/hard-days/company.ts'
import { databases } from '../../test/databases.ts'
import { type Story, tell, textOf } from '../../test/house.ts'
import { lockedOccurrence } from '../store/occurrences.ts'
import type { Writes } from './house.ts'

const [sqlite, postgres] = databases
const manifest = company({ rituals: round("every: day, at: '09:00', window: 4h, reminder: none") })
const ROUND = 'round@2026-12-07T09:00'

/** Ana has the form before her. */
async function begin(engine: (typeof databases)[number]) {
  const story = await tell(engine, { manifest, now: '2026-12-07T08:00' })
  await story.to('2026-12-07T09:00')
  const prompt = story.last('@ana').id
  const opened = await story.press('ana', 'answer')
  if (opened.type !== 'form') throw new Error(textOf(opened))
  const { ticket } = opened
  const answers = { done: 'Übergabe Ost', next: null, blocker: null }
  return { story, prompt, send: () => story.send({ type: 'submit', person: 'ana', ticket, answers }) }
}

/** As the close does it: the round first, then what stands of it. */
async function close(trx: Writes, prompt: string): Promise<void> {
  await trx
    .updateTable('delivery')
    .set((column) => ({ revision: column('revision', '+', 1), state: 'queued' as const }))
    .where('id', '=', prompt)
    .execute()
  await trx
    .updateTable('occurrence')
    .set({ state: 'closed', phase: 'closed', next_at: null })
    .where('id', '=', ROUND)
    .execute()
}

async function cameLate({ db, now }: Story): Promise<void> {
  expect(await db.kysely.selectFrom('response').select('late').execute()).toEqual([{ late: 1 }])
  // What stands is looked at once more.
  const rows = await db.kysely.selectFrom('occurrence').select('next_at').where('id', '=', ROUND).execute()
  expect(rows).toEqual([{ next_at: now() }])
}

it('on PostgreSQL waits for whoever closes the round', async () => {
  const { story, prompt, send } = await begin(postgres!)
  await using _ = story
  const { db } = story
  const sent = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const closing = db.write(async (trx) => {
    await lockedOccurrence(trx, ROUND)
    held.resolve()
    await sent.promise
    await close(trx, prompt)
  })
  await held.promise
  const answering = send()
  await vi.waitFor(async () => {
    const { rows } = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db.kysely)
    expect(rows).not.toHaveLength(0)
  }, 5000)
  sent.resolve()
  await closing
  expect((await answering).type).toBe('replace')
  await cameLate(story)
})

it('on SQLite comes after whoever has closed the round', async () => {
  const { story, prompt, send } = await begin(sqlite!)
  await using _ = story
  const { house, db } = story
  house.db = {
    ...db,
    async write(work) {
      house.db = db
      await db.write((trx) => close(trx, prompt))
      return db.write(work)
    },
  }
  expect((await send()).type).toBe('replace')
  await cameLate(story)
})
