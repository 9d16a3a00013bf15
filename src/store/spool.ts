/** The sealed boxes of open polls, as each vote puts and finds them. */
import { prepared } from './prepared.ts'

/** Over an earlier one, if there was one. */
export const putBox = prepared((db, poll: string, slot: string, box: string) =>
  db
    .insertInto('spool')
    .values({ occurrence_id: poll, slot, box })
    .onConflict((conflict) => conflict.columns(['occurrence_id', 'slot']).doUpdateSet({ box })),
)

export const boxIn = prepared((db, poll: string, slot: string) =>
  db.selectFrom('spool').select('box').where('occurrence_id', '=', poll).where('slot', '=', slot),
)
