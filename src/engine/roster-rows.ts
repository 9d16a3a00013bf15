/** What a roster changes in the rows: identities, what a platform knows of people, and who belongs to the teams that a channel fills. */
import { createHash } from 'node:crypto'
import type { Profile } from '#platform'
import { memberId } from '../manifest/apply-people.ts'
import { rolesOf } from '../manifest/diff.ts'
import type { Manifest } from '../manifest/schema.ts'
import { sourcesOf } from '../manifest/sources.ts'
import { platformsOf } from '../store/people.ts'
import { mayTakeIn, nobodyLeftOut } from './forgotten.ts'
import { type House, nowText, type Team, type Writes } from './house.ts'
import { leavePlatform } from './moving.ts'
import { soundProfile } from './storable.ts'

/** Everyone in a channel as the manifest names it; `channel` is null when these people were looked up and stand for no channel. */
export interface Roster {
  platform: string
  channel: string | null
  profiles: Profile[]
}

/** The teams that take people from this channel. */
export const filledBy = (house: House, channel: string | null): Team[] =>
  house.manifest.teams.filter((team) => channel !== null && sourcesOf(team).includes(channel))

/** @param beside those other channels of the teams which this one fills that could be asked just now */
export async function applyRoster(
  house: House,
  trx: Writes,
  { platform, channel, profiles }: Roster,
  beside: Roster[] = [],
): Promise<void> {
  const people = profiles.filter(({ kind }) => kind === 'person').map(soundProfile)
  const filled = filledBy(house, channel)
  const members: string[] = []
  let leftOut = 0
  for (const profile of people) {
    const known = await memberOf(house, trx, platform, profile)
    // Whoever is only in a channel that fills no team is nobody's member.
    const member = known ?? (filled.length > 0 ? await takenIn(house, trx, filled, platform, profile) : null)
    if (member === null) leftOut += 1
    if (member === null) continue
    if (filled.length > 0) await welcomeBack(trx, member)
    await identify(trx, platform, profile, member)
    await takeFacts(house, trx, member, platform, profile)
    members.push(member)
  }
  if (leftOut === 0) await nobodyLeftOut(trx, filled)
  for (const { id, kind } of profiles) if (kind === 'deactivated') await leavePlatform(house, trx, platform, id)
  for (const team of filled)
    await fillTeam(house, trx, team, members, await elsewhere(house, trx, team, channel!, beside))
}

/** The members in the other channels of a team; null where one of them is not known now, so that nobody can be missed there. */
async function elsewhere(
  house: House,
  trx: Writes,
  team: Team,
  channel: string,
  beside: Roster[],
): Promise<string[] | null> {
  const others = sourcesOf(team).filter((source) => source !== channel)
  const known = beside.filter((roster) => roster.channel !== null && others.includes(roster.channel))
  if (known.length < others.length) return null
  const members: string[] = []
  for (const { platform, profiles } of known)
    for (const profile of profiles.filter(({ kind }) => kind === 'person'))
      members.push(...[await memberOf(house, trx, platform, profile)].filter((id) => id !== null))
  return members
}

/** What a platform says anew about somebody. @returns whether they are known */
export async function applyProfile(house: House, trx: Writes, platform: string, given: Profile): Promise<boolean> {
  const profile = soundProfile(given)
  const row = await byIdentity(trx, platform, profile.id)
  if (row === undefined) return false
  if (profile.kind === 'person') await takeFacts(house, trx, row, platform, profile)
  if (profile.kind === 'deactivated') await leavePlatform(house, trx, platform, profile.id)
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

/** By the id, else by the e-mail address: the one the manifest gives to this id, or the platform's. */
async function memberOf(house: House, trx: Writes, platform: string, profile: Profile): Promise<string | null> {
  const identified = await byIdentity(trx, platform, profile.id)
  if (identified !== undefined) return identified
  const email = emailsByIdentity(house.manifest).get(`${platform}:${profile.id}`) ?? profile.email
  if (email === null) return null
  const row = await trx.selectFrom('member').select('id').where('email', '=', email.toLowerCase()).executeTakeFirst()
  return row?.id ?? null
}

const indexes = new WeakMap<Manifest, ReadonlyMap<string, string>>()

/** One look through the manifest, however many people a channel has. */
function emailsByIdentity(manifest: Manifest): ReadonlyMap<string, string> {
  let index = indexes.get(manifest)
  if (!index) {
    const named = manifest.people.flatMap(({ email, identities = {} }) =>
      Object.entries(identities).map(([platform, id]) => [`${platform}:${id}`, email] as const),
    )
    indexes.set(manifest, (index = new Map(named)))
  }
  return index
}

/** @returns null for whom the teams may have forgotten */
async function takenIn(
  house: House,
  trx: Writes,
  teams: Team[],
  platform: string,
  profile: Profile,
): Promise<string | null> {
  return (await mayTakeIn(trx, teams, platform, profile.id)) ? newMember(house, trx, platform, profile) : null
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

/**
 * What the manifest says about somebody stands; the platform fills in the rest, and follows them when they move. Of somebody on two platforms
 * the second tells only what nobody has told, or they would be called now by this name and now by that.
 */
async function takeFacts(house: House, trx: Writes, member: string, platform: string, profile: Profile): Promise<void> {
  const row = await trx
    .selectFrom('member')
    .select(['name', 'email', 'language', 'zone'])
    .where('id', '=', member)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return
  const written = house.manifest.people.find(({ email }) => email === row.email)
  const told = (await isFirst(house, trx, member, platform))
    ? { name: profile.name || row.name, language: profile.language ?? row.language, zone: profile.zone ?? row.zone }
    : { name: row.name, language: row.language ?? profile.language, zone: row.zone ?? profile.zone }
  const facts = {
    name: written?.name ?? told.name,
    language: written?.language ?? told.language,
    zone: written?.zone ?? told.zone,
  }
  const same = facts.name === row.name && facts.language === row.language && facts.zone === row.zone
  if (!same) await trx.updateTable('member').set(facts).where('id', '=', member).execute()
}

async function isFirst(house: House, trx: Writes, member: string, platform: string): Promise<boolean> {
  const all = (await platformsOf(trx, [member])).get(member) ?? []
  return all.find((name) => house.platforms.has(name)) === platform
}

/** Those the manifest names stay whatever the channels say; all others come and go with them. @param others null: nobody goes now */
async function fillTeam(
  house: House,
  trx: Writes,
  team: Team,
  members: string[],
  others: string[] | null,
): Promise<void> {
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
  const wanted = new Set([...members, ...(others ?? [])])
  const gone = others === null ? [] : open.filter((row) => !wanted.has(row.member_id) && !named.has(row.email ?? ''))
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
