/** Whoever has left the organisation is not written to any more, and those who were drawn together with them read of it. */
import { sql } from 'kysely'
import { act, wake } from './act.ts'
import { type House, nowText, type Writes } from './house.ts'

/** At the start, when a new manifest may have let people go. */
export async function settleLeavers(house: House): Promise<void> {
  await act(house, async (trx) => {
    await takeBackUnsent(trx)
    const now = nowText(house)
    const waiting = await trx
      .updateTable('occurrence')
      .set({ next_at: now })
      .where('state', '=', 'open')
      .where(
        'id',
        'in',
        trx
          .selectFrom('member')
          .innerJoin('pairing', 'pairing.member_id', 'member.id')
          .select('pairing.occurrence_id')
          .where('member.left_at', 'is not', null),
      )
      .returning('id')
      .execute()
    wake(trx, ...waiting.map(({ id }) => ({ name: 'occurrence', key: id, runAt: now })))
  })
}

async function takeBackUnsent(trx: Writes): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ state: 'cancelled' })
    .where('state', '=', 'queued')
    .where('sent_revision', '=', 0)
    .where(
      'recipient',
      'in',
      trx
        .selectFrom('member')
        .select(sql<string>`'member:' || id`.as('recipient'))
        .where('left_at', 'is not', null),
    )
    .execute()
}
