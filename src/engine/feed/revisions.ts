/**
 * How often an entry has changed. Calendars take a change for one only when its number has risen, whatever made it: an answer, a new schedule, a
 * text. So what was told last is remembered, as a fingerprint.
 */
import { hash } from 'node:crypto'
import { chunks } from '../../store/people.ts'
import { act } from '../act.ts'
import { type House, nowText } from '../house.ts'
import type { FeedEntry } from './entries.ts'

export interface Revision {
  /** 0 as long as nothing has changed. */
  sequence: number
  /** UTC text. */
  changedAt: string
}

/** By uid. Writes only where something is new or has changed. */
export async function revisionsOf(
  house: House,
  member: string,
  entries: readonly FeedEntry[],
): Promise<Map<string, Revision>> {
  const rows = await house.db.kysely.selectFrom('feed_entry').selectAll().where('member_id', '=', member).execute()
  const told = new Map(rows.map((row) => [row.uid, row]))
  const now = nowText(house)
  const revisions = new Map<string, Revision>()
  const fresh: { member_id: string; uid: string; digest: string; sequence: number; changed_at: string }[] = []
  for (const entry of entries) {
    const { uid } = entry
    const digest = digestOf(entry)
    const before = told.get(uid)
    const isSame = before?.digest === digest
    const sequence = before ? Number(before.sequence) + (isSame ? 0 : 1) : 0
    const changedAt = isSame ? before.changed_at : now
    revisions.set(uid, { sequence, changedAt })
    if (!isSame) fresh.push({ member_id: member, uid, digest, sequence, changed_at: changedAt })
  }
  if (fresh.length > 0) await remember(house, fresh)
  return revisions
}

async function remember(
  house: House,
  fresh: { member_id: string; uid: string; digest: string; sequence: number; changed_at: string }[],
): Promise<void> {
  await act(house, async (trx) => {
    for (const some of chunks(fresh, 100)) {
      await trx
        .insertInto('feed_entry')
        .values(some)
        .onConflict((conflict) =>
          conflict.columns(['member_id', 'uid']).doUpdateSet((row) => ({
            digest: row.ref('excluded.digest'),
            sequence: row.ref('excluded.sequence'),
            changed_at: row.ref('excluded.changed_at'),
          })),
        )
        .execute()
    }
  })
}

const digestOf = ({ title, startsAt, endsAt, text }: FeedEntry): string =>
  hash('sha256', JSON.stringify([title, startsAt.toString(), endsAt.toString(), text])).slice(0, 32)
