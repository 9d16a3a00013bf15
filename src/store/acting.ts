/** Whoever acts, the occurrence they name, and their place in it: what every answer asks, in one question. */
import { type Selectable, sql } from 'kysely'
import { json } from './codecs.ts'
import type { Database } from './database.ts'
import { OCCURRENCE, PLACE, type PlaceRow, RITUAL } from './occurrences.ts'
import type { Member } from './people.ts'
import { prepared } from './prepared.ts'
import type { ResponseTable } from './schema.ts'
import { MOST, together } from './together.ts'

const WHO = [
  'member.id as who_id',
  'member.email as who_email',
  'member.name as who_name',
  'member.language as who_language',
  'member.zone as who_zone',
  'member.unit as who_unit',
] as const

const whoAndPlace = prepared((db, platform: string, externalId: string, occurrence: string) =>
  db
    .selectFrom('identity')
    .innerJoin('member', 'member.id', 'identity.member_id')
    .leftJoin('occurrence', (join) => join.on('occurrence.id', '=', occurrence))
    .leftJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .leftJoin('participant', (join) =>
      join.onRef('participant.occurrence_id', '=', 'occurrence.id').onRef('participant.member_id', '=', 'member.id'),
    )
    .select(WHO)
    .select(OCCURRENCE)
    .select(RITUAL)
    .select(PLACE)
    .where('identity.platform', '=', platform)
    .where('identity.external_id', '=', externalId)
    .where('member.left_at', 'is', null),
)

interface Named {
  platform: string
  externalId: string
  occurrence: string
}

/** All who act in one turn, as JSON; the limit tells the planner how few they are. */
const named = (rows: string) =>
  sql<Named & { place: number }>`rows from (json_to_recordset(${rows}::json) as ("platform" text, "externalId" text,
    "occurrence" text)) with ordinality`.as<'row'>(sql`row("platform", "externalId", "occurrence", "place")`)

/** The same on PostgreSQL, with what each of them has said there so far. */
const whoAndPlaces = prepared((db, rows: string) =>
  db
    .with('named', (read) =>
      read.selectFrom(named(rows)).select(['platform', 'externalId', 'occurrence', 'place']).limit(sql.lit(MOST)),
    )
    .selectFrom('named')
    // Each is looked up by itself, or PostgreSQL would read all people, or all occurrences, for one of them.
    .innerJoinLateral(
      (look) =>
        look
          .selectFrom('identity')
          .select('identity.member_id')
          .whereRef('identity.platform', '=', 'named.platform')
          .whereRef('identity.external_id', '=', 'named.externalId')
          .limit(sql.lit(1))
          .as('identity'),
      (join) => join.onTrue(),
    )
    .innerJoinLateral(
      (look) =>
        look
          .selectFrom('member')
          .select([
            'member.id',
            'member.email',
            'member.name',
            'member.language',
            'member.zone',
            'member.unit',
            'member.left_at',
          ])
          .whereRef('member.id', '=', 'identity.member_id')
          .limit(sql.lit(1))
          .as('member'),
      (join) => join.on('member.left_at', 'is', null),
    )
    .leftJoinLateral(
      (look) =>
        look
          .selectFrom('occurrence')
          .select(OCCURRENCE)
          .whereRef('occurrence.id', '=', 'named.occurrence')
          .limit(sql.lit(1))
          .as('occurrence'),
      (join) => join.onTrue(),
    )
    .leftJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .leftJoin('participant', (join) =>
      join.onRef('participant.occurrence_id', '=', 'named.occurrence').onRef('participant.member_id', '=', 'member.id'),
    )
    .select('named.place as turn')
    .select(WHO)
    .select(OCCURRENCE)
    .select(RITUAL)
    .select(PLACE)
    .select((read) =>
      read
        .selectFrom('response')
        .select(sql<Selectable<ResponseTable>[] | null>`json_agg(response order by response.id)`.as('log'))
        .whereRef('response.occurrence_id', '=', 'named.occurrence')
        .whereRef('response.member_id', '=', 'member.id')
        .as('log'),
    ),
)

type Found = Awaited<ReturnType<typeof whoAndPlace>>['rows'][number] & Pick<PlaceRow, 'log'>

const whoAndPlaceTogether = together(async (db, calls: readonly Named[]): Promise<(Found | undefined)[]> => {
  const { rows } = await whoAndPlaces(db, json(calls))
  const found = new Map(rows.map(({ turn, log, ...row }) => [turn, { ...row, log: log ?? [] }]))
  return calls.map((_, index) => found.get(index + 1))
})

/** @returns no member for a stranger, no place where there is no such occurrence */
export async function memberAt(
  { kysely, dialect }: Database,
  platform: string,
  externalId: string,
  occurrence: string,
): Promise<{ member: Member | undefined; place: PlaceRow | null }> {
  const found =
    dialect === 'postgres'
      ? await whoAndPlaceTogether(kysely, { platform, externalId, occurrence })
      : (await whoAndPlace(kysely, platform, externalId, occurrence)).rows[0]
  if (!found) return { member: undefined, place: null }
  const { who_id, who_email, who_name, who_language, who_zone, who_unit, ...row } = found
  return {
    member: { id: who_id, email: who_email, name: who_name, language: who_language, zone: who_zone, unit: who_unit },
    // Only a row that is not there is null where the table says it can't be.
    place: row.id === null ? null : (row as PlaceRow),
  }
}
