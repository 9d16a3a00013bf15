/**
 * A company that has just started has tables which PostgreSQL knows little about: then it likes to read a whole table for one row, and keeps that plan.
 * Every answer asks these two statements, so neither may.
 */
import { type CompiledQuery, sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../../test/databases.ts'
import { memberAt } from './acting.ts'
import { keepAnswer } from './answers.ts'

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}

const postgres = databases.find(({ dialect }) => dialect === 'postgres')!
/** So many people, and as many rounds, in the first twenty of which everybody is asked. */
const MANY = 600
const ASKED = 20
const AT = '2026-12-03T08:00:00.000Z'

let database: TestDatabase

beforeEach(async () => {
  database = await postgres.open()
  await fill(database)
})
afterEach(() => database.close())

async function fill({ kysely }: TestDatabase): Promise<void> {
  const people = sql`generate_series(1, ${sql.lit(MANY)}) as n`
  const rounds = sql`generate_series(1, ${sql.lit(MANY)}) as r`
  const asked = sql`${people}, generate_series(1, ${sql.lit(ASKED)}) as r`
  for (const statement of [
    sql`insert into member (id, name, joined_at) select 'm' || n, 'Person ' || n, ${AT} from ${people}`,
    sql`insert into identity (platform, external_id, member_id) select 'web', 'p' || n, 'm' || n from ${people}`,
    sql`insert into team (id, document) values ('service', '{}')`,
    sql`insert into ritual (id, kind, team_id, name, schedule, options, state, planned_until)
      values ('morning', 'check-in', 'service', 'Morning', '{}', '{}', 'active', ${AT})`,
    sql`insert into occurrence (id, ritual_id, nominal, local_at, state, opens_at, closes_at)
      select 'o' || r, 'morning', r::text, '2026-12-03T09:00:00', 'open', ${AT}, ${AT} from ${rounds}`,
    sql`insert into participant (occurrence_id, member_id, role, status, opens_at)
      select 'o' || r, 'm' || n, 'member', 'asked', ${AT} from ${asked}`,
    sql`insert into delivery (id, occurrence_id, key, recipient, platform, language, zone, message, revision, sent_revision, state,
      not_before, attempts, queued_at, position)
      select 'd' || n || 'o' || r, 'o' || r, 'prompt', 'member:m' || n, 'web', 'en', 'UTC', '{}', 1, 1, 'sent', ${AT}, 1, ${AT}, 0
      from ${asked}`,
  ])
    await statement.execute(kysely)
}

test('whoever answers is looked up, and what they say is kept, without reading a table from end to end', async () => {
  const { member, place } = await memberAt(database, 'web', 'p7', 'o7')
  expect([member?.id, place?.status]).toEqual(['m7', 'asked'])
  const isKept = await keepAnswer(database.kysely, {
    event: 'e7',
    day: '2026-12-03',
    occurrence: 'o7',
    state: 'open',
    member: 'm7',
    form: 'answer',
    answers: '{}',
    at: AT,
    late: 0,
    status: 'answered',
    delivery: 'd7o7',
    message: '{"summary":"Thanks"}',
  })
  expect(isKept).toBe(true)

  const kept = await keptStatements(database)
  expect(kept).toHaveLength(2)
  for (const statement of kept) expect(await readWhole(database, statement)).toEqual([])
})

/** What the connection that was just used keeps plans of. */
async function keptStatements({ kysely }: TestDatabase): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`
    select statement from pg_prepared_statements where statement like 'with %'`.execute(kysely)
  return rows.map(({ statement }) => statement)
}

/** @returns the tables that the plan for any values reads from end to end */
async function readWhole({ kysely }: TestDatabase, statement: string): Promise<string[]> {
  const { rows } = await kysely.executeQuery<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    asText(`explain (generic_plan, format json) ${statement}`),
  )
  return wholeTables(rows[0]!['QUERY PLAN'][0].Plan)
}

const asText = (text: string): CompiledQuery<never> => sql.raw<never>(text).compile(database.kysely)

const wholeTables = ({ 'Node Type': type, 'Relation Name': table, Plans = [] }: Plan): string[] => [
  ...(type === 'Seq Scan' ? [table ?? ''] : []),
  ...Plans.flatMap(wholeTables),
]
