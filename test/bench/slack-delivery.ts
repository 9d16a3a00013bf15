/**
 * 5,000 prompts to 5,000 people in Slack's own time: the whole house against the double, which counts every limit to the millisecond and refuses what
 * is too fast. Time passes only where somebody waits for it, so the night's work of a rate limit takes as long as the computing does.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSlackAdapter } from '../../adapters/slack/adapter.ts'
import { composeHouse } from '../../src/compose.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { createLog } from '../../src/log.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { instantText } from '../../src/time/format.ts'
import { openSlack, type Slack } from '../slack/double.ts'
import { type VirtualTime, virtualTime } from '../slack/virtual-time.ts'
import type { Person } from '../slack/world.ts'
import { judged, progress, type Result } from './result.ts'

const TEAMS = 100
const PEOPLE_PER_TEAM = 50
const PEOPLE = TEAMS * PEOPLE_PER_TEAM
/** What the bot allows itself in a workspace, and the double holds it to. */
const POSTS_PER_MINUTE = 300

/** A Monday. */
const BEGIN = Temporal.Instant.from('2026-12-07T07:00:00Z')
const OPENS = Temporal.Instant.from('2026-12-07T09:00:00Z')
const LATEST = OPENS.add({ hours: 3 })

export async function slackDeliveryBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  const begun = performance.now()
  const virtual = virtualTime(BEGIN)
  const slack = await openSlack({
    clock: virtual.clock,
    pace: { postsPerMinute: POSTS_PER_MINUTE, tolerance: 0 },
    pageSize: 1000,
  })
  const db = await openDatabase(`sqlite:${join(folder, 'delivery.db')}`)
  try {
    await deliverAll(slack, virtual, db, folder)
    return [judge(slack, (performance.now() - begun) / 1000)]
  } finally {
    await db.close()
    await slack[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function deliverAll(slack: Slack, virtual: VirtualTime, db: Database, folder: string): Promise<void> {
  const rituals = await discoverRituals()
  const teams = Array.from({ length: TEAMS }, (_, team) => teamIn(slack, team))
  const reading = parseManifest(JSON.stringify(manifestOf(slack, teams)), 'bench.yaml', rituals)
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  await migrate(db)
  const log = createLog('silent')
  const adapter = createSlackAdapter({
    botToken: slack.grants.botToken,
    signingSecret: slack.signingSecret,
    apiUrl: slack.apiUrl,
    time: virtual.time,
    log,
  })
  const house = await composeHouse({
    db,
    clock: virtual.clock,
    log,
    manifest: reading.manifest,
    rituals,
    keyFolder: join(folder, 'keys'),
    platforms: new Map([['slack', adapter]]),
    queue: virtual.queue,
  })
  await applyManifest(db, reading.manifest, instantText(BEGIN))
  await knowEveryone(
    db,
    slack,
    teams.flatMap(({ people }) => people),
  )
  const engine = createEngine(house)
  await adapter.start(engine.inbox)
  await virtual.during(engine.start())
  virtual.onJump(() => engine.tick())
  await virtual.to(LATEST)
  if (virtual.faults.length > 0) throw virtual.faults[0]
  virtual.release()
  await adapter.stop()
}

interface BenchTeam {
  people: Person[]
  channel: string
}

function teamIn(slack: Slack, team: number): BenchTeam {
  const people = Array.from({ length: PEOPLE_PER_TEAM }, (_, person) =>
    slack.person({ name: `Person ${person} of team ${team}`, email: `p${person}.t${team}@bench.example` }),
  )
  return { people, channel: slack.channel(`team-${team}`, people).id }
}

const manifestOf = (slack: Slack, teams: BenchTeam[]): object => ({
  organisation: { name: 'Bench', language: 'de', zone: 'UTC' },
  admins: [teams[0]!.people[0]!.email],
  people: teams.flatMap(({ people }) =>
    people.map(({ id, name, email }) => ({ email, name, identities: { slack: `${slack.world.team.id}/${id}` } })),
  ),
  teams: teams.map(({ people, channel }, team) => ({
    id: `team-${team}`,
    name: `Team ${team}`,
    leaders: [people[0]!.email],
    members: people.slice(1).map(({ email }) => email),
    channels: [`slack:${channel}`],
  })),
  rituals: teams.map((_, team) => ({
    id: `round-${team}`,
    kind: 'check-in',
    team: `team-${team}`,
    schedule: { every: 'week', on: 'mon', at: '09:00', zone: 'UTC', window: '6h', reminder: 'none' },
  })),
})

/** Everyone has been welcomed on another day, so the bot's conversation with them is open. */
async function knowEveryone(db: Database, slack: Slack, people: Person[]): Promise<void> {
  const welcomed_at = instantText(BEGIN.subtract({ hours: 240 }))
  await db.write(async (trx) => {
    await trx.updateTable('member').set({ welcomed_at }).execute()
    for (const person of people) {
      await trx
        .updateTable('identity')
        .set({ conversation: slack.direct(person).id })
        .where('platform', '=', 'slack')
        .where('external_id', '=', `${slack.world.team.id}/${person.id}`)
        .execute()
    }
  })
}

/** @throws when somebody was not asked, or was asked twice */
function judge(slack: Slack, realSeconds: number): Result {
  const posts = slack.journal.calls.filter(
    ({ method, result }) => method === 'chat.postMessage' && result['ok'] === true,
  )
  const asked = new Set(posts.map(({ args }) => args['channel']))
  if (posts.length !== PEOPLE || asked.size !== PEOPLE)
    throw new Error(`${posts.length} prompts reached ${asked.size} of ${PEOPLE} people.`)
  const last = Math.max(...posts.map(({ at }) => at))
  const seconds = (last - OPENS.epochMilliseconds) / 1000
  const refused = [...slack.pace.hits.values()].reduce((sum, count) => sum + count, 0)
  progress(`  ${PEOPLE} prompts within ${seconds} s of Slack’s time, ${refused} refused (${Math.round(realSeconds)} s)`)
  return judged({
    name: '5,000 prompts to 5,000 people at Slack’s pace',
    goal: 'at most 1.05 of the time the limits allow, and no limit exceeded',
    unit: 's of virtual time',
    value: seconds,
    floor: Math.floor((PEOPLE - 1) / POSTS_PER_MINUTE) * 60,
    meets: (value, floor) => value <= 1.05 * floor && refused === 0,
    details: {
      refused,
      refusedBy: Object.fromEntries(slack.pace.hits),
      postsPerMinute: POSTS_PER_MINUTE,
      calls: slack.journal.calls.length,
      realSeconds,
    },
  })
}
