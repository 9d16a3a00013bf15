/** What has been said so far: the log of an occurrence, folded; earlier occurrences; what was published. */
import type { Entry, OccurrenceFacts, Past, Result, Role } from '#ritual'
import type { Selectable } from 'kysely'
import { flagOf, parse } from '../store/codecs.ts'
import { responsesBy, responsesTo } from '../store/responses.ts'
import type { OccurrenceTable, ResponseTable } from '../store/schema.ts'
import type { House, Reads } from './house.ts'
import { assemble, type Occasion } from './occasion.ts'

/** The log of an occurrence, oldest first; of one member only when `member` is given. */
export async function entriesOf(
  db: Reads,
  occurrence: string,
  roles: Map<string, Role>,
  member?: string,
): Promise<Entry[]> {
  const { rows } = await (member === undefined ? responsesTo(db, occurrence) : responsesBy(db, occurrence, member))
  return rows.map((row) => entryOf(row, roles.get(row.member_id) ?? 'member'))
}

export const entryOf = (row: Selectable<ResponseTable>, role: Role): Entry => ({
  member: row.member_id,
  role,
  form: row.form,
  answers: row.answers === null ? null : parse(row.answers),
  at: row.at,
  late: flagOf(row.late),
})

export const fold = (occasion: Occasion, entries: Entry[]): unknown =>
  entries.reduce((state, entry) => occasion.kind.reduce(state, entry), occasion.kind.initial())

export async function resultOf(db: Reads, occurrence: string): Promise<Result<unknown> | null> {
  const row = await db
    .selectFrom('result')
    .select('document')
    .where('occurrence_id', '=', occurrence)
    .executeTakeFirst()
  return row ? parse<Result<unknown>>(row.document) : null
}

/** An earlier occurrence before it is folded, so that it can be folded for each reader. */
export interface PastRows {
  earlier: Occasion
  entries: Entry[]
  result: Result<unknown> | null
}

/** Earlier occurrences that were held, newest first; of one member's entries only when `member` is given. */
export async function pastRows(house: House, db: Reads, occasion: Occasion, member?: string): Promise<PastRows[]> {
  if (occasion.kind.remembers === 0) return []
  const rows = await db
    .selectFrom('occurrence')
    .selectAll()
    .where('ritual_id', '=', occasion.row.ritual_id)
    .where('state', 'in', ['open', 'closed'])
    .where('opens_at', '<', occasion.row.opens_at)
    .orderBy('opens_at', 'desc')
    .limit(occasion.kind.remembers)
    .execute()
  const past: PastRows[] = []
  for (const row of rows) {
    const entries = await entriesOf(db, row.id, await rolesOf(db, row.id), member)
    past.push({ earlier: assemble(house, row, occasion.ritual), entries, result: await resultOf(db, row.id) })
  }
  return past
}

export const foldPast = (rows: PastRows[], of: (entries: Entry[]) => Entry[]): Past<unknown, unknown>[] =>
  rows.map(({ earlier, entries, result }) => ({
    occurrence: factsOf(earlier.row),
    state: fold(earlier, of(entries)),
    result,
    groups: [],
  }))

async function rolesOf(db: Reads, occurrence: string): Promise<Map<string, Role>> {
  const rows = await db
    .selectFrom('participant')
    .select(['member_id', 'role'])
    .where('occurrence_id', '=', occurrence)
    .execute()
  return new Map(rows.map((row) => [row.member_id, row.role]))
}

export const factsOf = (row: Selectable<OccurrenceTable>): OccurrenceFacts => ({
  id: row.id,
  number: row.number ?? 0,
  date: row.local_at.slice(0, 10),
  opensAt: row.opens_at,
  closesAt: row.closes_at,
})
