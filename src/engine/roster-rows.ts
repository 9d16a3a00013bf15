/** What a roster changes in the rows: identities, what a platform knows of people, and who belongs to the teams that a channel fills. */
import { createHash } from 'node:crypto'
import type { Profile } from '#platform'
import { memberId } from '../manifest/apply-people.ts'
import { rolesOf } from '../manifest/diff.ts'
import { type House, nowText, type Team, type Writes } from './house.ts'

/** @param channel as the manifest names it; null when these people were looked up and stand for no channel */
export async function applyRoster(
  house: House,
  trx: Writes,
  platform: string,
  channel: string | null,
  profiles: Profile[],
): Promise<void> {
  const people = profiles.filter(({ kind }) => kind === 'person')
  const filled = house.manifest.teams.filter((team) => channel !== null && team.membersFrom === channel)
  const members: string[] = []
  for (const profile of people) {
    const known = await memberOf(trx, platform, profile)
    // Whoever is only in a channel that fills no team is nobody's member.
    const member = known ?? (filled.length > 0 ? await newMember(house, trx, platform, profile) : null)
    if (member === null) continue
    if (filled.length > 0) await welcomeBack(trx, member)
    await identify(trx, platform, profile, member)
    await takeFacts(house, trx, member, profile)
    members.push(member)
  }
  for (const team of filled) await fillTeam(house, trx, team, members)
}

/** What a platform says anew about somebody. @returns whether they are known */
export async function applyProfile(house: House, trx: Writes, platform: string, profile: Profile): Promise<boolean> {
  const row = await byIdentity(trx, platform, profile.id)
  if (row === undefined) return false
  if (profile.kind === 'person') await takeFacts(house, trx, row, profile)
  return true
}

async function byIdentity(trx: Writes, platform: string, id: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('identity')
    .select('member_id')
    .where('platform', '=', platform)
    .where('external_id', '=', id)
    .executeTakeFirst()
  return row?.member_id
}

async function memberOf(trx: Writes, platform: string, { id, email }: Profile): Promise<string | null> {
  const identified = await byIdentity(trx, platform, id)
  if (identified !== undefined || email === null) return identified ?? null
  const row = await trx.selectFrom('member').select('id').where('email', '=', email.toLowerCase()).executeTakeFirst()
  return row?.id ?? null
}

/** Replicas agree on the id: it comes from the address, or from the platform's id where there is none. */
async function newMember(house: House, trx: Writes, platform: string, profile: Profile): Promise<string> {
  const email = profile.email?.toLowerCase() ?? null
  const id = email === null ? `m-${hashed(`${platform}:${profile.id}`)}` : memberId(email)
  const { name, language, zone } = profile
  await trx
    .insertInto('member')
    .values({
      id,
      email,
      name,
      language,
      zone,
      unit: null,
      joined_at: nowText(house),
      left_at: null,
      welcomed_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ left_at: null }))
    .execute()
  return id
}

/** Whoever had left and is in a channel that fills a team belongs to it again. */
async function welcomeBack(trx: Writes, member: string): Promise<void> {
  await trx
    .updateTable('member')
    .set({ left_at: null })
    .where('id', '=', member)
    .where('left_at', 'is not', null)
    .execute()
}

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10)

/** The manifest may have named another identity on this platform; that one stays. */
async function identify(trx: Writes, platform: string, { id }: Profile, member: string): Promise<void> {
  const own = await trx
    .selectFrom('identity')
    .select('external_id')
    .where('platform', '=', platform)
    .where('member_id', '=', member)
    .executeTakeFirst()
  if (own !== undefined) return
  await trx
    .insertInto('identity')
    .values({ platform, external_id: id, member_id: member, conversation: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What the manifest says about somebody stands; the platform fills in the rest, and follows them when they move. */
async function takeFacts(house: House, trx: Writes, member: string, profile: Profile): Promise<void> {
  const row = await trx
    .selectFrom('member')
    .select(['name', 'email', 'language', 'zone'])
    .where('id', '=', member)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return
  const written = house.manifest.people.find(({ email }) => email === row.email)
  const facts = {
    name: written?.name ?? (profile.name === '' ? row.name : profile.name),
    language: written?.language ?? profile.language ?? row.language,
    zone: written?.zone ?? profile.zone ?? row.zone,
  }
  const same = facts.name === row.name && facts.language === row.language && facts.zone === row.zone
  if (!same) await trx.updateTable('member').set(facts).where('id', '=', member).execute()
}

/** Those the manifest names stay whatever the channel says; all others come and go with it. */
async function fillTeam(house: House, trx: Writes, team: Team, members: string[]): Promise<void> {
  const now = nowText(house)
  const named = rolesOf(team)
  const open = await trx
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['membership.member_id', 'member.email'])
    .where('membership.team_id', '=', team.id)
    .where('membership.until', 'is', null)
    .execute()
  const standing = new Set(open.map((row) => row.member_id))
  const wanted = new Set(members)
  const gone = open.filter((row) => !wanted.has(row.member_id) && !named.has(row.email ?? ''))
  for (const member of wanted) {
    if (standing.has(member)) continue
    await trx
      .insertInto('membership')
      .values({ team_id: team.id, member_id: member, role: 'member', since: now, until: null })
      .onConflict((conflict) =>
        conflict.columns(['team_id', 'member_id', 'role', 'since']).doUpdateSet({ until: null }),
      )
      .execute()
  }
  for (const { member_id } of gone) {
    await trx
      .updateTable('membership')
      .set({ until: now })
      .where('team_id', '=', team.id)
      .where('member_id', '=', member_id)
      .where('until', 'is', null)
      .execute()
  }
}
