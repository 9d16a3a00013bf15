/**
 * What can't be held any more: its window is over, or, after the bot was down, its next one has begun as well. An occurrence closes when
 * the next one opens, so opened now it would close at once, having asked nobody.
 */
import type { ExpressionBuilder, ExpressionWrapper, Selectable, SqlBool } from 'kysely'
import type { OccurrenceTable, Schema } from '../store/schema.ts'
import type { Reads } from './house.ts'

/** Of occurrences that are planned. */
export const tooLate =
  (now: string) =>
  (where: ExpressionBuilder<Schema, 'occurrence'>): ExpressionWrapper<Schema, 'occurrence', SqlBool> =>
    where.and([
      // Few are due; what has closed is all that there ever was.
      where('occurrence.next_at', '<=', now),
      where.or([
        where('occurrence.closes_at', '<=', now),
        where.exists(
          where
            .selectFrom('occurrence as next')
            .select('next.id')
            .whereRef('next.ritual_id', '=', 'occurrence.ritual_id')
            .where('next.state', '=', 'planned')
            .whereRef('next.opens_at', '>', 'occurrence.opens_at')
            .where('next.opens_at', '<=', now),
        ),
      ]),
    ])

/** Milliseconds; two occurrences of a ritual are further apart than this. */
const PROMPT = 60_000

/** Asked of the database only where an occurrence opens late. */
export async function isTooLate(db: Reads, row: Selectable<OccurrenceTable>, now: string): Promise<boolean> {
  if (row.closes_at <= now) return true
  if (Date.parse(now) - Date.parse(row.opens_at) < PROMPT) return false
  const found = await db
    .selectFrom('occurrence')
    .select('id')
    .where('id', '=', row.id)
    .where(tooLate(now))
    .executeTakeFirst()
  return found !== undefined
}
