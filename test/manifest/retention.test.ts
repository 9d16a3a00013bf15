import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { enforceRetention } from '../../src/engine/retention.ts'
import { apply } from '../../src/manifest/commands.ts'
import { retention } from '../../src/manifest/retention-command.ts'
import { type Database, type Dialect, openDatabase } from '../../src/store/database.ts'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'

const file = new URL('../../manifest/teamrunde.yaml', import.meta.url).pathname

/** Long past, and not before long; the command goes by the real clock. */
const OLD = '2020-03-02T09:00:00.000Z'
const LATER = '2099-03-02T09:00:00.000Z'
const jana = 'jana.petersen@nordlicht.example'

const left: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of left.splice(0)) await close()
})

/** An empty database that nobody holds. */
async function address(dialect: Dialect): Promise<string> {
  if (dialect === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'teamrunde-retention-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return `sqlite:${join(folder, 'teamrunde.db')}`
  }
  const db = await databases.find((engine) => engine.dialect === 'postgres')!.openEmpty()
  left.push(() => db.close())
  return db.url
}

async function inside<T>(url: string, run: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(url)
  try {
    return await run(db)
  } finally {
    await db.close()
  }
}

/** One round that closed in 2020, one that closes in 2099, and an answer, a place and a message in each. */
async function fill({ kysely }: Database): Promise<void> {
  const member = await kysely.selectFrom('member').select('id').where('email', '=', jana).executeTakeFirstOrThrow()
  await kysely
    .insertInto('audit')
    .values({ at: OLD, actor_id: member.id, what: 'skip', ritual_id: 'morning', detail: null })
    .execute()
  for (const day of ['2020-03-02', '2099-03-02']) {
    await kysely
      .insertInto('contact')
      .values({ platform: 'teams', conversation: day, person: 't/stranger', details: '{}', learnt_on: day })
      .execute()
  }
  for (const [id, at, state] of [
    ['old', OLD, 'closed'],
    ['open', LATER, 'open'],
  ] as const) {
    const nominal = at.slice(0, 19)
    const none = { reason: null, number: 1, phase: null, next_at: null, frozen: null }
    await kysely
      .insertInto('occurrence')
      .values({ id, ritual_id: 'morning', nominal, local_at: nominal, state, opens_at: at, closes_at: at, ...none })
      .execute()
    await kysely
      .insertInto('participant')
      .values({
        occurrence_id: id,
        member_id: member.id,
        role: 'leader',
        status: 'answered',
        reason: null,
        until: null,
        opens_at: at,
        remind_at: null,
      })
      .execute()
    await kysely
      .insertInto('response')
      .values({
        occurrence_id: id,
        member_id: member.id,
        form: 'answers',
        answers: '{"done":"canary"}',
        at: OLD,
        late: 0,
      })
      .execute()
    await kysely
      .insertInto('pairing')
      .values({ occurrence_id: id, group_key: 'a', member_id: member.id, facts: '{}' })
      .execute()
    await kysely
      .insertInto('promise')
      .values({
        id: `promise/${id}`,
        occurrence_id: id,
        ritual_id: 'morning',
        key: 'a',
        owner_id: member.id,
        to_id: null,
        text: 'canary',
        trigger: null,
        due: at.slice(0, 10),
        drafted: at.slice(0, 10),
        missed: null,
        state: 'open',
        moved: 0,
        settled: null,
        made_at: OLD,
        nudged: 'after',
        next_at: null,
      })
      .execute()
    await kysely
      .insertInto('feed_entry')
      .values({ member_id: member.id, uid: id, digest: 'a', sequence: 0, changed_at: at })
      .execute()
    await kysely.insertInto('result').values({ occurrence_id: id, document: '{}', published_at: at }).execute()
    await kysely
      .insertInto('event')
      .values({ id: `web:${id}`, day: at.slice(0, 10) })
      .execute()
    await kysely
      .insertInto('setting')
      .values({ key: `reminded/${id}`, value: '1' })
      .execute()
    await kysely
      .insertInto('absence')
      .values({ member_id: member.id, from_date: '2020-03-02', until_date: at.slice(0, 10), set_at: OLD })
      .execute()
    await kysely
      .insertInto('delivery')
      .values({
        id: `prompt/${id}`,
        occurrence_id: id,
        key: 'prompt',
        recipient: `member:${member.id}`,
        platform: 'web',
        language: 'de',
        zone: 'Europe/Berlin',
        under: null,
        message: '{"summary":"canary","blocks":[]}',
        revision: 1,
        sent_revision: 1,
        state: 'sent',
        not_before: at,
        attempts: 1,
        lease_until: null,
        holder: null,
        reference: null,
        error: null,
        queued_at: at,
        position: 0,
        sent_at: at,
        edited_at: null,
      })
      .execute()
  }
  await kysely.insertInto('opt_out').values({ member_id: member.id, ritual_id: 'morning', until_at: OLD }).execute()
  await kysely.insertInto('opt_out').values({ member_id: member.id, ritual_id: '*', until_at: null }).execute()
}

