/** The log of answers, append-only, and the events that have been acted on. */
import { prepared } from './prepared.ts'

const RESPONSE = ['id', 'occurrence_id', 'member_id', 'form', 'answers', 'at', 'late'] as const

/** Oldest first. */
export const responsesTo = prepared((db, occurrence: string) =>
  db.selectFrom('response').select(RESPONSE).where('occurrence_id', '=', occurrence).orderBy('id'),
)

/** One member's, oldest first. */
export const responsesBy = prepared((db, occurrence: string, member: string) =>
  db
    .selectFrom('response')
    .select(RESPONSE)
    .where('occurrence_id', '=', occurrence)
    .where('member_id', '=', member)
    .orderBy('id'),
)

/** `answers` is JSON, null for "not today". */
export const addResponse = prepared(
  (db, occurrence: string, member: string, form: string, answers: string | null, at: string, late: 0 | 1) =>
    db.insertInto('response').values({ occurrence_id: occurrence, member_id: member, form, answers, at, late }),
)

/** Changes one row, or none when the event came before. */
export const rememberEvent = prepared((db, id: string, day: string) =>
  db
    .insertInto('event')
    .values({ id, day })
    .onConflict((conflict) => conflict.doNothing()),
)
