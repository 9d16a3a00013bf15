/** Who is asked stays the same for a few polls: whoever joins in between is asked from the next cohort on, or the difference would be theirs. */
import type { ParticipantTable } from '../store/schema.ts'
import type { AnyRitual } from './discovery.ts'
import type { Reads, Writes } from './house.ts'
import { type Occasion, sealedFormOf } from './occasion.ts'

/** Without those who would give a ballot and were not among the members when the cohort began. */
export async function ofCohort(
  trx: Writes,
  occasion: Occasion,
  number: number,
  called: ParticipantTable[],
): Promise<ParticipantTable[]> {
  const members = await cohortOf(trx, occasion.kind, occasion.ritual.id, number)
  if (!members) return called
  return called.filter(
    ({ member_id, role }) => sealedFormOf(occasion, role) === null || members.has(`${role} ${member_id}`),
  )
}

/** `<role> <member>` of those who belonged to the first poll of this one's cohort; null where it is the first itself, or nothing is known of it. */
async function cohortOf(db: Reads, kind: AnyRitual, ritual: string, number: number): Promise<Set<string> | null> {
  const first = kind.cohort?.(number) ?? number
  if (first >= number) return null
  const rows = await db
    .selectFrom('participant')
    .innerJoin('occurrence', 'occurrence.id', 'participant.occurrence_id')
    .select(['participant.member_id', 'participant.role'])
    .where('occurrence.ritual_id', '=', ritual)
    .where('occurrence.number', '=', first)
    .execute()
  return rows.length === 0 ? null : new Set(rows.map((row) => `${row.role} ${row.member_id}`))
}

/**
 * When somebody who belongs to the team by now is first asked for a ballot: the local date of the first planned poll that asks them, `2026-12-24`.
 * Null when that is simply the next one, or it is not planned yet.
 */
export async function askedFrom(db: Reads, kind: AnyRitual, ritual: string, member: string): Promise<string | null> {
  if (!kind.cohort) return null
  const { held } = await db
    .selectFrom('occurrence')
    .select((select) => select.fn.countAll<number>().as('held'))
    .where('ritual_id', '=', ritual)
    .where('number', 'is not', null)
    .executeTakeFirstOrThrow()
  const next = Number(held) + 1
  const members = await cohortOf(db, kind, ritual, next)
  if (!members || members.has(`member ${member}`)) return null
  let first = next
  while (kind.cohort(first) !== first) first += 1
  const planned = await db
    .selectFrom('occurrence')
    .select('local_at')
    .where('ritual_id', '=', ritual)
    .where('state', '=', 'planned')
    .orderBy('opens_at')
    .offset(first - next)
    .limit(1)
    .executeTakeFirst()
  return planned?.local_at.slice(0, 10) ?? null
}
