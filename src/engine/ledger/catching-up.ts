/** Whoever has just promised something finds it in their list, also where the round itself is looked at only in a while. */
import { instantText } from '../../time/format.ts'
import { act } from '../act.ts'
import type { House } from '../house.ts'
import { PAUSE_SECONDS } from '../looking.ts'
import { occasionOf } from '../occasion.ts'
import { fullView } from '../view.ts'
import { followPromises } from './reconcile.ts'

/** Brings the ledger up to date with the rounds of this member that wait to be looked at; most often there is none. */
export async function catchUp(house: House, member: string): Promise<void> {
  const kinds = [...house.rituals.values()].filter(({ promises }) => promises).map(({ kind }) => kind)
  if (kinds.length === 0) return
  const rows = await house.db.kysely
    .selectFrom('participant')
    .innerJoin('occurrence', 'occurrence.id', 'participant.occurrence_id')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .innerJoin('response', (join) =>
      join
        .onRef('response.occurrence_id', '=', 'occurrence.id')
        .onRef('response.member_id', '=', 'participant.member_id'),
    )
    .select('occurrence.id')
    .distinct()
    .where('participant.member_id', '=', member)
    .where('ritual.kind', 'in', kinds)
    .where('occurrence.state', 'in', ['open', 'closed'])
    .where('occurrence.next_at', 'is not', null)
    .where('response.at', '>=', instantText(house.clock.now().subtract({ seconds: 2 * PAUSE_SECONDS })))
    .execute()
  for (const { id } of rows) await follow(house, id)
}

const follow = (house: House, id: string): Promise<void> =>
  act(house, async (trx) => {
    const occasion = await occasionOf(house, trx, id, true)
    if (occasion) await followPromises(house, trx, occasion, (await fullView(house, trx, occasion)).view)
  })
