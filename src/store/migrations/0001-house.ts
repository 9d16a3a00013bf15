/** The first schema. Frozen: whatever changes later is a migration of its own. */
import { type Kysely, sql } from 'kysely'

const isSqlite = (db: Kysely<unknown>): boolean => db.getExecutor().adapter.constructor.name.startsWith('Sqlite')

export async function up(db: Kysely<unknown>): Promise<void> {
  const sqlite = isSqlite(db)
  const serial = sqlite ? sql`integer primary key autoincrement` : sql`bigint generated always as identity primary key`
  // A spool without rowids has no insertion order to read back.
  const keyed = sqlite ? sql`without rowid` : sql``
  for (const statement of [
    sql`create table setting (key text primary key, value text not null)`,
    sql`create table manifest (id ${serial}, digest text not null, document text not null, applied_at text not null)`,
    sql`create table member (
      id text primary key, email text unique, name text not null, language text, zone text, unit text,
      joined_at text not null, left_at text, welcomed_at text)`,
    sql`create table identity (
      platform text not null, external_id text not null, member_id text not null references member(id) on delete cascade,
      conversation text, primary key (platform, external_id))`,
    sql`create index identity_member on identity (member_id, platform)`,
    sql`create table team (id text primary key, document text not null, removed_at text)`,
    sql`create table membership (
      team_id text not null references team(id), member_id text not null references member(id) on delete cascade,
      role text not null, since text not null, until text, primary key (team_id, member_id, role, since))`,
    sql`create index membership_member on membership (member_id)`,
    sql`create table ritual (
      id text primary key, kind text not null, team_id text not null references team(id), name text not null,
      schedule text not null, options text not null, state text not null, paused_until text, planned_until text not null)`,
    sql`create table occurrence (
      id text primary key, ritual_id text not null references ritual(id), nominal text not null, local_at text not null,
      state text not null, reason text, number integer, phase text, opens_at text not null, closes_at text not null,
      next_at text, frozen text, unique (ritual_id, nominal))`,
    sql`create index occurrence_due on occurrence (next_at) where next_at is not null`,
    sql`create index occurrence_ritual on occurrence (ritual_id, state, opens_at)`,
    sql`create table participant (
      occurrence_id text not null references occurrence(id), member_id text not null references member(id) on delete cascade,
      role text not null, status text not null, reason text, until text, opens_at text not null, remind_at text,
      primary key (occurrence_id, member_id))`,
    sql`create index participant_member on participant (member_id)`,
    sql`create table response (
      id ${serial}, occurrence_id text not null references occurrence(id),
      member_id text not null references member(id) on delete cascade,
      form text not null, answers text, at text not null, late integer not null)`,
    sql`create index response_occurrence on response (occurrence_id, member_id, id)`,
    sql`create table spool (
      occurrence_id text not null, slot text not null, box text not null, primary key (occurrence_id, slot)) ${keyed}`,
    sql`create table result (
      occurrence_id text primary key references occurrence(id), document text not null, published_at text not null)`,
    sql`create table delivery (
      id text primary key, occurrence_id text references occurrence(id), key text not null, recipient text not null,
      platform text not null, language text not null, zone text not null, under text, message text not null,
      revision integer not null, sent_revision integer not null, state text not null, not_before text not null,
      attempts integer not null, lease_until text, reference text, error text, queued_at text not null,
      position integer not null, sent_at text, edited_at text)`,
    sql`create index delivery_due on delivery (not_before) where state in ('queued', 'sending')`,
    sql`create index delivery_occurrence on delivery (occurrence_id)`,
    sql`create index delivery_recipient on delivery (recipient, sent_at)`,
    sql`create table absence (
      id ${serial}, member_id text not null references member(id) on delete cascade, from_date text not null,
      until_date text, set_at text not null)`,
    sql`create index absence_member on absence (member_id)`,
    sql`create table opt_out (
      member_id text not null references member(id) on delete cascade, ritual_id text not null, until_at text,
      primary key (member_id, ritual_id))`,
    sql`create table event (id text primary key, day text not null) ${keyed}`,
  ]) {
    await statement.execute(db)
  }
}
