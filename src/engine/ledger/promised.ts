/** What a view shows of the ledger: what is open, what came of the rest since the last time, and nothing that is between two others. */
import type { Promised } from '#ritual'
import type { Selectable } from 'kysely'
import type { PromiseTable } from '../../store/schema.ts'
import type { Reads } from '../house.ts'
import type { Occasion } from '../occasion.ts'

export type PromiseRow = Selectable<PromiseTable>

/** This occurrence's promises, open ones of earlier ones, and those settled since the one before; the nearest date first. */
export async function promisesIn(db: Reads, occasion: Occasion): Promise<Promised[]> {
  if (!occasion.kind.promises) return []
  const before = await dateBefore(db, occasion)
  const rows = await db
    .selectFrom('promise')
    .innerJoin('occurrence', 'occurrence.id', 'promise.occurrence_id')
    .selectAll('promise')
    .where('promise.ritual_id', '=', occasion.ritual.id)
    .where('promise.state', '!=', 'withdrawn')
    .where('occurrence.opens_at', '<=', occasion.row.opens_at)
    .where((where) =>
      where.or([
        where('promise.state', '=', 'open'),
        where('promise.occurrence_id', '=', occasion.row.id),
        ...(before === null ? [] : [where('promise.settled', '>=', before)]),
      ]),
    )
    .orderBy('promise.due')
    .orderBy('promise.made_at')
    .orderBy('promise.key')
    .execute()
  return rows.map(promisedOf)
}

/** Local date of the last one held before. */
async function dateBefore(db: Reads, { row }: Occasion): Promise<string | null> {
  const earlier = await db
    .selectFrom('occurrence')
    .select('local_at')
    .where('ritual_id', '=', row.ritual_id)
    .where('state', 'in', ['open', 'closed'])
    .where('opens_at', '<', row.opens_at)
    .orderBy('opens_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return earlier?.local_at.slice(0, 10) ?? null
}

export const promisedOf = (row: PromiseRow): Promised => ({
  id: row.id,
  occurrence: row.occurrence_id,
  key: row.key,
  owner: row.owner_id,
  to: row.to_id,
  text: row.text,
  trigger: row.trigger,
  due: row.due,
  state: row.state === 'withdrawn' ? 'dropped' : row.state,
  moved: row.moved,
  missed: row.missed,
  settled: row.settled,
})

/** In a prompt or form: what is promised to the whole team, and the reader's own. */
export const promisesSeenBy = (promises: Promised[], member: string): Promised[] =>
  promises.filter(({ owner, to }) => to === null || owner === member || to === member)

/** In a whole view, whose posts may stand in a channel: what is between two people only where the ritual keeps groups apart. */
export const promisesInPosts = (promises: Promised[], { kind }: Occasion): Promised[] =>
  kind.scope === 'group' ? promises : promises.filter(({ to }) => to === null)
