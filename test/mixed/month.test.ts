/** One team in Slack and in Teams lives with every ritual: everyone is asked once and where they are, both channels read the same, nothing is refused. */
import { describe, expect, it } from 'vitest'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { seeded } from '../../src/engine/seed.ts'
import { plainText } from '../../src/message/text.ts'
import { parse } from '../../src/store/codecs.ts'
import type { Message } from '#message'
import { DEEP } from '../depth.ts'
import { type Draw, live } from '../slack/living.ts'
import type { Slack } from '../slack/double.ts'
import type { Person as InSlack } from '../slack/world.ts'
import type { Teams } from '../teams/double.ts'
import type { Person as InTeams } from '../teams/world.ts'
import { type MixedStory, tellInBoth } from './house.ts'
import { liveInTeams } from './living-in-teams.ts'

/** Days, from a Wednesday on which all begin. */
const DAYS = DEEP ? 31 : 2
const FIRST = Temporal.PlainDate.from('2026-12-09')

const EVERY: Record<string, object> = {
  'check-in': { every: 'week', on: ['mon', 'tue', 'wed', 'thu', 'fri'], at: '09:00', window: '4h' },
  pulse: { every: 'week', on: 'thu', at: '10:00', window: '26h' },
  retro: { every: '2 weeks', on: 'wed', at: '11:00' },
  coffee: { every: 'week', on: 'wed', at: '10:00' },
  'one-on-one': { every: 'week', on: 'wed', at: '09:30' },
}

interface Company {
  slack: InSlack[]
  teams: InTeams[]
  /** Somebody who is in both. */
  both: [InSlack, InTeams]
  channels: [string, string]
}

function companyIn(slack: Slack, teams: Teams): Company {
  const here = ['Lena Leitner', 'Ana Roth', 'Ben Otto', 'Dana Weiss'].map((name) => slack.person({ name }))
  const there = ['Cem Aksoy', 'Elif Kaya', 'Finn Hansen', 'Greta Lorenz', 'Dana Weiss'].map((name) =>
    teams.person({ name }),
  )
  there[1]!.modern = false
  const dana = here.at(-1)!
  Object.assign(there.at(-1)!, { email: dana.email })
  const channels: [string, string] = [slack.channel('service', here).id, teams.channel('service', there).id]
  return { slack: here, teams: there, both: [dana, there.at(-1)!], channels }
}

function manifestOf({ slack, channels: [inSlack, inTeams] }: Company, kinds: string[]): object {
  const channels = [`slack:${inSlack}`, `teams:${inTeams}`]
  const [lead] = slack
  return {
    organisation: { name: 'Nordlicht', language: 'de', zone: 'Europe/Berlin', holidays: 'none' },
    admins: [lead!.email],
    people: [{ email: lead!.email, name: lead!.name }],
    teams: [{ id: 'service', name: 'Service', leaders: [lead!.email], membersFrom: channels, channels }],
    rituals: kinds.map((kind) => ({ id: kind, kind, team: 'service', schedule: EVERY[kind] })),
  }
}

describe('a team in Slack and Teams', () => {
  it(`lives with all rituals for ${DAYS} days`, { timeout: 120_000 + DAYS * 30_000 }, async () => {
    const kinds = [...(await discoverRituals()).keys()]
    let company: Company | undefined
    await using story = await tellInBoth('2026-12-08T12:00', (slack, teams) => {
      company = companyIn(slack, teams)
      return manifestOf(company, kinds)
    })
    for (const person of company!.teams) await story.teams.as(person).install()
    await story.settle()
    expect(await story.db.kysely.selectFrom('member').select('id').execute()).toHaveLength(8)
    const draw = seeded('a month in both')
    for (let day = 0; day < DAYS; day += 1) await liveADay(story, company!, FIRST.add({ days: day }), draw)

    expect([...new Set(story.slack.world.complaints)]).toEqual([])
    expect([...new Set(story.teams.world.complaints)]).toEqual([])
    expect(story.virtual.faults).toEqual([])
    expect(await unfinished(story)).toEqual([])
    expect(await askedTwice(story)).toEqual([])
    expect(await astray(story, company!)).toEqual([])
    const [inSlack, inTeams] = await Promise.all(
      company!.channels.map((id, at) => posts(story, `channel:${['slack', 'teams'][at]}:${id}`)),
    )
    expect(inTeams!.length).toBeGreaterThan(DAYS)
    expect(inTeams).toEqual(inSlack)
    expect(story.teams.messages(story.teams.world.conversations.get(company!.channels[1])!).length).toBeGreaterThan(
      DAYS,
    )
    expect(counted(story, company!)).toEqual([])
    expect(chatsIn(story).length).toBeGreaterThan(0)
    for (const { reader, users } of chatsIn(story)) {
      expect(company!.teams.map(({ email }) => email)).toEqual(expect.arrayContaining(users))
      expect(users).not.toContain(reader)
    }
  })
})

