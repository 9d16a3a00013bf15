/** Commands about what runs offer only what runs. */
import type { Reply } from '#platform'
import { type Caller, notice } from '../caller.ts'
import type { House } from '../house.ts'
import { choose, type Choosing } from './choosing.ts'
import type { KnownRitual } from './known-rituals.ts'

/** Whatever is named is taken at its word; where nothing is named, what does not run is no choice. */
export async function chooseRunning(
  house: House,
  caller: Caller,
  rest: string,
  choosing: Choosing,
): Promise<{ ritual: KnownRitual } | Reply> {
  if (rest !== '' || choosing.rituals.length < 2) return choose(caller, rest, choosing)
  const rituals = await thoseRunning(house, choosing.rituals)
  return rituals.length === 0 ? notice(caller.t('choose.nothing-runs')) : choose(caller, rest, { ...choosing, rituals })
}

async function thoseRunning(house: House, rituals: readonly KnownRitual[]): Promise<KnownRitual[]> {
  const rows = await house.db.kysely
    .selectFrom('occurrence')
    .select('ritual_id')
    .distinct()
    .where('state', '=', 'open')
    .where(
      'ritual_id',
      'in',
      rituals.map(({ row }) => row.id),
    )
    .execute()
  return rituals.filter(({ row }) => rows.some(({ ritual_id }) => ritual_id === row.id))
}
