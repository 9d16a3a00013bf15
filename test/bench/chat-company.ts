/**
 * The company of company.ts in Slack or Teams, in the middle of a working day: 500 people whose check-ins are open and whose prompts have been
 * sent. It is brought there by the engine itself with a platform that only takes notes, so that the program starts as after a restart.
 */
import type { MessageReference, Platform } from '#platform'
import { composeHouse } from '../../src/compose.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { createEngine } from '../../src/engine/engine.ts'
import type { Queue } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { instantText } from '../../src/time/format.ts'

/** How a platform names people and places, and what its adapter keeps of a message. */
export interface Chat {
  name: 'slack' | 'teams'
  /** @param person a number of their own in the company */
  identity(person: number): string
  channel(team: number): string
  conversation(identity: string): string
  reference(conversation: string, count: number): MessageReference
}

const TEAMS = 10
const PEOPLE_PER_TEAM = 50
/** Of each person. */
const CHECK_INS = 12

export const email = (team: number, person: number): string => `p${person}.t${team}@bench.example`

/** A zone in which it is about noon, so that nobody's quiet hours or closing time gets in between. */
export function noonZone(now: Temporal.Instant): string {
  const ahead = 12 - now.toZonedDateTimeISO('UTC').hour
  // Etc/GMT-3 lies three hours ahead of GMT.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/** @param opens when the check-ins open, a minute or more in the past */
export function chatManifest(chat: Chat, opens: Temporal.Instant, checkIns = CHECK_INS): string {
  const zone = noonZone(opens)
  const local = opens.toZonedDateTimeISO(zone)
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const at = local.toPlainTime().toString({ smallestUnit: 'minute' })
  const schedule = {
    every: 'week',
    on: days[local.dayOfWeek - 1],
    at,
    zone: 'team',
    window: '2d',
    reminder: 'none',
  }
  const teams = Array.from({ length: TEAMS }, (_, team) => team)
  const people = Array.from({ length: PEOPLE_PER_TEAM }, (_, person) => person)
  return JSON.stringify({
    organisation: { name: 'Bench', language: 'de', zone, workWeek: days },
    admins: [email(0, 0)],
    people: teams.flatMap((team) =>
      people.map((person) => ({
        email: email(team, person),
        name: `Person ${person} of team ${team}`,
        identities: { [chat.name]: chat.identity(team * 1000 + person) },
      })),
    ),
    teams: teams.map((team) => ({
      id: `team-${team}`,
      name: `Team ${team}`,
      leaders: [email(team, 0)],
      members: people.slice(1).map((person) => email(team, person)),
      channels: [`${chat.name}:${chat.channel(team)}`],
    })),
    rituals: teams.flatMap((team) =>
      Array.from({ length: checkIns }, (_, index) => ({
        id: `round-${team}-${index}`,
        kind: 'check-in',
        team: `team-${team}`,
        schedule,
      })),
    ),
  })
}

/**
 * Lives through the opening of all check-ins in the database of this address.
 * @param beforehand changes what the manifest has made, before anybody is written to
 */
export async function openIn(
  chat: Chat,
  url: string,
  opens: Temporal.Instant,
  keyFolder: string,
  manifestText = chatManifest(chat, opens),
  beforehand: (db: Database) => Promise<void> = async () => {},
): Promise<void> {
  const rituals = await discoverRituals()
  const reading = parseManifest(manifestText, 'bench.yaml', rituals)
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  const db = await openDatabase(url)
  try {
    await migrate(db)
    let now = opens.subtract({ minutes: 30 })
    const house = await composeHouse({
      db,
      clock: { now: () => now },
      log: createLog('silent'),
      manifest: reading.manifest,
      rituals,
      keyFolder,
      platforms: new Map([[chat.name, noting(chat)]]),
      queue: idle,
    })
    await applyManifest(db, reading.manifest, instantText(now))
    await beforehand(db)
    const engine = createEngine(house)
    await engine.start()
    await engine.drain()
    now = opens.add({ seconds: 1 })
    await engine.tick()
    await engine.drain()
  } finally {
    await db.close()
  }
}

const idle: Queue = {
  enqueue: async () => {},
  work: async () => {},
  poke: () => {},
  rest: async () => {},
  stop: async () => {},
  depth: async () => ({ waiting: 0, running: 0, dead: 0 }),
}

/** Says yes, and gives references as the adapter keeps them. */
function noting(chat: Chat): Platform {
  let count = 0
  return {
    name: chat.name,
    groups: false,
    chatLink: async () => null,
    start: async () => {},
    stop: async () => {},
    send: async ({ conversation }) => chat.reference(conversation, (count += 1)),
    update: async () => {},
    conversation: async (people) => chat.conversation(people[0]!),
    roster: async () => [],
    lookUp: async () => [],
    profile: async (id) => ({ id, name: id, email: null, zone: null, language: null, kind: 'person' }),
    availability: async (people) => new Map(people.map((person) => [person, 'unknown'])),
  }
}
