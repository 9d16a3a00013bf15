/** What somebody wrote themselves: without this, an export reads everyone's answers. Frozen. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index response_member on response (member_id, id)`.execute(db)
}
