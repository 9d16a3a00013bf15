/**
 * Answers on PostgreSQL that nobody has to be woken for: the event, the answer, its author's place, and their own message, which the adapter shows. All
 * that came in one turn are one statement, which is one transaction and one way there and back. Nothing is kept of an event that came before, and of one
 * whose occurrence is being moved on or is in another state by now: that takes the way on which one waits, and the others do not wait with it.
 */
import { sql } from 'kysely'
import { json } from './codecs.ts'
import { prepared } from './prepared.ts'
import type { OccurrenceState } from './schema.ts'
import { MOST, together } from './together.ts'

/** One answer and what follows from it; `answers` and `message` are JSON. */
export interface AnswerRow {
  event: string
  day: string
  occurrence: string
  /** As it was read. */
  state: OccurrenceState
  member: string
  form: string
  answers: string | null
  at: string
  late: 0 | 1
  status: 'answered' | 'declined'
  delivery: string
  message: string
}

const COLUMNS = [
  'event',
  'day',
  'occurrence',
  'state',
  'member',
  'form',
  'answers',
  'at',
  'late',
  'status',
  'delivery',
  'message',
] as const satisfies (keyof AnswerRow)[]

/**
 * The limit never cuts anything off; it tells the planner how few they are. Their occurrence is looked up for each by itself (`lateral`), or PostgreSQL would
 * read all of a table of a thousand rows for one of them.
 */
const given = (rows: string) =>
  sql<AnswerRow>`json_to_recordset(${rows}::json)`.as<'row'>(
    sql`row(event text, day text, occurrence text, state text, member text, form text, answers text, at text, late integer, status text,
      delivery text, message text)`,
  )

const write = prepared((db, rows: string) =>
  db
    .with('given', (read) => read.selectFrom(given(rows)).select(COLUMNS).limit(sql.lit(MOST)))
    .with('held', (read) =>
      read
        .selectFrom('given')
        .innerJoinLateral(
          (look) =>
            look
              .selectFrom('occurrence')
              .select('occurrence.id')
              .whereRef('occurrence.id', '=', 'given.occurrence')
              .whereRef('occurrence.state', '=', 'given.state')
              .forKeyShare()
              .skipLocked()
              .as('free'),
          (join) => join.onTrue(),
        )
        .select(COLUMNS.map((column) => `given.${column}` as const)),
    )
    .with('fresh', (insert) =>
      insert
        .insertInto('event')
        .columns(['id', 'day'])
        // Always in the same order, so that two replicas never wait for each other.
        .expression((read) => read.selectFrom('held').select(['event', 'day']).orderBy('event'))
        .onConflict((conflict) => conflict.doNothing())
        .returning('id'),
    )
    .with('settled', (update) =>
      update
        .updateTable('participant')
        .from('held')
        .innerJoin('fresh', 'fresh.id', 'held.event')
        .set((column) => ({ status: column.ref('held.status'), reason: null }))
        .whereRef('participant.occurrence_id', '=', 'held.occurrence')
        .whereRef('participant.member_id', '=', 'held.member'),
    )
    .with('shown', (update) =>
      update
        .updateTable('delivery')
        .from('held')
        .innerJoin('fresh', 'fresh.id', 'held.event')
        .set((column) => ({
          message: column.ref('held.message'),
          revision: column('delivery.revision', '+', 1),
          sent_revision: column('delivery.revision', '+', 1),
          state: 'sent' as const,
          edited_at: column.ref('held.at'),
        }))
        .whereRef('delivery.id', '=', 'held.delivery')
        .whereRef('delivery.message', '!=', 'held.message'),
    )
    .with('kept', (insert) =>
      insert
        .insertInto('response')
        .columns(['occurrence_id', 'member_id', 'form', 'answers', 'at', 'late'])
        .expression((read) =>
          read
            .selectFrom('held')
            .innerJoin('fresh', 'fresh.id', 'held.event')
            .select(['occurrence', 'member', 'form', 'answers', 'at', 'late']),
        ),
    )
    .selectFrom('fresh')
    .select('id'),
)

/** @returns whether the answer is kept, and on disk */
export const keepAnswer = together(async (db, calls: readonly AnswerRow[]): Promise<boolean[]> => {
  const kept = new Set<AnswerRow>()
  // What somebody says twice at once comes one after the other: a statement changes a row only once.
  for (const round of roundsOf(calls)) {
    const fresh = new Set((await write(db, json(round))).rows.map(({ id }) => id))
    for (const call of round) if (fresh.has(call.event)) kept.add(call)
  }
  return calls.map((call) => kept.has(call))
})

function roundsOf(calls: readonly AnswerRow[]): AnswerRow[][] {
  const before = new Map<string, number>()
  const rounds: AnswerRow[][] = []
  for (const call of calls) {
    const round = before.get(call.delivery) ?? 0
    before.set(call.delivery, round + 1)
    ;(rounds[round] ??= []).push(call)
  }
  return rounds
}
