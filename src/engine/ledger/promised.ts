/** What a view shows of the ledger: what is open, what came of the rest since the last time, and nothing that is between two others. */
import type { Promised } from '#ritual'
import { type Selectable, sql } from 'kysely'
import type { PromiseTable } from '../../store/schema.ts'
import type { Reads } from '../house.ts'
import type { Occasion } from '../occasion.ts'

/** What was settled longer ago is no news at any meeting. */
const DAYS_BACK = 100

export type PromiseRow = Selectable<PromiseTable>

/**
 * This occurrence's promises, open ones of earlier ones, and those settled since the one before, or, where people are drawn together, since the
 * two were together the last time; the nearest date first.
 */
export async function promisesIn(db: Reads, occasion: Occasion): Promise<Promised[]> {
  if (!occasion.kind.promises) return []
  const before = await dateBefore(db, occasion)
  const since = occasion.kind.drawing ? togetherBefore(occasion, before) : sql<string>`${before}`
  const earliest = Temporal.PlainDate.from(occasion.row.local_at.slice(0, 10)).subtract({ days: DAYS_BACK }).toString()
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
        where.and([where('promise.settled', '>=', earliest), where('promise.settled', '>=', since)]),
      ]),
    )
    .orderBy('promise.due')
    .orderBy('promise.made_at')
    .orderBy('promise.key')
    .execute()
  return rows.map(promisedOf)
}

/** The last time before at which both were in one group, as a local date; where they never were, `otherwise`. */
const togetherBefore = ({ row }: Occasion, otherwise: string | null) => sql<string>`coalesce((
  select max(substr(held.local_at, 1, 10))
  from pairing as one
  join pairing as other on other.occurrence_id = one.occurrence_id and other.group_key = one.group_key
  join occurrence as held on held.id = one.occurrence_id
  where one.member_id = promise.owner_id and other.member_id = promise.to_id
    and held.ritual_id = ${row.ritual_id} and held.opens_at < ${row.opens_at}
), ${otherwise})`

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
