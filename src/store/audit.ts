/** The audit log: what admins and leaders did, who, when and with which ritual. Never an answer, never a name: those are looked up when it is read. */
import type { Kysely, Transaction } from 'kysely'
import type { InstantText } from './codecs.ts'
import type { Schema } from './schema.ts'

export type Act = 'start' | 'put' | 'skip' | 'unskip' | 'close' | 'pause' | 'resume' | 'remind' | 'apply'

export interface Entry {
  at: InstantText
  what: Act
  /** Null: whoever applied a manifest at the machine itself. */
  actor: string | null
  ritual: string | null
  /** Which occurrence, until when, how much: facts without a name. */
  detail: string | null
}

/** Writes an entry in the transaction of what it tells of: both stand, or neither. */
export async function audit(trx: Transaction<Schema>, { at, what, actor, ritual, detail }: Entry): Promise<void> {
  await trx.insertInto('audit').values({ at, actor_id: actor, what, ritual_id: ritual, detail }).execute()
}

/** An entry with the name of who acted, where they are still known. Newest first. */
export async function auditEntries(db: Kysely<Schema>, since: InstantText, most: number) {
  return db
    .selectFrom('audit')
    .leftJoin('member', 'member.id', 'audit.actor_id')
    .select(['audit.at', 'audit.what', 'audit.actor_id', 'audit.ritual_id', 'audit.detail', 'member.name'])
    .where('audit.at', '>=', since)
    .orderBy('audit.id', 'desc')
    .limit(most)
    .execute()
}
