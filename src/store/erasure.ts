/** Deletes a person. Whatever hangs on the member's row goes with it; what only mentions them is named here. */
import type { Reads, Writes } from '../engine/house.ts'
import { json, parse } from './codecs.ts'
import { forgetInGroups, forgetInRecipients } from './pairings.ts'

/** How much there is about someone. */
export interface PersonalCounts {
  responses: number
  participations: number
  absences: number
  optOuts: number
  pairings: number
  promises: number
  messages: number
}

export async function countPersonal(db: Reads, member: string): Promise<PersonalCounts> {
  const of = async (table: 'response' | 'participant' | 'absence' | 'opt_out' | 'pairing'): Promise<number> => {
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
    pairings: await of('pairing'),
    promises: await promisesOf(db, member),
    messages: Number(count),
  }
}

/** Made by them and made to them. */
async function promisesOf(db: Reads, member: string): Promise<number> {
  const { count } = await db
    .selectFrom('promise')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where((where) => where.or([where('owner_id', '=', member), where('to_id', '=', member)]))
    .executeTakeFirstOrThrow()
  return Number(count)
}

const OWN = [
  'response',
  'participant',
  'pairing',
  'feed_entry',
  'feed',
  'absence',
  'opt_out',
  'identity',
  'membership',
] as const

/**
 * Deletes the member with everything that is theirs. The row itself goes too: its id is made from the e-mail address, and would go
 * on pointing to the person. Their own open ballots have to be taken back before.
 */
export async function eraseMember(trx: Writes, member: string): Promise<void> {
  await trx.deleteFrom('delivery').where('recipient', '=', `member:${member}`).execute()
  await forgetInGroups(trx, member)
  await forgetInRecipients(trx, member)
  await forgetAsLeader(trx, member)
  await forgetInStarted(trx, member)
  await forgetInAnswers(trx, member)
  await trx
    .deleteFrom('promise')
    .where((where) => where.or([where('owner_id', '=', member), where('to_id', '=', member)]))
    .execute()
  await trx
    .deleteFrom('contact')
    .where((where) =>
      where.exists(
        where
          .selectFrom('identity')
          .select('identity.member_id')
          .whereRef('identity.platform', '=', 'contact.platform')
          .whereRef('identity.external_id', '=', 'contact.person')
          .where('identity.member_id', '=', member),
      ),
    )
    .execute()
  for (const table of OWN) {
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

/** What they have begun stays; by whom is not known any more. */
async function forgetInStarted(trx: Writes, member: string): Promise<void> {
  const rows = await trx
    .selectFrom('occurrence')
    .select(['id', 'started'])
    .where('started', 'like', `%${json(member)}%`)
    .execute()
  for (const { id, started } of rows) {
    const kept = parse<{ by: { id: string } | null }[]>(started!).map((each) =>
      each.by?.id === member ? { ...each, by: null } : each,
    )
    await trx
      .updateTable('occurrence')
      .set({ started: json(kept) })
      .where('id', '=', id)
      .execute()
  }
}

/** Others name them where a form asks for a person: who shall do something, who takes over. The words stay whose they were. */
async function forgetInAnswers(trx: Writes, member: string): Promise<void> {
  const rows = await trx
    .selectFrom('response')
    .select(['id', 'answers'])
    .where('member_id', '!=', member)
    .where('answers', 'like', `%${member}%`)
    .execute()
  for (const { id, answers } of rows) {
    const given = Object.entries(parse<Record<string, unknown>>(answers!))
    const kept = given.map(([field, value]) => [field, without(value, member)])
    await trx
      .updateTable('response')
      .set({ answers: json(Object.fromEntries(kept)) })
      .where('id', '=', id)
      .execute()
  }
}

/** Also where their id is part of a choice, such as a point of the talk with them. */
function without(value: unknown, member: string): unknown {
  if (value === member) return null
  return typeof value === 'string' ? value.replaceAll(member, 'gone') : value
}