interface Told {
  inForce: boolean
  retention: { responses: string; results: string }
  deleted?: Record<string, number>
  tables: { table: string; rows: number | null; overdue: number | null; kept: string }[]
}

const told = async (url: string, enforce = false): Promise<Told> =>
  JSON.parse(await retention({ DATABASE_URL: url }, undefined, { json: true, enforce })) as Told

const counts = ({ tables }: Told) =>
  Object.fromEntries(
    tables.filter(({ overdue }) => overdue !== null).map(({ table, rows, overdue }) => [table, [rows, overdue]]),
  )

for (const engine of databases) {
  const { name, dialect } = engine
  describe(name, () => {
    test('the bot that runs deletes the same by itself, once a day', async () => {
      await using story = await tell(engine, { manifest: readFileSync(file, 'utf8'), now: '2026-11-23T06:00' })
      await fill(story.db)
      story.jump('2026-11-24T06:00')
      expect(await enforceRetention(story.house)).toEqual({ responses: 1, results: 1, events: 1, deliveries: 1 })
      await story.db.kysely
        .insertInto('event')
        .values({ id: 'web:again', day: OLD.slice(0, 10) })
        .execute()
      expect(await enforceRetention(story.house)).toMatchObject({ events: 0 })
      story.jump('2026-11-25T06:00')
      expect(await enforceRetention(story.house)).toMatchObject({ events: 1 })
    })

    test('shows what is there and overdue, enforces exactly that, and then nothing is overdue', async () => {
      const url = await address(dialect)
      await apply({ DATABASE_URL: url }, file)
      await inside(url, fill)
      const before = await told(url)
      expect(before).toMatchObject({ inForce: true, retention: { responses: '12 months', results: '24 months' } })
      const both = [2, 1]
      const kinds = [
        'response',
        'result',
        'contact',
        'participant',
        'delivery',
        'absence',
        'opt_out',
        'event',
        'setting',
        'pairing',
        'promise',
        'feed_entry',
        // The newer one: that the manifest was applied.
        'audit',
      ]
      expect(counts(before)).toEqual(Object.fromEntries(kinds.map((table) => [table, both])))
      expect(before.tables.find(({ table }) => table === 'member')).toMatchObject({ rows: 24, overdue: null })

      const after = await told(url, true)
      expect(after.deleted).toEqual({ responses: 1, results: 1, events: 1, deliveries: 1 })
      const kept = Object.fromEntries(kinds.map((table) => [table, [table === 'delivery' ? 2 : 1, 0]]))
      expect(counts(after)).toEqual(kept)
      expect((await told(url, true)).deleted).toEqual({ responses: 0, results: 0, events: 0, deliveries: 0 })
      await inside(url, async ({ kysely }) => {
        const answers = await kysely.selectFrom('response').select('occurrence_id').execute()
        expect(answers).toEqual([{ occurrence_id: 'open' }])
      })
    })

    test('without a database in use it tells the periods of the file, and enforces nothing', async () => {
      const url = await address(dialect)
      const text = await retention({ DATABASE_URL: url }, file)
      expect(text).toMatch(/^Not in force yet: answers with names for 12 months, results of polls for 24 months\.$/m)
      expect(text).toMatch(/^spool +– +– {3}sealed answers/m)
      await expect(retention({ DATABASE_URL: url }, file, { enforce: true })).rejects.toThrow(
        'Only the manifest in force can be enforced.',
      )
    })
  })
}

test('while the bot runs on SQLite it can be looked at, and enforcing is left to the bot', async () => {
  const url = await address('sqlite')
  await apply({ DATABASE_URL: url }, file)
  await inside(url, async (bot) => {
    await fill(bot)
    expect(await retention({ DATABASE_URL: url }, undefined)).toMatch(/^response +2 +1 {3}answers with name/m)
    await expect(retention({ DATABASE_URL: url }, undefined, { enforce: true })).rejects.toThrow(
      'Teamrunde is running: it deletes what is overdue by itself, every day.',
    )
  })
})

test('on SQLite the deleted words are gone from the file itself', async () => {
  const url = await address('sqlite')
  await apply({ DATABASE_URL: url }, file)
  await inside(url, async (db) => {
    await fill(db)
    await db.kysely.deleteFrom('response').where('occurrence_id', '=', 'open').execute()
    await db.kysely.deleteFrom('delivery').where('occurrence_id', '=', 'open').execute()
    await db.kysely.deleteFrom('promise').where('occurrence_id', '=', 'open').execute()
  })
  const path = url.slice('sqlite:'.length)
  await told(url, true)
  for (const each of readdirSync(join(path, '..'))) {
    expect(readFileSync(join(path, '..', each)).includes('canary'), each).toBe(false)
  }
})
