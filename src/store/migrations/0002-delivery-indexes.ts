/** Finds what is due, and what hangs under a message, without reading the whole outbox. Frozen. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // States come as bound values, for which SQLite can't use an index that holds for some states only.
  await sql`drop index delivery_due`.execute(db)
  await sql`create index delivery_due on delivery (state, not_before)`.execute(db)
  await sql`create index delivery_under on delivery (under) where under is not null`.execute(db)
}
