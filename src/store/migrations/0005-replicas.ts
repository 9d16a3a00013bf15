/** Which replicas live, and which of them is sending a message. Frozen. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Milliseconds since 1970 by the database's own clock.
  await sql`create table replica (id text primary key, alive_until bigint not null)`.execute(db)
  await sql`alter table delivery add column holder text`.execute(db)
}
