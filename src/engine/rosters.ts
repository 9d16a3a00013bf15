/**
 * Who is who on a platform, and who is in the channels that teams take their people from. Asked of the platform at the start, once a day and whenever
 * somebody comes or goes; written down in one transaction a channel. Guests, bots and deactivated people are left out.
 */
import { DeliveryError, type Platform, type Profile, type RosterEvent } from '#platform'
import type { Job } from '../jobs/queue.ts'
import { fault } from '../log.ts'
import { sourcesOf } from '../manifest/sources.ts'
import { json, parse } from '../store/codecs.ts'
import { act, wake } from './act.ts'
import { noteJoined } from './forgotten.ts'
import { type House, nowText } from './house.ts'
import { keepInviter } from './invitations.ts'
import { nowReachable } from './reachable.ts'
import { applyProfile, applyRoster, filledBy, type Roster } from './roster-rows.ts'
import { welcomeNewcomers } from './welcome.ts'

const LAST = 'rosters.last'

/** Every channel on a running platform that tells who people are, as the manifest names it. */
export function channelsToAsk(house: House): string[] {
  const named = house.manifest.teams.flatMap((team) => [
    ...sourcesOf(team),
    ...team.channels.filter((channel) => !channel.startsWith('web:')),
  ])
  return [...new Set(named)].filter((channel) => house.platforms.has(platformOf(channel)))
}

/** Asks all channels and looks up whom they don't know. One that can't be asked now is tried again by its own job. */
export async function askRosters(house: House, keys: string[] = everything(house)): Promise<void> {
  await remember(house, LAST, nowText(house).slice(0, 10))
  for (const key of keys) {
    try {
      await ask(house, key)
    } catch (error) {
      house.log.warn({ roster: key, ...fault(error) }, 'a channel could not be asked who is in it')
      const isGone = error instanceof DeliveryError && error.outcome === 'never'
      if (!isGone) await askLater(house, [key])
    }
  }
}

/** On a platform where nobody is known yet, the first thing is to know them; elsewhere the bot goes to work meanwhile. */
export async function askRostersAtStart(house: House): Promise<void> {
  const rows = await house.db.kysely.selectFrom('identity').select('platform').distinct().execute()
  const met = new Set(rows.map(({ platform }) => platform))
  const keys = Map.groupBy(everything(house), (key) => met.has(platformOf(key)))
  await askLater(house, keys.get(true) ?? [])
  await askRosters(house, keys.get(false) ?? [])
}

/** Once a day, whichever replica comes first. */
export async function askRostersDaily(house: House): Promise<void> {
  const row = await house.db.kysely.selectFrom('setting').select('value').where('key', '=', LAST).executeTakeFirst()
  const today = nowText(house).slice(0, 10)
  if (row && parse<string>(row.value) >= today) return
  await remember(house, LAST, today)
  await askLater(house, everything(house))
}

/** For the queue: one channel, or the people no channel has shown; and a welcome for whoever is new. */
export async function refreshRoster(house: House, key: string): Promise<void> {
  await ask(house, key)
  await welcomeNewcomers(house)
}

/** A channel as the manifest names it; `slack:` alone stands for the people whom no channel shows. */
function everything(house: House): string[] {
  const channels = channelsToAsk(house)
  return [...channels, ...new Set(channels.map((channel) => `${platformOf(channel)}:`))]
}

const askLater = (house: House, keys: string[]): Promise<void> =>
  act(house, async (trx) => wake(trx, ...keys.map((key) => asking(house, key))))

/** One after the other: a platform answers slowly, and messages want their turn meanwhile. */
const asking = (house: House, key: string): Job => ({ name: 'roster', key, runAt: nowText(house), lane: 'rosters' })

/** @throws DeliveryError when the channel is gone or the platform can't be reached */
async function ask(house: House, key: string): Promise<void> {
  const platform = house.platforms.get(platformOf(key))
  if (!platform) return
  const channel = key.slice(platform.name.length + 1)
  if (channel === '') return lookUpMissing(house, platform)
  const profiles = await platform.roster(channel)
  const beside = await askBeside(house, key)
  await act(house, (trx) => applyRoster(house, trx, { platform: platform.name, channel: key, profiles }, beside))
}

/** The other channels of the teams that this one fills: whoever is not here may be there. One that can't be asked now is left out. */
async function askBeside(house: House, channel: string): Promise<Roster[]> {
  const others = new Set(filledBy(house, channel).flatMap(sourcesOf))
  others.delete(channel)
  const rosters: Roster[] = []
  for (const other of others) {
    const platform = house.platforms.get(platformOf(other))
    const profiles = await platform?.roster(other.slice(platform.name.length + 1)).catch(() => undefined)
    if (platform && profiles) rosters.push({ platform: platform.name, channel: other, profiles })
  }
  return rosters
}

/** Somebody came, went or changed. Only rows are read and written here; whoever must be asked is asked by a job. */
export async function rosterChanged(house: House, event: RosterEvent): Promise<void> {
  if (event.change === 'profile') return profileChanged(house, event.platform, event.profile)
  if (event.change === 'reachable') {
    // Perhaps the manifest names them, and no channel has shown them yet.
    const isKnown = await nowReachable(house, event.platform, event.person)
    return isKnown ? undefined : askLater(house, [`${event.platform}:`])
  }
  const channel = `${event.platform}:${event.channel}`
  if (!channelsToAsk(house).includes(channel)) return
  const { by, change, person, platform } = event
  await act(house, async (trx) => {
    if (change === 'joined') await noteJoined(house, trx, filledBy(house, channel), platform, person)
    if (change === 'joined' && by !== undefined) await keepInviter(trx, platform, person, by)
    wake(trx, asking(house, channel))
  })
}

async function profileChanged(house: House, platform: string, profile: Profile): Promise<void> {
  await act(house, async (trx) => {
    const isKnown = await applyProfile(house, trx, platform, profile)
    if (!isKnown || profile.kind === 'person') return
    const own = channelsToAsk(house).filter((channel) => platformOf(channel) === platform)
    wake(trx, ...own.map((key) => asking(house, key)))
  })
}

/** People whom the manifest names and no channel has shown yet. */
async function lookUpMissing(house: House, platform: Platform): Promise<void> {
  const rows = await house.db.kysely
    .selectFrom('member')
    .select('email')
    .where('email', 'is not', null)
    .where('left_at', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('identity')
            .select('identity.member_id')
            .whereRef('identity.member_id', '=', 'member.id')
            .where('identity.platform', '=', platform.name),
        ),
      ),
    )
    .orderBy('email')
    .execute()
  if (rows.length === 0) return
  const profiles = await platform.lookUp(rows.map(({ email }) => email!))
  if (profiles.length > 0)
    await act(house, (trx) => applyRoster(house, trx, { platform: platform.name, channel: null, profiles }))
}

export const platformOf = (channel: string): string => channel.slice(0, channel.indexOf(':'))

async function remember(house: House, key: string, text: string): Promise<void> {
  const value = json(text)
  await act(house, (trx) =>
    trx
      .insertInto('setting')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute(),
  )
}
