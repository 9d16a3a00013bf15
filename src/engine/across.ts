/**
 * What has been published in all teams, for the view across them. A poll belongs to the week in which it closed, and only whole weeks are told: so
 * whoever looks twice sees the same, or other polls altogether, and nothing can be subtracted.
 */
import type { Across, Gathering, Held, Result } from '#ritual'
import { parse } from '../store/codecs.ts'
import { chunks } from '../store/people.ts'
import { instantText } from '../time/format.ts'
import type { AnyRitual } from './discovery.ts'
import type { House } from './house.ts'
import { OVER } from './occasion.ts'
import { entryOf } from './past.ts'

/** Monday of the last whole week, on the organisation's calendar. */
export function lastWholeWeek(house: House): Temporal.PlainDate {
  const today = house.clock.now().toZonedDateTimeISO(house.manifest.organisation.zone).toPlainDate()
  return today.subtract({ days: today.dayOfWeek + 6 })
}

/** Lets the ritual take in everything published in the `weeks` that end with this one, a week at a time. */
export async function gatherAcross(
  house: House,
  kind: AnyRitual,
  across: Across<unknown, unknown>,
  week: Temporal.PlainDate,
): Promise<Gathering<unknown, unknown>> {
  const gathering = across.gather(house.manifest.privacy.minimumGroup)
  const teams = await teamsOf(house, kind)
  for (let back = across.weeks - 1; back >= 0; back -= 1) {
    const monday = week.subtract({ weeks: back })
    gathering.take(monday.toString(), await heldIn(house, kind, teams, monday))
  }
  return gathering
}

/** The teams of all rituals of this kind, those that have been removed too. */
async function teamsOf(house: House, { kind }: AnyRitual): Promise<Map<string, string>> {
  const rows = await house.db.kysely.selectFrom('ritual').select(['id', 'team_id']).where('kind', '=', kind).execute()
  return new Map(rows.map(({ id, team_id }) => [id, team_id]))
}

/** One table after the other: joined, the databases begin at the wrong end and look at all weeks for each one. */
async function heldIn(
  house: House,
  kind: AnyRitual,
  teams: Map<string, string>,
  monday: Temporal.PlainDate,
): Promise<Held<unknown, unknown>[]> {
  const closed = (await closedIn(house, monday)).filter(({ ritual_id }) => teams.has(ritual_id))
  const ids = closed.map(({ id }) => id)
  const results = await resultsOf(house, ids)
  const logs = await entriesOf(house, ids)
  return closed.flatMap(({ id, ritual_id, number }) => {
    const document = results.get(id)
    if (document === undefined) return []
    const entries = (logs.get(id) ?? []).map((row) => entryOf(row, 'leader'))
    return [
      {
        ritual: ritual_id,
        team: teams.get(ritual_id)!,
        number: number ?? 0,
        week: monday.toString(),
        state: entries.reduce((state, entry) => kind.reduce(state, entry), kind.initial()),
        result: parse<Result<unknown>>(document),
      },
    ]
  })
}

/** Of a poll, not before its key is destroyed. */
const closedIn = (house: House, monday: Temporal.PlainDate) => {
  const start = monday.toZonedDateTime(house.manifest.organisation.zone)
  return house.db.kysely
    .selectFrom('occurrence')
    .select(['id', 'ritual_id', 'number'])
    .where('closes_at', '>=', instantText(start.toInstant()))
    .where('closes_at', '<', instantText(start.add({ weeks: 1 }).toInstant()))
    .where('phase', 'in', ['closed', OVER])
    .orderBy('closes_at')
    .execute()
}

/** Looked up in one query. */
const AT_ONCE = 500

async function resultsOf(house: House, occurrences: string[]): Promise<Map<string, string>> {
  const results = new Map<string, string>()
  for (const some of chunks(occurrences, AT_ONCE)) {
    const rows = await house.db.kysely.selectFrom('result').selectAll().where('occurrence_id', 'in', some).execute()
    for (const { occurrence_id, document } of rows) results.set(occurrence_id, document)
  }
  return results
}

/** In a ritual that tells something across teams members' answers are sealed: whatever stands in the log is its leaders'. */
async function entriesOf(house: House, occurrences: string[]) {
  const rows = []
  for (const some of chunks(occurrences, AT_ONCE)) {
    const found = await house.db.kysely
      .selectFrom('response')
      .selectAll()
      .where('occurrence_id', 'in', some)
      .orderBy('id')
      .execute()
    rows.push(...found)
  }
  return Map.groupBy(rows, (row) => row.occurrence_id)
}
