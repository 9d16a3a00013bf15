/** Writes `rows.json` from a story that is really lived through: `node test/migrations/write-rows.ts`. To be run again when a table or a column is new. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { vote } from '../commands/company.ts'
import type { Engine, TestDatabase } from '../databases.ts'
import { buttonsOf, type Story, tell } from '../house.ts'
import { MANIFEST, type Rows, TAKEN } from './company.ts'

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif']
const folder = mkdtempSync(join(tmpdir(), 'teamrunde-rows-'))

const open = async <S>(): Promise<TestDatabase<S>> => {
  const db = await openDatabase<S>(`sqlite:${join(folder, 'teamrunde.db')}`)
  await migrate(db)
  return { ...db, [Symbol.asyncDispose]: () => db.close() }
}
const engine: Engine = { name: 'SQLite', dialect: 'sqlite', open, openEmpty: open }

const pollOf = (story: Story, person: string) =>
  story
    .standing(`@${person}`)
    .findLast(({ message }) => buttonsOf(message).some(({ occurrence }) => occurrence?.startsWith('spirit')))

async function live(story: Story): Promise<void> {
  await story.to('2026-12-07T09:01')
  await story.answer('ana', { done: 'Reifen gewechselt', next: 'Inventur', blocker: '' })
  await story.to('2026-12-07T11:00')
  for (const person of STAFF) await vote(story, person, 4, pollOf(story, person))
  await story.to('2026-12-08T13:00')
  await story.command('lead', 'skip morning')
  await story.command('ben', 'weg bis 2026-12-11')
  await story.command('cem', 'snooze coffee')
  await story.command('ana', 'kalender')
  await story.to(TAKEN)
  for (const person of STAFF) await vote(story, person, 5, pollOf(story, person))
}

/** What no such week brings forth, or only another database or platform. */
async function addRest({ db }: Story): Promise<void> {
  const [member] = await db.kysely.selectFrom('member').select('id').where('name', '=', 'Ana').execute()
  const id = member!.id
  for (const statement of [
    sql`insert into promise values ('p1', 'coffee@2026-12-07T09:30', 'coffee', 'a', ${id}, null, 'Kuchen mitbringen', null,
      '2026-12-18', '2026-12-18', null, 'open', 0, null, '2026-12-07T09:00:00.000Z', null, null)`,
    sql`insert into feed_entry values (${id}, 'u1', 'd1', 0, '2026-12-07T09:00:00.000Z')`,
    sql`insert into job (name, key, run_at, state, attempts, max_attempts)
      values ('occurrence', 'morning@2026-12-16T09:00', '2026-12-16T08:00:00.000Z', 'waiting', 0, 5)`,
    sql`update occurrence set started = '[{"what":"topic","choice":null,"says":{"de":"Was hilft uns?","en":"What helps us?"},"by":null,"at":"2026-12-07T09:00:00.000Z"}]'
      where id = 'morning@2026-12-14T09:00'`,
    sql`insert into replica values ('r1', 1)`,
    sql`insert into contact values ('teams', 'c1', 'a1', '{}', '2026-12-07')`,
    sql`insert into setting values ('greeting', '1') on conflict do nothing`,
  ])
    await statement.execute(db.kysely)
}

try {
  await using story = await tell(engine, { manifest: MANIFEST, now: '2026-12-06T12:00' })
  await live(story)
  await addRest(story)
  const tables = await story.db.kysely.introspection.getTables()
  const rows: Rows = {}
  for (const { name } of tables.filter((table) => !table.isView))
    rows[name] = (await sql.raw<Rows[string][number]>(`select * from "${name}"`).execute(story.db.kysely)).rows
  writeFileSync(join(import.meta.dirname, 'rows.json'), `${JSON.stringify(rows)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
