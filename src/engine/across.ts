/**
 * What has been published in all teams, for the view across them. A poll belongs to the week in which it closed, and only whole weeks are told: so
 * whoever looks twice sees the same, or other polls altogether, and nothing can be subtracted.
 */
import type { Held, Result } from '#ritual'
import { parse } from '../store/codecs.ts'
import { instantText } from '../time/format.ts'
import type { AnyRitual } from './discovery.ts'
import type { House } from './house.ts'
import { entryOf } from './past.ts'

/** Monday of the last whole week, on the organisation's calendar. */
export function lastWholeWeek(house: House): Temporal.PlainDate {
  const today = house.clock.now().toZonedDateTimeISO(house.manifest.organisation.zone).toPlainDate()
  return today.subtract({ days: today.dayOfWeek + 6 })
}

/** Everything published in the `weeks` that end with this one, oldest first. Two queries, however many teams there are. */
export async function heldAcross(
  house: House,
  kind: AnyRitual,
  week: Temporal.PlainDate,
  weeks: number,
): Promise<Held<unknown, unknown>[]> {
  const { zone } = house.manifest.organisation
  const from = week.subtract({ weeks: weeks - 1 }).toZonedDateTime(zone)
  const until = week.add({ weeks: 1 }).toZonedDateTime(zone)
  const bounds = { kind: kind.kind, from: instantText(from.toInstant()), until: instantText(until.toInstant()) }
  const published = await publishedIn(house, bounds)
  const logs = Map.groupBy(await entriesIn(house, bounds), (row) => row.occurrence_id)
  const mondays = mondaysFrom(from, weeks)
  return published.map(({ id, ritual_id, team_id, number, closes_at, document }) => ({
    ritual: ritual_id,
    team: team_id,
    number: number ?? 0,
    week: mondays.findLast(({ at }) => at <= closes_at)!.monday,
    state: (logs.get(id) ?? []).reduce((state, row) => kind.reduce(state, entryOf(row, 'leader')), kind.initial()),
    result: parse<Result<unknown>>(document),
  }))
}

/** When each week began there: a day has not always 24 hours. */
function mondaysFrom(from: Temporal.ZonedDateTime, weeks: number): { monday: string; at: string }[] {
  return Array.from({ length: weeks }, (_, index) => {
    const start = from.add({ weeks: index })
    return { monday: start.toPlainDate().toString(), at: instantText(start.toInstant()) }
  })
}

interface Bounds {
  kind: string
  from: string
  until: string
}

const publishedIn = (house: House, { kind, from, until }: Bounds) =>
  house.db.kysely
    .selectFrom('occurrence')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .innerJoin('result', 'result.occurrence_id', 'occurrence.id')
    .select([
      'occurrence.id',
      'occurrence.ritual_id',
      'ritual.team_id',
      'occurrence.number',
      'occurrence.closes_at',
      'result.document',
    ])
    .where('ritual.kind', '=', kind)
    .where('occurrence.state', '=', 'closed')
    // Not before its key is destroyed.
    .where('occurrence.phase', '!=', 'erasing')
    .where('occurrence.closes_at', '>=', from)
    .where('occurrence.closes_at', '<', until)
    .orderBy('occurrence.closes_at')
    .execute()

/** In a ritual that tells something across teams members' answers are sealed: whatever stands in the log is its leaders'. */
async function entriesIn(house: House, { kind, from, until }: Bounds) {
  return house.db.kysely
    .selectFrom('occurrence')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .innerJoin('response', 'response.occurrence_id', 'occurrence.id')
    .selectAll('response')
    .where('ritual.kind', '=', kind)
    .where('occurrence.closes_at', '>=', from)
    .where('occurrence.closes_at', '<', until)
    .orderBy('response.id')
    .execute()
}
