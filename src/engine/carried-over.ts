/**
 * What is planned and must not be forgotten when a manifest changes: somebody has answered ahead, something was put on its table, or a leader has
 * left it out. It moves to the time that the new schedule gives it; beside one that is planned anew, everybody would be asked twice.
 */
import type { Selectable } from 'kysely'
import type { OccurrenceTable } from '../store/schema.ts'
import { wake } from './act.ts'
import { type House, nowText, type Writes } from './house.ts'

export type Kept = Pick<Selectable<OccurrenceTable>, 'id' | 'nominal' | 'state'>

/** Who has answered for tomorrow has answered for the next round, even if that is the day after. */
const MOST_DAYS = 6

/** Ids of the rituals that have something of the kind; most have nothing, and there may be thousands. */
export async function ritualsKeeping(house: House): Promise<ReadonlySet<string>> {
  const rows = await house.db.kysely
    .selectFrom('occurrence')
    .select('ritual_id')
    .distinct()
    .where('state', 'in', ['planned', 'skipped'])
    .where('opens_at', '>', nowText(house))
    .where((where) =>
      where.or([
        where('reason', '=', 'leader'),
        where('started', 'is not', null),
        where.exists(
          where.selectFrom('response').select('response.id').whereRef('response.occurrence_id', '=', 'occurrence.id'),
        ),
      ]),
    )
    .execute()
  return new Set(rows.map((row) => row.ritual_id))
}

/** What is still to come of a ritual when all has been forgotten that may be. */
export async function keptOf(house: House, trx: Writes, ritual: string): Promise<Kept[]> {
  return trx
    .selectFrom('occurrence')
    .select(['id', 'nominal', 'state'])
    .where('ritual_id', '=', ritual)
    .where('opens_at', '>', nowText(house))
    .where((where) =>
      where.or([
        where('state', '=', 'planned'),
        where.and([where('state', '=', 'skipped'), where('reason', '=', 'leader')]),
      ]),
    )
    .orderBy('nominal')
    .execute()
}

/** @param rows what the schedule says now, not yet written: each is taken once, for a nominal time is one occurrence's alone */
export async function carryOver(
  trx: Writes,
  ritual: string,
  kept: readonly Kept[],
  rows: readonly OccurrenceTable[],
): Promise<void> {
  const free = new Map(rows.map((row) => [row.nominal, row]))
  const standing = new Map(kept.map((each) => [each.id, free.get(each.nominal)]))
  for (const nominal of await takenIn(trx, ritual, rows)) free.delete(nominal)
  // The place that it was first planned for can be nobody else's: no other row can have its id.
  const first = new Map([...free.values()].map((row) => [row.id, row]))
  const places = new Map(kept.map(({ id }) => [id, first.get(id) ?? standing.get(id)]))
  for (const row of places.values()) if (row) free.delete(row.nominal)
  for (const each of kept) {
    const row = places.get(each.id) ?? nextTo(each, [...free.values()])
    if (!row) continue
    free.delete(row.nominal)
    const { nominal, local_at, opens_at, closes_at, next_at, state, reason } = row
    const time = { nominal, local_at, opens_at, closes_at }
    await trx
      .updateTable('occurrence')
      .set(each.state === 'planned' ? { ...time, next_at, state, reason } : time)
      .where('id', '=', each.id)
      .execute()
    if (each.state === 'planned' && next_at !== null) wake(trx, { name: 'occurrence', key: each.id, runAt: next_at })
  }
}

async function takenIn(trx: Writes, ritual: string, rows: readonly OccurrenceTable[]): Promise<string[]> {
  const [first] = rows
  if (first === undefined) return []
  const taken = await trx
    .selectFrom('occurrence')
    .select('nominal')
    .where('ritual_id', '=', ritual)
    .where('nominal', '>=', first.nominal)
    .execute()
  return taken.map(({ nominal }) => nominal)
}

/** What was left out stays so on its day alone. */
function nextTo({ nominal, state }: Kept, rows: readonly OccurrenceTable[]): OccurrenceTable | undefined {
  const day = Temporal.PlainDate.from(nominal.slice(0, 10))
  const last = day.add({ days: state === 'planned' ? MOST_DAYS : 0 }).toString()
  return rows
    .filter((row) => row.state === 'planned' && row.nominal >= day.toString() && row.nominal.slice(0, 10) <= last)
    .toSorted((a, b) => (a.nominal < b.nominal ? -1 : 1))[0]
}
