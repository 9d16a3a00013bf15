/** Where a platform reaches people and channels, as far as it has to remember that itself. Frozen. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`create table contact (
      platform text not null, conversation text not null, person text, details text not null, learnt_on text not null,
      primary key (platform, conversation))`,
    sql`create index contact_person on contact (platform, person)`,
  ]) {
    await statement.execute(db)
  }
}
