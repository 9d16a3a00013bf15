/**
 * What has been published in all teams, for the view across them. A poll belongs to the week in which it closed, and only whole weeks are told: so
 * whoever looks twice sees the same, or other polls altogether, and nothing can be subtracted.
 */
import type { Across, Held, Result, ToldWeek } from '#ritual'
import { json, parse } from '../store/codecs.ts'
import { chunks } from '../store/people.ts'
import { instantText } from '../time/format.ts'
import { act } from './act.ts'
import type { AnyRitual } from './discovery.ts'
import type { House } from './house.ts'
import { OVER } from './occasion.ts'
import { entryOf } from './past.ts'

/** Monday of the last whole week, on the organisation's calendar. */
export function lastWholeWeek(house: House): Temporal.PlainDate {
  const today = house.clock.now().toZonedDateTimeISO(house.manifest.organisation.zone).toPlainDate()
  return today.subtract({ days: today.dayOfWeek + 6 })
}

/**
 * What is told of each of the whole weeks that end with this one, oldest first. A week is read and told once, by whoever looks first; from then on
 * what was told stands.
 */
export async function toldAcross(
  house: House,
  kind: AnyRitual,
  across: Across<unknown, unknown>,
  last: Temporal.PlainDate,
): Promise<ToldWeek[]> {
  const weeks = Array.from({ length: across.weeks }, (_, back) => last.subtract({ weeks: across.weeks - 1 - back }))
  const known = await toldSince(house, kind, weeks[0]!)
  const missing = weeks.filter((week) => !known.has(week.toString()))
  if (missing.length === 0) return inOrder(known)
  const pollsOf = await pollsKnown(house, kind, missing[0]!.subtract({ weeks: across.recent }), last)
  for (const week of missing) {
    const before = inOrder(known).filter((each) => each.week < week.toString())
    const threshold = house.manifest.privacy.minimumGroup
    const held = await heldIn(house, kind, week, pollsOf(week))
    const recent = week.equals(last) ? [...(await recentBefore(house, kind, across, last, pollsOf)), ...held] : null
    known.set(week.toString(), across.tell({ week: week.toString(), held, recent, before, threshold }))
  }
  await keepTold(house, kind, weeks[0]!, new Map(missing.map((week) => [week.toString(), known.get(week.toString())])))
  // Another replica may have told a week at the same moment: what it has written stands.
  return inOrder(await toldSince(house, kind, weeks[0]!))
}

const inOrder = (told: ReadonlyMap<string, unknown>): ToldWeek[] =>
  [...told].map(([week, each]) => ({ week, told: each })).toSorted((a, b) => (a.week < b.week ? -1 : 1))

async function recentBefore(
  house: House,
  kind: AnyRitual,
  { recent }: Across<unknown, unknown>,
  last: Temporal.PlainDate,
  pollsOf: PollsOf,
): Promise<Held<unknown, unknown>[]> {
  const found = []
  for (let back = recent - 1; back > 0; back -= 1) {
    const week = last.subtract({ weeks: back })
    found.push(...(await heldIn(house, kind, week, pollsOf(week))))
  }
  return found
}

/** Under this name, with the Monday after it, a week stands among the bot's notes. */
const noteOf = ({ kind }: AnyRitual): string => `across.${kind}.`

async function toldSince(house: House, kind: AnyRitual, first: Temporal.PlainDate): Promise<Map<string, unknown>> {
  const note = noteOf(kind)
  const rows = await house.db.kysely
    .selectFrom('setting')
    .selectAll()
    .where('key', 'like', `${note}%`)
    .where('key', '>=', `${note}${first.toString()}`)
    .execute()
  return new Map(rows.map(({ key, value }) => [key.slice(note.length), parse<unknown>(value)]))
}

/** Weeks before the first are told no more, and forgotten. */
async function keepTold(
  house: House,
  kind: AnyRitual,
  first: Temporal.PlainDate,
  told: ReadonlyMap<string, unknown>,
): Promise<void> {
  const note = noteOf(kind)
  await act(house, async (trx) => {
    await trx
      .insertInto('setting')
      .values([...told].map(([week, each]) => ({ key: `${note}${week}`, value: json(each) })))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
    await trx
      .deleteFrom('setting')
      .where('key', 'like', `${note}%`)
      .where('key', '<', `${note}${first.toString()}`)
      .execute()
  })
}

interface Poll {
  id: string
  ritual: string
  team: string
  number: number
}

/** The polls that closed in a week, in the order of closing. */
type PollsOf = (week: Temporal.PlainDate) => Poll[]

/** Of all weeks between these two, found in one go: nothing leads to the occurrences of a week but looking at all of them. */
async function pollsKnown(
  house: House,
  kind: AnyRitual,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Promise<PollsOf> {
  const teams = await teamsOf(house, kind)
  const startOf = (week: Temporal.PlainDate): string =>
    instantText(week.toZonedDateTime(house.manifest.organisation.zone).toInstant())
  const rows = await house.db.kysely
    .selectFrom('occurrence')
    .select(['id', 'ritual_id', 'number', 'closes_at'])
    .where('closes_at', '>=', startOf(first))
    .where('closes_at', '<', startOf(last.add({ weeks: 1 })))
    // Of a poll, not before its key is destroyed.
    .where('phase', 'in', ['closed', OVER])
    .orderBy('closes_at')
    .execute()
  const weeks = Array.from({ length: first.until(last).days / 7 + 1 }, (_, index) => first.add({ weeks: index }))
  const starts = weeks.map(startOf)
  let place = 0
  const byWeek = Map.groupBy(rows, ({ closes_at }) => {
    while (place + 1 < starts.length && closes_at >= starts[place + 1]!) place += 1
    return weeks[place]!.toString()
  })
  return (week) =>
    (byWeek.get(week.toString()) ?? []).flatMap(({ id, ritual_id, number }) => {
      const team = teams.get(ritual_id)
      return team === undefined ? [] : [{ id, ritual: ritual_id, team, number: number ?? 0 }]
    })
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
  monday: Temporal.PlainDate,
  polls: readonly Poll[],
): Promise<Held<unknown, unknown>[]> {
  const ids = polls.map(({ id }) => id)
  const results = await resultsOf(house, ids)
  const logs = await entriesOf(house, ids)
  const week = monday.toString()
  return polls.flatMap(({ id, ...poll }) => {
    const document = results.get(id)
    if (document === undefined) return []
    const entries = (logs.get(id) ?? []).map((row) => entryOf(row, 'leader'))
    const state = entries.reduce((folded, entry) => kind.reduce(folded, entry), kind.initial())
    return [{ ...poll, week, state, result: parse<Result<unknown>>(document) }]
  })
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
