/**
 * The secret addresses of calendars. Only a token's SHA-256 is kept: whoever reads a backup can't read calendars. An address can therefore be
 * shown only at the moment it is made; who has lost theirs takes a new one.
 */
import { hash, randomBytes } from 'node:crypto'
import type { Member } from '../../store/people.ts'
import { type House, nowText, type Reads, type Writes } from '../house.ts'

export const FEED_PATH = '/calendar/'

/** 32 random bytes as base64url. */
const TOKEN = /^[\w-]{43}$/

const digestOf = (token: string): string => hash('sha256', token, 'hex')

/** Makes a member's address; an earlier one stops working. @returns the address, which is kept nowhere */
export async function makeAddress(house: House, trx: Writes, member: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const row = { digest: digestOf(token), made_at: nowText(house) }
  await trx
    .insertInto('feed')
    .values({ member_id: member, ...row })
    .onConflict((conflict) => conflict.column('member_id').doUpdateSet(row))
    .execute()
  return `${house.publicAddress()}${FEED_PATH}${token}.ics`
}

/** Since when a member has an address (UTC text), or null. */
export async function addressSince(db: Reads, member: string): Promise<string | null> {
  const row = await db.selectFrom('feed').select('made_at').where('member_id', '=', member).executeTakeFirst()
  return row?.made_at ?? null
}

export async function dropAddress(trx: Writes, member: string): Promise<void> {
  await trx.deleteFrom('feed').where('member_id', '=', member).execute()
}

/** Whose calendar a path leads to; null for every path that leads nowhere, and for whoever has left. */
export async function memberAt(db: Reads, path: string): Promise<Member | null> {
  const token = path.startsWith(FEED_PATH) && path.endsWith('.ics') ? path.slice(FEED_PATH.length, -'.ics'.length) : ''
  if (!TOKEN.test(token)) return null
  const row = await db
    .selectFrom('feed')
    .innerJoin('member', 'member.id', 'feed.member_id')
    .select(['member.id', 'member.email', 'member.name', 'member.language', 'member.zone', 'member.unit'])
    .where('feed.digest', '=', digestOf(token))
    .where('member.left_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}
