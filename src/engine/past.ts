/** What has been said so far: the log of an occurrence, folded; earlier occurrences; what was published. */
import type { Entry, Group, OccurrenceFacts, Overlap, Past, Result, Role } from '#ritual'
import type { Selectable } from 'kysely'
import { flagOf, parse } from '../store/codecs.ts'
import { groupsIn } from '../store/pairings.ts'
import { responsesBy, responsesTo } from '../store/responses.ts'
import { documentOf } from '../store/results.ts'
import type { OccurrenceTable, ResponseTable } from '../store/schema.ts'
import { allDone } from '../all-done.ts'
import { circlesOf } from './circles.ts'
import type { House, Reads } from './house.ts'
import { assemble, isAnonymous, type Occasion } from './occasion.ts'
import { startedIn } from './starting/started.ts'

/** The log of an occurrence, oldest first; of some members only when `only` is given. */
export async function entriesOf(
  db: Reads,
  occurrence: string,
  roles: Map<string, Role>,
  only?: readonly string[],
): Promise<Entry[]> {
  return entriesFrom(await responsesIn(db, occurrence, only), roles)
}

export const entriesFrom = (rows: Selectable<ResponseTable>[], roles: ReadonlyMap<string, Role>): Entry[] =>
  rows.map((row) => entryOf(row, roles.get(row.member_id) ?? 'member'))

export async function responsesIn(db: Reads, occurrence: string, only?: readonly string[]) {
  if (only === undefined) return (await responsesTo(db, occurrence)).rows
  if (only.length === 1) return (await responsesBy(db, occurrence, only[0]!)).rows
  return db
    .selectFrom('response')
    .selectAll()
    .where('occurrence_id', '=', occurrence)
    .where('member_id', 'in', only)
    .orderBy('id')
    .execute()
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

/** With how its people differ from those of the polls before, settled when its ballots were opened. */
export type StoredResult = Result<unknown> & { overlaps?: Record<string, Overlap> }

export async function resultOf(db: Reads, occurrence: string): Promise<StoredResult | null> {
  const [row] = (await documentOf(db, occurrence)).rows
  return row ? parse<StoredResult>(row.document) : null
}

/** An earlier occurrence before it is folded, so that it can be folded for each reader. */
export interface PastRows {
  earlier: Occasion
  entries: Entry[]
  groups: Group[]
  result: Result<unknown> | null
  overlap?: Overlap
}

/** Earlier occurrences that were held, newest first; only what one reader may see of them when `reader` is given. */
export async function pastRows(house: House, db: Reads, occasion: Occasion, reader?: string): Promise<PastRows[]> {
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
  const [drawn, own] = await allDone([
    drawnIn(
      db,
      occasion,
      rows.map((row) => row.id),
      reader,
    ),
    isAnonymous(occasion) ? resultOf(db, occasion.row.id) : null,
  ])
  const read = async (row: Selectable<OccurrenceTable>): Promise<PastRows> => {
    const groups = drawn.get(row.id) ?? []
    const only = reader === undefined ? undefined : seenBy(occasion, groups, reader)
    const [roles, said, result] = await allDone([
      rolesOf(db, row.id, only),
      responsesIn(db, row.id, only),
      resultOf(db, row.id),
    ])
    const overlap = own?.overlaps?.[row.id]
    const entries = entriesFrom(said, roles)
    return { earlier: assemble(house, row, occasion.ritual), entries, groups, result, ...(overlap && { overlap }) }
  }
  return allDone(rows.map(read))
}

/** The groups of these occurrences of a ritual, all or one reader's; asked for only where people are drawn together. */
export async function drawnIn(
  db: Reads,
  occasion: Occasion,
  occurrences: readonly string[],
  reader?: string,
): Promise<Map<string, Group[]>> {
  return occasion.kind.drawing ? groupsIn(db, occurrences, reader) : new Map()
}

/** Whose entries a reader may see who is in these groups: their own, or those of everyone in them. */
export const seenBy = ({ kind }: Occasion, groups: Group[], reader: string): string[] =>
  kind.scope === 'group' ? [...circlesOf(groups)(reader).people] : [reader]

/** What a reader may see of an earlier occurrence. */
export type Seen = Pick<PastRows, 'entries' | 'groups'>

export const foldPast = (rows: PastRows[], of: (past: PastRows) => Seen): Past<unknown, unknown>[] =>
  rows.map((row) => {
    const { entries, groups } = of(row)
    const { earlier, result, overlap } = row
    // Side by side, two results of almost the same people would tell what the few said who make the difference.
    const shown = overlap?.members === 'few' ? null : result
    return {
      occurrence: factsOf(earlier.row),
      state: fold(earlier, entries),
      result: shown,
      groups,
      started: startedIn(earlier.row),
      ...(overlap && { overlap }),
    }
  })

async function rolesOf(db: Reads, occurrence: string, only?: readonly string[]): Promise<Map<string, Role>> {
  let query = db.selectFrom('participant').select(['member_id', 'role']).where('occurrence_id', '=', occurrence)
  if (only !== undefined) query = query.where('member_id', 'in', only)
  return new Map((await query.execute()).map((row) => [row.member_id, row.role]))
}

export const factsOf = (row: Selectable<OccurrenceTable>): OccurrenceFacts => ({
  id: row.id,
  number: row.number ?? 0,
  date: row.local_at.slice(0, 10),
  opensAt: row.opens_at,
  closesAt: row.closes_at,
})
