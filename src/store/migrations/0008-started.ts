/** What a leader has begun in an occurrence from another ritual. Frozen. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table occurrence add column started text`.execute(db)
}
