/** What admins and leaders did; nobody changes it afterwards. Frozen. */
import { type Kysely, sql } from 'kysely'

const isSqlite = (db: Kysely<unknown>): boolean => db.getExecutor().adapter.constructor.name.startsWith('Sqlite')

export async function up(db: Kysely<unknown>): Promise<void> {
  const sqlite = isSqlite(db)
  const serial = sqlite ? sql`integer primary key autoincrement` : sql`bigint generated always as identity primary key`
  const refusal = sqlite
    ? [
        sql`create trigger audit_stays before update on audit
          begin select raise(abort, 'what stands in the audit log stays'); end`,
      ]
    : [
        sql`create function audit_stays() returns trigger language plpgsql as $$
          begin raise exception 'what stands in the audit log stays'; end $$`,
        sql`create trigger audit_stays before update on audit for each row execute function audit_stays()`,
      ]
  for (const statement of [
    sql`create table audit (
      id ${serial}, at text not null, actor_id text, what text not null, ritual_id text, detail text)`,
    sql`create index audit_at on audit (at)`,
    // Across all teams: what closed in one week.
    sql`create index occurrence_closes on occurrence (closes_at)`,
    ...refusal,
  ]) {
    await statement.execute(db)
  }
}
