/** How much is stored, and how much of it is past its time. Only looks. */
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { TableName } from '../store/records.ts'
import type { Texts } from '../texts.ts'
import {
  type Bounds,
  overdueAbsences,
  overdueAudit,
  overdueContacts,
  overdueDeliveries,
  overdueEntries,
  overdueEvents,
  overdueOptOuts,
  overduePairings,
  overdueParticipants,
  overduePromises,
  overdueResponses,
  overdueResults,
  overdueSettings,
} from './overdue.ts'
import { emptiedMessages } from './retention.ts'

/** Rows of a table. `overdue` is null where nothing is deleted by age, both are null where this database has no such table. */
export interface Stock {
  rows: number | null
  overdue: number | null
}

/** @returns what is stored in each of these tables */
export async function stockOf(
  db: Database,
  tables: readonly TableName[],
  bounds: Bounds,
  texts: Texts,
): Promise<Map<TableName, Stock>> {
  const present = new Set((await db.kysely.introspection.getTables()).map(({ name }) => name))
  const overdue = await overdueIn(db, bounds, texts)
  const stock = new Map<TableName, Stock>()
  for (const table of tables) {
    const isPresent = present.has(table)
    stock.set(table, {
      rows: isPresent ? await rowsIn(db, table) : null,
      overdue: isPresent ? (overdue.get(table) ?? null) : null,
    })
  }
  return stock
}

async function rowsIn(db: Database, table: TableName): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db.kysely)
  return Number(rows[0]!.count)
}

async function overdueIn({ kysely }: Database, bounds: Bounds, texts: Texts): Promise<Map<TableName, number>> {
  const count = sql<number>`count(*)`.as('count')
  const counted = {
    response: kysely.selectFrom('response').select(count).where(overdueResponses(bounds)),
    audit: kysely.selectFrom('audit').select(count).where(overdueAudit(bounds)),
    contact: kysely.selectFrom('contact').select(count).where(overdueContacts(bounds)),
    result: kysely.selectFrom('result').select(count).where(overdueResults(bounds)),
    participant: kysely.selectFrom('participant').select(count).where(overdueParticipants(bounds)),
    pairing: kysely.selectFrom('pairing').select(count).where(overduePairings(bounds)),
    promise: kysely.selectFrom('promise').select(count).where(overduePromises(bounds)),
    feed_entry: kysely.selectFrom('feed_entry').select(count).where(overdueEntries(bounds)),
    absence: kysely.selectFrom('absence').select(count).where(overdueAbsences(bounds)),
    opt_out: kysely.selectFrom('opt_out').select(count).where(overdueOptOuts(bounds)),
    setting: kysely.selectFrom('setting').select(count).where(overdueSettings()),
    event: kysely.selectFrom('event').select(count).where(overdueEvents(bounds)),
    delivery: kysely
      .selectFrom('delivery')
      .select(count)
      .where((where) =>
        where.or(
          emptiedMessages(texts).map(({ language, message }) => overdueDeliveries(bounds, language, message)(where)),
        ),
      ),
  }
  const found = new Map<TableName, number>()
  for (const [table, query] of Object.entries(counted)) {
    const row = await query.executeTakeFirstOrThrow()
    found.set(table as TableName, Number(row.count))
  }
  return found
}
