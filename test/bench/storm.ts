/**
 * 10,000 people are asked at once, and Slack says „too fast" to every other message: what other people notice who press buttons meanwhile. The same presses
 * before it are the measure. The program, the load and Slack's stand-in are processes of their own.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../src/store/database.ts'
import { startPostgres } from '../postgres-server.ts'
import { type AnswerDatabase, numberIn, postgresOn, sqliteAt } from './answer-database.ts'
import { chatManifest, email, openIn } from './chat-company.ts'
import type { Order, Outcome } from './load.ts'
import { type Running, said, startFlags, startProcess } from './processes.ts'
import { judged, progress, quantile, rounded, type Result } from './result.ts'
import { slackChat } from './slack-chat.ts'
import { type Press, pressesIn, SECRET, signed, typed } from './slack-presses.ts'

const ASKED = 10_000
/** Check-ins of each of the 500 others, whose prompts stand. */
const CHECK_INS = 2
const PER_SECOND = 100
/** Seconds. */
const QUIET = 20
const STORM = 40
/** Every other message. */
const REFUSED = 2

export async function stormBench(): Promise<Result[]> {
  const server = await startPostgres({
    durable: true,
    settings: ['fsync=on', 'full_page_writes=on', 'autovacuum=on'],
    place: tmpdir(),
  })
  try {
    return [
      await inFolder((folder) => measured('SQLite', sqliteAt(join(folder, 'storm.db')), folder)),
      await inFolder(async (folder) => measured('PostgreSQL', await postgresOn(server.url), folder)),
    ]
  } finally {
    await server.stop()
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Bench {
  load: Running
  standIn: Running
  product: Running
  origin: string
  presses: Press[]
  answerTo: string
}

async function measured(name: string, database: AnswerDatabase, folder: string): Promise<Result> {
  const bench = await begin(name, database, folder)
  // Whatever is slow the first time is not what this is about.
  await press(bench, 5, 0)
  const quiet = await press(bench, QUIET, 1)
  bench.standIn.send({ refuse: REFUSED })
  const before = (await bench.standIn.told()) as Calls
  const begun = start(bench)
  const storm = await press(bench, STORM, 2)
  await begun
  bench.standIn.send({})
  const after = (await bench.standIn.told()) as Calls
  const prompts = await numberIn(database, `select count(*) from delivery where occurrence_id like 'storm@%'`)
  const answers = await numberIn(database, 'select count(*) from response')
  await end(bench)
  const sent = PER_SECOND * (5 + QUIET + STORM)
  if (prompts < ASKED) throw new Error(`Only ${prompts} were asked.`)
  if (answers !== sent) throw new Error(`${sent} presses were acknowledged, ${answers} answers are stored.`)
  const refused = after.posts.refused - before.posts.refused
  if (refused === 0) throw new Error(`Slack refused nothing, and took ${after.posts.taken - before.posts.taken}.`)
  return resultOf(name, quiet, storm, { prompts, taken: after.posts.taken - before.posts.taken, refused })
}

interface Calls {
  posts: { taken: number; refused: number }
}

async function begin(name: string, database: AnswerDatabase, folder: string): Promise<Bench> {
  const opens = Temporal.Now.instant().subtract({ minutes: 3 })
  const text = stormManifest(opens)
  const manifest = join(folder, 'manifest.yaml')
  writeFileSync(manifest, text)
  await openIn(slackChat, database.url, opens, join(folder, 'keys'), text, knowEveryone)
  const presses = await pressesIn(database)
  const standIn = startProcess('test/bench/slack-stand-in.ts')
  const { port: slackPort } = (await standIn.told()) as { port: number }
  const load = startProcess('test/bench/load.ts')
  await load.told()
  const product = startProcess('src/main.ts', {
    flags: startFlags(),
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      TEAMRUNDE_MANIFEST: manifest,
      TEAMRUNDE_KEYS: join(folder, 'keys'),
      LOG_LEVEL: 'info',
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: `http://127.0.0.1:${slackPort}/api/`,
      TMPDIR: folder,
    },
  })
  const origin = `http://127.0.0.1:${await said(product, /"port":(\d+)/)}`
  progress(`  ${name}: ${presses.length} prompts stand, ${ASKED} people wait to be asked`)
  return { load, standIn, product, origin, presses, answerTo: `http://127.0.0.1:${slackPort}/response/1` }
}

const member = (person: number): string => `storm${person}@bench.example`

/** The company of the other benches, and 10,000 people more in one team, who are asked when their leader says so. */
function stormManifest(opens: Temporal.Instant): string {
  const company = JSON.parse(chatManifest(slackChat, opens, CHECK_INS)) as Record<string, object[]> & {
    rituals: { schedule: { on: string } }[]
  }
  const [one] = company.rituals
  const people = Array.from({ length: ASKED }, (_, person) => person)
  const otherDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].find((day) => day !== one!.schedule.on)!
  return JSON.stringify({
    ...company,
    people: [
      ...company['people']!,
      ...people.map((person) => ({
        email: member(person),
        name: `Person ${person}`,
        identities: { slack: slackChat.identity(100_000 + person) },
      })),
    ],
    teams: [
      ...company['teams']!,
      {
        id: 'storm',
        name: 'Storm',
        leaders: [email(0, 0)],
        members: people.map(member),
        channels: [`slack:${slackChat.channel(99)}`],
      },
    ],
    rituals: [
      ...company.rituals,
      { ...one, id: 'storm', team: 'storm', schedule: { ...one!.schedule, every: '12 weeks', on: otherDay } },
    ],
  })
}

