/** Members: who they are, in which teams, where they can be reached, and when they are not to be asked. */
import type { Reads } from '../engine/house.ts'
import { prepared } from './prepared.ts'

export interface Member {
  id: string
  email: string | null
  name: string
  language: 'de' | 'en' | null
  zone: string | null
  unit: string | null
}

const MEMBER = ['member.id', 'member.email', 'member.name', 'member.language', 'member.zone', 'member.unit'] as const

export interface TeamMember extends Member {
  role: 'leader' | 'member' | 'observer'
}

/** Everyone in a team now, leaders first, then by name: an order that does not depend on ids. */
export const teamMembers = async (db: Reads, team: string): Promise<TeamMember[]> => membersOf(db, [team])

/** The same of several teams: once for each of them that somebody is in. */
export async function membersOf(db: Reads, teams: string[]): Promise<(TeamMember & { team: string })[]> {
  return db
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select([...MEMBER, 'membership.role', 'membership.team_id as team'])
    .where('membership.team_id', 'in', teams)
    .where('membership.until', 'is', null)
    .where('member.left_at', 'is', null)
    .orderBy('membership.role')
    .orderBy('member.name')
    .orderBy('member.id')
    .execute()
}

export async function memberById(db: Reads, id: string): Promise<Member | undefined> {
  return db.selectFrom('member').select(MEMBER).where('member.id', '=', id).executeTakeFirst()
}

/** The member behind a platform's id, or undefined for a stranger. */
export async function memberOn(db: Reads, platform: string, externalId: string): Promise<Member | undefined> {
  return (await byIdentity(db, platform, externalId)).rows[0]
}

const byIdentity = prepared((db, platform: string, externalId: string) =>
  db
    .selectFrom('identity')
    .innerJoin('member', 'member.id', 'identity.member_id')
    .select(MEMBER)
    .where('identity.platform', '=', platform)
    .where('identity.external_id', '=', externalId)
    .where('member.left_at', 'is', null),
)

export interface Belonging {
  team: string
  role: 'leader' | 'member' | 'observer'
}

export async function belongings(db: Reads, member: string): Promise<Belonging[]> {
  const rows = await db
    .selectFrom('membership')
    .select(['team_id', 'role'])
    .where('member_id', '=', member)
    .where('until', 'is', null)
    .orderBy('team_id')
    .execute()
  return rows.map((row) => ({ team: row.team_id, role: row.role }))
}

export interface Identity {
  platform: string
  externalId: string
  conversation: string | null
}

export async function identities(db: Reads, member: string): Promise<Identity[]> {
  const rows = await db
    .selectFrom('identity')
    .select(['platform', 'external_id', 'conversation'])
    .where('member_id', '=', member)
    .orderBy('platform')
    .execute()
  return rows.map((row) => ({ platform: row.platform, externalId: row.external_id, conversation: row.conversation }))
}

/** The ids of these members on one platform; whoever is not there has none. */
export async function identitiesOn(db: Reads, platform: string, members: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('identity')
    .select('external_id')
    .where('platform', '=', platform)
    .where('member_id', 'in', members)
    .execute()
  return rows.map((row) => row.external_id)
}

/** The platforms each of these members can be reached on. */
export async function platformsOf(db: Reads, members: string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const some of chunks(members, 500)) {
    const rows = await db
      .selectFrom('identity')
      .select(['member_id', 'platform'])
      .where('member_id', 'in', some)
      .orderBy('platform')
      .execute()
    for (const row of rows) found.set(row.member_id, [...(found.get(row.member_id) ?? []), row.platform])
  }
  return found
}

export interface Away {
  member: string
  from: string
  until: string | null
}

export const isAwayOn = ({ from, until }: Away, date: string): boolean =>
  from <= date && (until === null || until >= date)

/** Absences of these members that have not ended before `date`. */
export async function absencesFrom(db: Reads, members: string[], date: string): Promise<Away[]> {
  const found: Away[] = []
  for (const some of chunks(members, 500)) {
    const rows = await db
      .selectFrom('absence')
      .select(['member_id', 'from_date', 'until_date'])
      .where('member_id', 'in', some)
      .where((where) => where.or([where('until_date', 'is', null), where('until_date', '>=', date)]))
      .execute()
    for (const row of rows) found.push({ member: row.member_id, from: row.from_date, until: row.until_date })
  }
  return found
}

/** The same of everyone in these teams. */
export async function absencesIn(db: Reads, teams: string[], date: string): Promise<Away[]> {
  const rows = await db
    .selectFrom('absence')
    .select(['member_id', 'from_date', 'until_date'])
    .where('member_id', 'in', (read) =>
      read.selectFrom('membership').select('member_id').where('team_id', 'in', teams).where('until', 'is', null),
    )
    .where((where) => where.or([where('until_date', 'is', null), where('until_date', '>=', date)]))
    .execute()
  return rows.map((row) => ({ member: row.member_id, from: row.from_date, until: row.until_date }))
}

/** Who has left or snoozed this ritual (or all of them) at `now`; the value is when it ends, null for never. */
export async function optOuts(db: Reads, ritual: string, now: string): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom('opt_out')
    .select(['member_id', 'until_at'])
    .where('ritual_id', 'in', [ritual, '*'])
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', now)]))
    .execute()
  return new Map(rows.map((row) => [row.member_id, row.until_at]))
}

/** Both databases limit the number of bound values. */
export function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
