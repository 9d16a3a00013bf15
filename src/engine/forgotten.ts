/**
 * Whoever had themselves forgotten and stays in the channel that fills their team is not taken in again by the next look into it. Nothing is kept of
 * them for that, no id and no fingerprint: only that this team has forgotten somebody. From then on its channels bring in whoever joins them, and no
 * longer those who are merely found there.
 */
import { json } from '../store/codecs.ts'
import { sourcesOf } from '../manifest/sources.ts'
import { belongings } from '../store/people.ts'
import { type House, nowText, type Team, teamOf, type Writes } from './house.ts'

const forgetful = (team: string): string => `forgotten.${team}`
const joining = (platform: string, person: string): string => `joined.${platform}:${person}`

/** To be called while it is still known where they belong. */
export async function noteForgotten(house: House, trx: Writes, member: string): Promise<void> {
  const teams = (await belongings(trx, member)).map(({ team }) => teamOf(house, team))
  for (const team of new Set(teams)) if (team && sourcesOf(team).length > 0) await note(trx, forgetful(team.id), house)
}

/** Somebody has joined a channel: the next look into it takes them in. Kept until then, and only where it matters. */
export async function noteJoined(
  house: House,
  trx: Writes,
  teams: readonly Team[],
  platform: string,
  person: string,
): Promise<void> {
  if ((await forgetfulAmong(trx, teams)).size > 0) await note(trx, joining(platform, person), house)
}

async function note(trx: Writes, key: string, house: House): Promise<void> {
  await trx
    .insertInto('setting')
    .values({ key, value: json(nowText(house).slice(0, 10)) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}

/** Whether somebody unknown may be taken into these teams: they have joined, or none of the teams has forgotten anybody. */
export async function mayTakeIn(
  trx: Writes,
  teams: readonly Team[],
  platform: string,
  person: string,
): Promise<boolean> {
  const joined = await trx.deleteFrom('setting').where('key', '=', joining(platform, person)).executeTakeFirst()
  return joined.numDeletedRows > 0n || (await forgetfulAmong(trx, teams)).size === 0
}

/** Where a team's one channel holds nobody unknown any more, whoever is found in it is new again. */
export async function nobodyLeftOut(trx: Writes, teams: readonly Team[]): Promise<void> {
  const whole = teams.filter((team) => sourcesOf(team).length === 1).map(({ id }) => forgetful(id))
  if (whole.length > 0) await trx.deleteFrom('setting').where('key', 'in', whole).execute()
}

async function forgetfulAmong(trx: Writes, teams: readonly Team[]): Promise<Set<string>> {
  if (teams.length === 0) return new Set()
  const keys = teams.map(({ id }) => forgetful(id))
  const rows = await trx.selectFrom('setting').select('key').where('key', 'in', keys).execute()
  return new Set(rows.map(({ key }) => key))
}