/** They have been welcomed on another day, so the bot's conversation with them is open. */
const knowEveryone = (db: Database): Promise<void> =>
  db.write(async (trx) => {
    await trx.updateTable('member').set({ welcomed_at: '2026-01-01T00:00:00.000Z' }).execute()
    const rows = await trx.selectFrom('identity').select('external_id').execute()
    for (const { external_id } of rows)
      await trx
        .updateTable('identity')
        .set({ conversation: slackChat.conversation(external_id) })
        .where('external_id', '=', external_id)
        .execute()
  })

/** Milliseconds of each press. */
async function press({ load, origin, presses, answerTo }: Bench, seconds: number, seed: number): Promise<number[]> {
  const requests = Array.from({ length: seconds * PER_SECOND }, (_, index) =>
    signed(presses[index % presses.length]!, answerTo),
  )
  const order: Order = {
    origins: [origin],
    path: '/slack/events',
    pace: { type: 'open', perSecond: PER_SECOND, seed },
    bodies: requests.map(({ body }) => body),
    headers: requests.map(({ headers }) => headers),
  }
  load.send(order)
  const { latencies, failures } = (await load.told()) as Outcome
  if (failures.length > 0) throw new Error(`${failures.length} presses were not taken, such as: ${failures[0]}`)
  return latencies
}

/** Their leader has everyone asked. */
async function start({ origin }: Bench): Promise<void> {
  const { body, headers } = typed(slackChat.identity(0).split('/')[1]!, 'start storm')
  const response = await fetch(`${origin}/slack/events`, { method: 'POST', body, headers })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
}

async function end({ product, standIn, load }: Bench): Promise<void> {
  await product.stop()
  await standIn.stop()
  await load.stop()
}

function resultOf(name: string, quiet: number[], storm: number[], counts: Record<string, number>): Result {
  const of = (latencies: number[]): object => ({
    p50: rounded(quantile(latencies, 0.5)),
    p99: rounded(quantile(latencies, 0.99)),
    worst: rounded(Math.max(...latencies)),
  })
  progress(`  ${name}: quiet ${JSON.stringify(of(quiet))}, in the storm ${JSON.stringify(of(storm))}`)
  return judged({
    name: `presses in Slack at ${PER_SECOND} a second while 10,000 people are asked, on ${name}`,
    goal: 'p99 at most 1.5 times that of the same presses before, plus 3 ms',
    unit: 'ms p99',
    value: quantile(storm, 0.99),
    floor: quantile(quiet, 0.99),
    meets: (value, floor) => value <= 1.5 * floor + 3,
    details: { quiet: of(quiet), storm: of(storm), seconds: { quiet: QUIET, storm: STORM }, ...counts },
  })
}
