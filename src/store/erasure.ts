/** Deletes a person. Whatever hangs on the member's row goes with it; what only mentions them is named here. */
import type { Reads, Writes } from '../engine/house.ts'
import { json, parse } from './codecs.ts'

/** How much there is about someone. */
export interface PersonalCounts {
  responses: number
  participations: number
  absences: number
  optOuts: number
  messages: number
}

export async function countPersonal(db: Reads, member: string): Promise<PersonalCounts> {
  const of = async (table: 'response' | 'participant' | 'absence' | 'opt_out'): Promise<number> => {
    const { count } = await db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('member_id', '=', member)
      .executeTakeFirstOrThrow()
    return Number(count)
  }
  const { count } = await db
    .selectFrom('delivery')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('recipient', '=', `member:${member}`)
    .executeTakeFirstOrThrow()
  return {
    responses: await of('response'),
    participations: await of('participant'),
    absences: await of('absence'),
    optOuts: await of('opt_out'),
    messages: Number(count),
  }
}

/**
 * Deletes the member with everything that is theirs. The row itself goes too: its id is made from the e-mail address, and would go
 * on pointing to the person. Their own open ballots have to be taken back before.
 */
export async function eraseMember(trx: Writes, member: string): Promise<void> {
  await trx.deleteFrom('delivery').where('recipient', '=', `member:${member}`).execute()
  await forgetAsLeader(trx, member)
  for (const table of ['response', 'participant', 'absence', 'opt_out', 'identity', 'membership'] as const) {
    await trx.deleteFrom(table).where('member_id', '=', member).execute()
  }
  await trx.deleteFrom('member').where('id', '=', member).execute()
}

/** Every occurrence remembers by name who led the team when it opened. */
async function forgetAsLeader(trx: Writes, member: string): Promise<void> {
  const rows = await trx
    .selectFrom('occurrence')
    .select(['id', 'frozen'])
    .where('frozen', 'like', `%${json(member)}%`)
    .execute()
  for (const { id, frozen } of rows) {
    const remembered = parse<{ leaders: { id: string }[] }>(frozen!)
    const leaders = remembered.leaders.filter((leader) => leader.id !== member)
    await trx
      .updateTable('occurrence')
      .set({ frozen: json({ ...remembered, leaders }) })
      .where('id', '=', id)
      .execute()
  }
}
