/** The occurrences of one ritual that commands speak of: the running, the next, the last. */
import { type House, nowText, type Reads } from '../house.ts'
import { OVER } from '../occasion.ts'

export async function running(db: Reads, ritual: string) {
  return db
    .selectFrom('occurrence')
    .selectAll()
    .where('ritual_id', '=', ritual)
    .where('state', '=', 'open')
    .orderBy('opens_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function nextPlanned(house: House, db: Reads, ritual: string) {
  return db
    .selectFrom('occurrence')
    .selectAll()
    .where('ritual_id', '=', ritual)
    .where('state', '=', 'planned')
    .where('opens_at', '>', nowText(house))
    .orderBy('opens_at')
    .limit(1)
    .executeTakeFirst()
}

/** The last one that was held to its end and may be told of: of a poll, not before its key is destroyed. */
export async function closedLast(house: House, ritual: string) {
  return (
    house.db.kysely
      .selectFrom('occurrence')
      .selectAll()
      .where('ritual_id', '=', ritual)
      .where('state', '=', 'closed')
      // When the next one opens, it is over; it stays the last one until that one is closed.
      .where('phase', 'in', ['closed', OVER])
      .orderBy('opens_at', 'desc')
      .limit(1)
      .executeTakeFirst()
  )
}
