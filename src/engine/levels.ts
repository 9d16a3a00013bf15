/** How far behind the engine is, read from the rows: for `/metrics` and for `teamrunde status`. */
import type { Levels } from '../meter.ts'
import type { Database } from '../store/database.ts'

/** Two indexed look-ups. `now` is an instant as text. */
export async function overdueIn(db: Database, now: string): Promise<Omit<Levels, 'jobs'>> {
  const occurrence = await db.kysely
    .selectFrom('occurrence')
    .select((select) => select.fn.min('next_at').as('at'))
    .where('next_at', '<=', now)
    .executeTakeFirst()
  const delivery = await db.kysely
    .selectFrom('delivery')
    .select((select) => select.fn.min('not_before').as('at'))
    .where('state', '=', 'queued')
    .where('not_before', '<=', now)
    .executeTakeFirst()
  return {
    overdueOccurrenceSeconds: secondsBetween(occurrence?.at ?? null, now),
    overdueDeliverySeconds: secondsBetween(delivery?.at ?? null, now),
  }
}

/** 0 where nothing was due. */
export function secondsBetween(from: string | null, until: string): number {
  if (from === null) return 0
  return Temporal.Instant.from(from).until(Temporal.Instant.from(until)).total('seconds')
}
