/** Who has left the teams of an occurrence since it opened. */
import { chunks } from '../store/people.ts'
import type { Guest } from './guests.ts'
import type { Reads } from './house.ts'
import { type Occasion, teamsOf } from './occasion.ts'

/** @returns the ids of those of these people who lead or belong to none of them any more */
export async function notInTeam(
  db: Reads,
  { ritual }: Occasion,
  guests: readonly Guest[],
): Promise<ReadonlySet<string>> {
  const gone = new Set(guests.map(({ id }) => id))
  for (const some of chunks([...gone], 500)) {
    const rows = await db
      .selectFrom('membership')
      .select('member_id')
      .where('team_id', 'in', teamsOf(ritual))
      .where('member_id', 'in', some)
      .where('role', '!=', 'observer')
      .where('until', 'is', null)
      .execute()
    for (const { member_id } of rows) gone.delete(member_id)
  }
  return gone
}
