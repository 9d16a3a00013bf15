/** What is open on the ledger from one person's side. */
import type { Promised } from '#ritual'
import type { Member } from '../../store/people.ts'
import { ownRituals } from '../commands/known-rituals.ts'
import type { House } from '../house.ts'
import { promisedOf } from './promised.ts'

/** With the names that say it. */
export interface OpenPromise {
  id: string
  text: string
  trigger: string | null
  due: string
  owner: string
  /** Null where it is promised to the team, or to oneself. */
  to: string | null
  isToTeam: boolean
  ritual: string
}

export interface OpenPromises {
  mine: OpenPromise[]
  received: OpenPromise[]
  /** What others have promised to everyone in a ritual that this person has a part in, as its observer too. */
  team: OpenPromise[]
}

/** The nearest date first. What is between two others is in none of the lists. */
export async function openPromises(house: House, member: Member): Promise<OpenPromises> {
  const rituals = (await ownRituals(house, { member })).map(({ row }) => row.id)
  const rows = await house.db.kysely
    .selectFrom('promise')
    .innerJoin('ritual', 'ritual.id', 'promise.ritual_id')
    .innerJoin('member as owner', 'owner.id', 'promise.owner_id')
    .leftJoin('member as promisee', 'promisee.id', 'promise.to_id')
    .select(['promise.id', 'promise.text', 'promise.trigger', 'promise.due', 'promise.owner_id', 'promise.to_id'])
    .select(['owner.name as owner_name', 'promisee.name as to_name', 'ritual.name as ritual_name'])
    .where('promise.state', '=', 'open')
    .where('owner.left_at', 'is', null)
    .where('promisee.left_at', 'is', null)
    .where((where) =>
      where.or([
        where('promise.owner_id', '=', member.id),
        where('promise.to_id', '=', member.id),
        ...(rituals.length === 0
          ? []
          : [where.and([where('promise.to_id', 'is', null), where('promise.ritual_id', 'in', rituals)])]),
      ]),
    )
    .orderBy('promise.due')
    .orderBy('promise.made_at')
    .orderBy('promise.key')
    .execute()
  const known = rows.map((row) => ({
    id: row.id,
    text: row.text,
    trigger: row.trigger,
    due: row.due,
    owner: row.owner_name,
    to: row.to_id === row.owner_id ? null : row.to_name,
    isToTeam: row.to_id === null,
    ritual: row.ritual_name,
    isMine: row.owner_id === member.id,
  }))
  return {
    mine: known.filter(({ isMine }) => isMine),
    received: known.filter(({ isMine, isToTeam }) => !isMine && !isToTeam),
    team: known.filter(({ isMine, isToTeam }) => !isMine && isToTeam),
  }
}

/** Everything one person has promised and not taken back, settled or not: what the kept rate is made from. */
export async function promisedBy(house: House, member: string): Promise<Promised[]> {
  const rows = await house.db.kysely
    .selectFrom('promise')
    .selectAll()
    .where('owner_id', '=', member)
    .where('state', '!=', 'withdrawn')
    .execute()
  return rows.map(promisedOf)
}
