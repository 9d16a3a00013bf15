/** `teamrunde doctor`: what is wrong with a set-up, and for each what to do. It looks at everything, even when the first thing is wrong. */
import type { Expectation, ExpectedPerson, Finding } from '#platform'
import { systemClock } from './clock.ts'
import { discoverRituals } from './engine/discovery.ts'
import { type Env, readEnv } from './env.ts'
import { ProblemError } from './errors.ts'
import { openToRead } from './manifest/force.ts'
import { readManifest } from './manifest/read.ts'
import type { Manifest } from './manifest/schema.ts'
import { sourcesOf } from './manifest/sources.ts'
import { type ContactBook, contactsOf } from './store/contacts.ts'
import type { Database } from './store/database.ts'
import { teamsSettings } from './teams-settings.ts'

export interface Diagnosis {
  text: string
  /** False where something is wrong: then the exit code is 1. */
  healthy: boolean
}

/** Whoever looks into one platform; null where it is not set up. */
type Examiner = (env: Env, expectation: Expectation) => Promise<Finding[]>

/** @throws ProblemError when the environment can't be read at all */
export async function doctor(environment: Record<string, string | undefined>, file?: string): Promise<Diagnosis> {
  return diagnosis(await examinations(readEnv(environment), file))
}

interface Examined {
  name: string
  findings: Finding[]
}

/** Each part of the set-up, and what was found there. */
export async function examinations(env: Env, path: string = env.TEAMRUNDE_MANIFEST): Promise<Examined[]> {
  const reading = readManifest(path, await discoverRituals())
  const manifest = 'manifest' in reading ? reading.manifest : null
  const examined: Examined[] = [
    { name: 'Manifest', findings: [manifestFinding(path, 'problems' in reading ? reading.problems.length : 0)] },
    { name: 'Database', findings: [await databaseFinding(env.DATABASE_URL)] },
  ]
  const platforms = examiners(env)
  for (const [name, look] of platforms)
    examined.push({ name, findings: await look(env, expectationOf(manifest, name.toLowerCase())) })
  if (platforms.length === 0) examined.push({ name: 'Platforms', findings: [PLAYGROUND] })
  return examined
}

const PLAYGROUND: Finding = {
  level: 'fine',
  what: 'Neither Slack nor Teams is set up, so Teamrunde runs as the playground, which needs nothing.',
}

/** The platforms whose variables are set. Each is loaded only when it is. */
function examiners(env: Env): [string, Examiner][] {
  const hasTeams = env.MicrosoftAppId !== undefined || env.TEAMS_UNAUTHENTICATED_LOOPBACK === '1'
  return [
    ...(env.SLACK_BOT_TOKEN === undefined ? [] : [['Slack', slack] as [string, Examiner]]),
    ...(hasTeams ? [['Teams', teams] as [string, Examiner]] : []),
  ]
}

async function slack(env: Env, expectation: Expectation): Promise<Finding[]> {
  const { examine } = await import('../adapters/slack/doctor.ts')
  const keys = {
    botToken: env.SLACK_BOT_TOKEN!,
    appToken: env.SLACK_APP_TOKEN,
    signingSecret: env.SLACK_SIGNING_SECRET,
    apiUrl: env.SLACK_API_URL,
  }
  return examine(keys, expectation)
}

async function teams(env: Env, expectation: Expectation): Promise<Finding[]> {
  const { examine } = await import('../adapters/teams/doctor.ts')
  const db = await openToRead(env.DATABASE_URL).catch(() => null)
  try {
    return await examine({ ...teamsSettings(env), address: env.TEAMRUNDE_URL, contacts: await bookOf(db) }, expectation)
  } finally {
    await db?.close()
  }
}

/** What the bot has learnt; nothing where it never ran with this version. */
async function bookOf<Details>(db: Database | null): Promise<ContactBook<Details>> {
  const tables = (await db?.kysely.introspection.getTables()) ?? []
  const isKnown = tables.some(({ name }) => name === 'contact')
  return db && isKnown ? contactsOf(db, systemClock, 'teams') : EMPTY
}

const EMPTY: ContactBook<never> = {
  find: async () => null,
  ofPerson: async () => null,
  all: async () => [],
  save: async () => {},
  remove: async () => {},
}

/** What the manifest names of this platform: the channels, and everyone in a team that has one. */
export function expectationOf(manifest: Manifest | null, platform: string): Expectation {
  const prefix = `${platform}:`
  const on = (channel: string): string[] => (channel.startsWith(prefix) ? [channel.slice(prefix.length)] : [])
  const places = (manifest?.teams ?? []).map((team) => ({
    channels: [...team.channels, ...sourcesOf(team)].flatMap(on),
    people: [...team.leaders, ...team.members, ...team.observers],
  }))
  const there = places.filter(({ channels }) => channels.length > 0)
  const emails = new Set(there.flatMap(({ people }) => people).concat(there.length > 0 ? (manifest?.admins ?? []) : []))
  return {
    channels: [...new Set(there.flatMap(({ channels }) => channels))],
    people: [...emails].map((email) => expectedPerson(manifest, platform, email)),
    now: () => Temporal.Now.instant(),
  }
}

function expectedPerson(manifest: Manifest | null, platform: string, email: string): ExpectedPerson {
  const person = manifest?.people.find((each) => each.email === email)
  const ids: Record<string, string | undefined> = person?.identities ?? {}
  return { name: person?.name ?? email, email, id: ids[platform] ?? null }
}

const manifestFinding = (path: string, mistakes: number): Finding =>
  mistakes === 0
    ? { level: 'fine', what: `${path} is sound.` }
    : {
        level: 'wrong',
        what: `${path} has ${mistakes} ${mistakes === 1 ? 'mistake' : 'mistakes'}, so Teamrunde does not start.`,
        todo: 'See each of them with `teamrunde check`.',
      }

async function databaseFinding(url: string): Promise<Finding> {
  try {
    const db = await openToRead(url)
    if (db === null) return { level: 'fine', what: 'There is no database yet; the first start makes one.' }
    await db.close()
    return { level: 'fine', what: `The database can be read: ${db.place}.` }
  } catch (error) {
    const reason = error instanceof ProblemError || error instanceof Error ? error.message : String(error)
    return { level: 'wrong', what: reason, todo: 'Look at DATABASE_URL.' }
  }
}

const MARK: Record<Finding['level'], string> = { fine: '✓', look: '!', wrong: '✗' }

function diagnosis(examined: Examined[]): Diagnosis {
  const all = examined.flatMap(({ findings }) => findings)
  const count = (level: Finding['level']): number => all.filter((finding) => finding.level === level).length
  const lines = examined.flatMap(({ name, findings }) => [name, ...findings.flatMap(findingLines), ''])
  return { text: [...lines, verdict(count('wrong'), count('look'))].join('\n'), healthy: count('wrong') === 0 }
}

const findingLines = ({ level, what, todo }: Finding): string[] => [
  `  ${MARK[level]} ${what}`,
  ...(todo === undefined ? [] : [`    → ${todo}`]),
]

function verdict(wrong: number, look: number): string {
  if (wrong > 0) return `${wrong} to put right${look > 0 ? `, ${look} to look at` : ''}.`
  return look > 0 ? `Teamrunde can work. ${look} to look at.` : 'All is well.'
}
