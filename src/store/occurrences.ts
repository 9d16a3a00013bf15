/** What every event and every wake-up asks first: an occurrence, its ritual, someone's place in it. */
import type { Selectable } from 'kysely'
import { prepared } from './prepared.ts'
import { together } from './together.ts'
import type { ResponseTable, RitualTable } from './schema.ts'

/** Named apart from the occurrence's own columns, so that one row holds both. */
export const RITUAL = [
  'ritual.kind as ritual_kind',
  'ritual.team_id as ritual_team_id',
  'ritual.with_teams as ritual_with_teams',
  'ritual.name as ritual_name',
  'ritual.schedule as ritual_schedule',
  'ritual.options as ritual_options',
  'ritual.state as ritual_state',
  'ritual.paused_until as ritual_paused_until',
  'ritual.planned_until as ritual_planned_until',
] as const

export const OCCURRENCE = [
  'occurrence.id',
  'occurrence.ritual_id',
  'occurrence.nominal',
  'occurrence.local_at',
  'occurrence.state',
  'occurrence.reason',
  'occurrence.number',
  'occurrence.phase',
  'occurrence.opens_at',
  'occurrence.closes_at',
  'occurrence.next_at',
  'occurrence.frozen',
  'occurrence.started',
] as const

type RitualColumns = {
  [Column in Exclude<keyof RitualTable, 'id'> as `ritual_${Column}`]: Selectable<RitualTable>[Column]
}

/** The ritual in such a row. */
export const ritualIn = (row: RitualColumns & { ritual_id: string }): Selectable<RitualTable> => ({
  id: row.ritual_id,
  kind: row.ritual_kind,
  team_id: row.ritual_team_id,
  with_teams: row.ritual_with_teams,
  name: row.ritual_name,
  schedule: row.ritual_schedule,
  options: row.ritual_options,
  state: row.ritual_state,
  paused_until: row.ritual_paused_until,
  planned_until: row.ritual_planned_until,
})

/** An occurrence with its ritual. */
export const occurrenceById = prepared((db, id: string) =>
  db
    .selectFrom('occurrence')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .select(OCCURRENCE)
    .select(RITUAL)
    .where('occurrence.id', '=', id),
)

export const PLACE = [
  'participant.role',
  'participant.status',
  'participant.remind_at',
  'participant.reason as absent_for',
  'participant.until as absent_until',
  'participant.opens_at as asked_at',
] as const

/** The same, with someone's place in it; `role` is null where they have none. */
export const placeIn = prepared((db, occurrence: string, member: string) =>
  db
    .selectFrom('occurrence')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .leftJoin('participant', (join) =>
      join.onRef('participant.occurrence_id', '=', 'occurrence.id').on('participant.member_id', '=', member),
    )
    .select(OCCURRENCE)
    .select(RITUAL)
    .select(PLACE)
    .where('occurrence.id', '=', occurrence),
)

export type PlaceRow = Awaited<ReturnType<typeof placeIn>>['rows'][number] & {
  /** What they have said there so far, oldest first, where it was read along. */
  log?: Selectable<ResponseTable>[]
}

/** On PostgreSQL: keeps other replicas out until the transaction ends. */
export const lockedOccurrence = prepared((db, id: string) =>
  db
    .selectFrom('occurrence')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .select(OCCURRENCE)
    .select(RITUAL)
    .where('occurrence.id', '=', id)
    .forUpdate('occurrence'),
)

/** The state alone, of whatever is asked for in the same turn; undefined where there is no such occurrence. */
export const stateOf = together(async (db, ids: readonly string[]) => {
  const rows = await db.selectFrom('occurrence').select(['id', 'state']).where('id', 'in', ids).execute()
  const states = new Map(rows.map(({ id, state }) => [id, state]))
  return ids.map((id) => states.get(id))
})

/** How far it is. */
export const standing = prepared((db, id: string) =>
  db.selectFrom('occurrence').select(['state', 'phase']).where('id', '=', id),
)

/** The same on PostgreSQL, and nobody closes it before the transaction ends. */
export const sharedStanding = prepared((db, id: string) =>
  db.selectFrom('occurrence').select(['state', 'phase']).where('id', '=', id).forShare(),
)

/** The same on PostgreSQL for an answer: whoever moves it on waits until the transaction ends, and other answers do not. */
export const heldStanding = prepared((db, id: string) =>
  db.selectFrom('occurrence').select(['state', 'phase']).where('id', '=', id).forKeyShare(),
)

/** What someone's answering has made of their place. */
export const settleParticipant = prepared((db, occurrence: string, member: string, status: 'answered' | 'declined') =>
  db
    .updateTable('participant')
    .set({ status, reason: null })
    .where('occurrence_id', '=', occurrence)
    .where('member_id', '=', member),
)
