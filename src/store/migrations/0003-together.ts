/** Who was drawn together, what people promised each other, their calendars, and rituals for several teams. Frozen. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`alter table ritual add column with_teams text not null default '[]'`,
    sql`create table pairing (
      occurrence_id text not null references occurrence(id),
      group_key text not null, member_id text not null references member(id) on delete cascade, facts text not null,
      primary key (occurrence_id, group_key, member_id))`,
    sql`create index pairing_member on pairing (member_id, occurrence_id)`,
    sql`create table promise (
      id text primary key, occurrence_id text not null references occurrence(id),
      ritual_id text not null references ritual(id), key text not null,
      owner_id text not null references member(id) on delete cascade, to_id text references member(id) on delete cascade,
      text text not null, trigger text, due text not null, drafted text not null, missed text, state text not null,
      moved integer not null, settled text, made_at text not null, nudged text, next_at text)`,
    sql`create index promise_occurrence on promise (occurrence_id)`,
    sql`create index promise_owner on promise (owner_id, state)`,
    sql`create index promise_to on promise (to_id, state)`,
    sql`create index promise_ritual on promise (ritual_id, state)`,
    sql`create index promise_due on promise (next_at) where next_at is not null`,
    sql`create table feed (
      member_id text primary key references member(id) on delete cascade, digest text not null unique,
      made_at text not null)`,
    sql`create table feed_entry (
      member_id text not null references member(id) on delete cascade, uid text not null, digest text not null,
      sequence integer not null, changed_at text not null, primary key (member_id, uid))`,
  ]) {
    await statement.execute(db)
  }
}
