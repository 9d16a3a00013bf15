/** The log of answers, append-only, and the events that have been acted on. */
import { sql } from 'kysely'
import { prepared } from './prepared.ts'
import type { OccurrenceState } from './schema.ts'

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

/**
 * All that an answer changes which nobody has to be woken for, in one statement of PostgreSQL's, which is one transaction and one way there and
 * back: the event, the answer, its author's place, and their own message, which the adapter shows. Changes one row; none when the event came before,
 * or when the occurrence is in another state by now. The occurrence is held before anything else, as by whoever moves it on: otherwise the two could
 * wait for each other.
 */
export const answerAtOnce = prepared(
  (
    db,
    event: string,
    day: string,
    state: OccurrenceState,
    occurrence: string,
    member: string,
    form: string,
    answers: string | null,
    at: string,
    late: 0 | 1,
    status: 'answered' | 'declined',
    delivery: string,
    message: string,
  ) =>
    db
      .with('held', (read) =>
        read
          .selectFrom('occurrence')
          .select('id')
          .where('id', '=', occurrence)
          .where('state', '=', state)
          .forKeyShare(),
      )
      .with('fresh', (write) =>
        write
          .insertInto('event')
          .columns(['id', 'day'])
          .expression((read) =>
            read.selectFrom('held').select([sql<string>`${event}::text`.as('id'), sql<string>`${day}::text`.as('day')]),
          )
          .onConflict((conflict) => conflict.doNothing())
          .returning('id'),
      )
      .with('settled', (write) =>
        write
          .updateTable('participant')
          .from('fresh')
          .set({ status, reason: null })
          .where('occurrence_id', '=', occurrence)
          .where('member_id', '=', member),
      )
      .with('shown', (write) =>
        write
          .updateTable('delivery')
          .from('fresh')
          .set((column) => ({
            message,
            revision: column('revision', '+', 1),
            sent_revision: column('revision', '+', 1),
            state: 'sent' as const,
            edited_at: at,
          }))
          .where('delivery.id', '=', delivery)
          .where('message', '!=', message),
      )
      .insertInto('response')
      .columns(['occurrence_id', 'member_id', 'form', 'answers', 'at', 'late'])
      .expression((read) =>
        read
          .selectFrom('fresh')
          .select([
            sql<string>`${occurrence}::text`.as('occurrence_id'),
            sql<string>`${member}::text`.as('member_id'),
            sql<string>`${form}::text`.as('form'),
            sql<string | null>`${answers}::text`.as('answers'),
            sql<string>`${at}::text`.as('at'),
            sql<number>`${late}::integer`.as('late'),
          ]),
      ),
)
