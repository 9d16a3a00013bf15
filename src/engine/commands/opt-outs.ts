/** Leaving a ritual for a while or for good, and coming back. One row a ritual; `*` stands for all. */
import type { Reads, Writes } from '../house.ts'

export const EVERY = '*'

/** @param until UTC text from which on they take part again; null: until they say so */
export async function optOut(trx: Writes, member: string, ritual: string, until: string | null): Promise<void> {
  // Whoever leaves everything for good need not remember what they had left before.
  if (ritual === EVERY && until === null) await trx.deleteFrom('opt_out').where('member_id', '=', member).execute()
  await trx
    .insertInto('opt_out')
    .values({ member_id: member, ritual_id: ritual, until_at: until })
    .onConflict((conflict) => conflict.columns(['member_id', 'ritual_id']).doUpdateSet({ until_at: until }))
    .execute()
}

/** Takes part again in this ritual. Who had left all of them stays out of the `others`. */
export async function optIn(trx: Writes, member: string, ritual: string, others: readonly string[]): Promise<void> {
  const all = await trx
    .selectFrom('opt_out')
    .select('until_at')
    .where('member_id', '=', member)
    .where('ritual_id', '=', EVERY)
    .executeTakeFirst()
  const ended = ritual === EVERY ? [EVERY, ...others] : [EVERY, ritual]
  await trx.deleteFrom('opt_out').where('member_id', '=', member).where('ritual_id', 'in', ended).execute()
  if (!all || ritual === EVERY) return
  const rows = others
    .filter((other) => other !== ritual)
    .map((other) => ({ member_id: member, ritual_id: other, until_at: all.until_at }))
  if (rows.length === 0) return
  await trx
    .insertInto('opt_out')
    .values(rows)
    // What they had left for good before stays left for good.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What someone has left or snoozed at `now`, by ritual; the value is when it ends, null for never. */
export async function optOutsOf(db: Reads, member: string, now: string): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom('opt_out')
    .select(['ritual_id', 'until_at'])
    .where('member_id', '=', member)
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', now)]))
    .orderBy('ritual_id')
    .execute()
  return new Map(rows.map((row) => [row.ritual_id, row.until_at]))
}

/** What holds for one ritual: its own row or the one for all, whichever lasts longer; undefined when neither. */
export function optOutFrom(
  outs: ReadonlyMap<string, string | null>,
  ritual: string,
): { until: string | null } | undefined {
  const held = [EVERY, ritual].filter((key) => outs.has(key)).map((key) => outs.get(key) ?? null)
  if (held.length === 0) return undefined
  return { until: held.includes(null) ? null : held.toSorted().at(-1)! }
}
