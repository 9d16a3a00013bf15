/** What people say came of a promise. Saying it twice changes nothing, and what is settled stays settled. */
import { wake } from '../act.ts'
import { type House, nowText, type Team, teamOf, type Writes } from '../house.ts'
import { membersHere, type Party, partyOf } from './party.ts'
import type { PromiseRow } from './promised.ts'
import { newDate, wakeFor } from './reconcile.ts'

/** A promise with its people, as one of the two has it before them. */
export interface Held {
  row: PromiseRow
  owner: Party
  /** Null: promised to the whole team. */
  to: Party | null
  team: Team | null
  /** The rounds in which it stands: the one it was made in, and the ritual's latest. */
  rounds: string[]
}

/** What was done: `already` says that it stood so before. */
export type Settling =
  | { did: 'kept' | 'late' | 'dropped' | 'moved'; held: Held }
  | { did: 'already'; held: Held }
  | { did: 'not-yours' }

/** @returns null when there is no such promise, or none that concerns `member`, or one of its people has left */
export async function heldBy(house: House, trx: Writes, id: string, member: string): Promise<Held | null> {
  const known = await trx
    .selectFrom('promise')
    .select(['ritual_id', 'occurrence_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!known) return null
  const rounds = await lockedRounds(house, trx, known)
  const row = await lockedPromise(house, trx, id)
  if (!row || (row.to_id !== null && row.owner_id !== member && row.to_id !== member)) return null
  const people = await membersHere(trx, row.to_id === null ? [row.owner_id] : [row.owner_id, row.to_id])
  const owner = people.get(row.owner_id)
  const to = row.to_id === null ? null : people.get(row.to_id)
  if (!owner || to === undefined) return null
  const team = await teamFor(house, trx, row)
  return { row, owner: partyOf(house, owner, team), to: to && partyOf(house, to, team), team, rounds }
}

/** Before the promise itself, as whoever looks at a round takes the two. */
async function lockedRounds(
  house: House,
  trx: Writes,
  { ritual_id, occurrence_id }: Pick<PromiseRow, 'ritual_id' | 'occurrence_id'>,
): Promise<string[]> {
  const latest = await trx
    .selectFrom('occurrence')
    .select('id')
    .where('ritual_id', '=', ritual_id)
    .where('state', 'in', ['open', 'closed'])
    .orderBy('opens_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rounds = [...new Set([occurrence_id, latest?.id ?? occurrence_id])]
  if (house.db.dialect === 'postgres')
    await trx.selectFrom('occurrence').select('id').where('id', 'in', rounds).orderBy('id').forUpdate().execute()
  return rounds.toSorted()
}

async function lockedPromise(house: House, trx: Writes, id: string): Promise<PromiseRow | undefined> {
  const query = trx.selectFrom('promise').selectAll().where('id', '=', id).where('state', '!=', 'withdrawn')
  return (house.db.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
}

async function teamFor(house: House, trx: Writes, row: PromiseRow): Promise<Team | null> {
  const { team_id } = await trx
    .selectFrom('ritual')
    .select('team_id')
    .where('id', '=', row.ritual_id)
    .executeTakeFirstOrThrow()
  return teamOf(house, team_id)
}

/** Kept: the owner may say so, and so may the one it was promised to. Whether in time is judged where the owner lives. */
export async function keepPromise(house: House, trx: Writes, held: Held, member: string): Promise<Settling> {
  const { row, owner } = held
  if (row.owner_id !== member && row.to_id !== member) return { did: 'not-yours' }
  if (row.state !== 'open') return { did: 'already', held }
  const isInTime = row.missed === null && owner.today <= row.due
  return settle(house, trx, held, isInTime ? 'kept' : 'late')
}

export async function dropPromise(house: House, trx: Writes, held: Held, member: string): Promise<Settling> {
  if (held.row.owner_id !== member) return { did: 'not-yours' }
  if (held.row.state !== 'open') return { did: 'already', held }
  return settle(house, trx, held, 'dropped')
}

async function settle(house: House, trx: Writes, held: Held, state: 'kept' | 'late' | 'dropped'): Promise<Settling> {
  const change = { state, settled: held.owner.today, next_at: null }
  await trx.updateTable('promise').set(change).where('id', '=', held.row.id).execute()
  const after = { ...held, row: { ...held.row, ...change } }
  await showEverywhere(house, trx, after)
  return { did: state, held: after }
}

/** @param due local date, today or later */
export async function movePromise(
  house: House,
  trx: Writes,
  held: Held,
  member: string,
  due: string,
): Promise<Settling> {
  const { row, owner } = held
  if (row.owner_id !== member) return { did: 'not-yours' }
  if (row.state !== 'open' || row.due === due) return { did: 'already', held }
  const change = newDate(row, due, owner)
  await trx.updateTable('promise').set(change).where('id', '=', row.id).execute()
  const after = { ...held, row: { ...row, ...change } }
  wakeFor(trx, after.row)
  await showEverywhere(house, trx, after)
  return { did: 'moved', held: after }
}

/** The rounds in which the promise stands say it as it is now. */
async function showEverywhere(house: House, trx: Writes, { rounds }: Held): Promise<void> {
  const now = nowText(house)
  for (const id of rounds) {
    const looked = await trx
      .updateTable('occurrence')
      .set({ next_at: now })
      .where('id', '=', id)
      .where('state', 'in', ['open', 'closed'])
      .executeTakeFirst()
    if (looked.numUpdatedRows > 0n) wake(trx, { name: 'occurrence', key: id, runAt: now })
  }
}