async function liveADay(
  story: MixedStory,
  { slack, teams }: Company,
  day: Temporal.PlainDate,
  draw: Draw,
): Promise<void> {
  for (const hour of [8, 9, 10, 11, 13, 15, 17]) {
    await story.to(`${day.toString()}T${String(hour).padStart(2, '0')}:20`)
    for (const person of slack) if (draw() < 0.5) await live(story, person, draw)
    for (const person of teams) if (draw() < 0.5) await liveInTeams(story, person, draw)
  }
  await story.to(`${day.toString()}T23:00`)
}

/** What was to be said and was not, for another reason than that it is no more to be said. */
async function unfinished({ db }: MixedStory): Promise<unknown[]> {
  return db.kysely
    .selectFrom('delivery')
    .select(['key', 'platform', 'recipient', 'state', 'error'])
    .where('state', 'in', ['failed', 'unknown'])
    .execute()
}

/** Members with two prompts of one occurrence. */
async function askedTwice({ db }: MixedStory): Promise<unknown[]> {
  return db.kysely
    .selectFrom('delivery')
    .select(['occurrence_id', 'recipient'])
    .where('key', '=', 'prompt')
    .groupBy(['occurrence_id', 'recipient'])
    .having((having) => having.fn.countAll(), '>', 1)
    .execute()
}

/** Prompts that went where their reader is not at home: those who are in both are asked in Slack, whose channel stands first. */
async function astray({ db }: MixedStory, { slack }: Company): Promise<unknown[]> {
  const members = await db.kysely.selectFrom('member').select(['id', 'name']).execute()
  const inSlack = new Set(
    members.filter(({ name }) => slack.some((person) => person.name === name)).map(({ id }) => `member:${id}`),
  )
  const rows = await db.kysely
    .selectFrom('delivery')
    .select(['platform', 'recipient'])
    .where('key', '=', 'prompt')
    .execute()
  for (const platform of ['slack', 'teams']) expect(rows.map((row) => row.platform)).toContain(platform)
  return rows.filter(({ platform, recipient }) => (platform === 'slack') !== inSlack.has(recipient))
}

/** What stands in a channel, threads included, as text. */
async function posts({ db }: MixedStory, recipient: string): Promise<string[]> {
  const rows = await db.kysely
    .selectFrom('delivery')
    .select(['message', 'under', 'key', 'occurrence_id'])
    .where('recipient', '=', recipient)
    .where('state', '=', 'sent')
    .orderBy('occurrence_id')
    .orderBy('key')
    .execute()
  return rows.map(({ message, under, key }) => {
    const text = plainText(parse<Message>(message), { language: 'de', zone: 'Europe/Berlin' })
    return `${under === null ? '' : '> '}${key}: ${text}`
  })
}

/** Whoever is in both is one person: what Teams has of them it has only because they asked for it there. */
function counted({ teams }: MixedStory, { both: [, inTeams] }: Company): string[] {
  return teams
    .as(inTeams)
    .inbox()
    .filter(({ author }) => author === teams.world.bot)
    .map(({ card }) => JSON.stringify(card))
    .filter((card) => /"action":"answer"/.test(card) && /"occurrence":"pulse/.test(card))
}

/** The links by which people who were drawn together find a chat of their own; a mention has one too, by the object id. */
function chatsIn({ teams }: MixedStory): { reader: string; users: string[] }[] {
  const { people, conversations } = teams.world
  return [...conversations.values()].flatMap(({ kind, members, messages }) => {
    const reader = people.get([...members][0]!)?.email
    if (kind !== 'personal' || reader === undefined) return []
    const links = messages.flatMap(({ card }) => JSON.stringify(card).match(/l\/chat\/0\/0\?users=[^"\\)]*/g) ?? [])
    const named = links.map((link) => decodeURIComponent(link.slice(link.indexOf('=') + 1)).split(','))
    return named.flatMap((users) => (users[0]!.startsWith('8:orgid:') ? [] : [{ reader, users }]))
  })
}
