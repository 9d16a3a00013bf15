/** One house in Slack and in Teams: both adapters, both doubles, real HTTP between them, one clock for all that is driven by hand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createSlackAdapter } from '../../adapters/slack/adapter.ts'
import { composeHouse } from '../../src/compose.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { createEngine } from '../../src/engine/engine.ts'
import type { House } from '../../src/engine/house.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { contactsOf } from '../../src/store/contacts.ts'
import { instantText } from '../../src/time/format.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { openSlack, type Slack } from '../slack/double.ts'
import { virtualTime, type VirtualTime } from '../slack/virtual-time.ts'
import { openTeams, type Teams } from '../teams/double.ts'
import { adapterFor } from '../teams/house.ts'

export interface MixedStory extends AsyncDisposable {
  slack: Slack
  teams: Teams
  house: House
  db: TestDatabase
  virtual: VirtualTime
  /** Every line that was logged. */
  logged(): string
  /** Moves the clock to a local time in Berlin, through everything due on the way. */
  to(local: string): Promise<void>
  /** Waits until the bot has done what it was given to do, without the clock going on. */
  settle(): Promise<void>
}

/** @param found brings people and channels into both; what it returns is the manifest, as data */
export async function tellInBoth(now: string, found: (slack: Slack, teams: Teams) => object): Promise<MixedStory> {
  const virtual = virtualTime(inBerlin(now))
  const slack = await openSlack({ clock: virtual.clock, retries: [0, 50, 50], pace: { tolerance: 0 } })
  const teams = await openTeams({ clock: virtual.clock })
  const rituals = await discoverRituals()
  const reading = parseManifest(JSON.stringify(found(slack, teams)), 'story.yaml', rituals)
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  const { manifest } = reading
  const db = await databases[0]!.open()
  const keyFolder = mkdtempSync(join(tmpdir(), 'teamrunde-keys-'))
  const lines: string[] = []
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
  const { language, zone } = manifest.organisation
  const keys = slack.environment('http')
  const inSlack = createSlackAdapter({
    botToken: keys['SLACK_BOT_TOKEN']!,
    signingSecret: keys['SLACK_SIGNING_SECRET'],
    apiUrl: keys['SLACK_API_URL'],
    log,
    time: virtual.time,
    defaults: { language, zone },
  })
  const inTeams = adapterFor(teams, {
    log,
    time: virtual.time,
    contacts: contactsOf(db, virtual.clock, 'teams'),
    defaults: { language, zone },
  })
  const house = await composeHouse({
    db,
    clock: virtual.clock,
    log,
    manifest,
    rituals,
    keyFolder,
    platforms: new Map([
      ['slack', inSlack],
      ['teams', inTeams],
    ]),
    queue: virtual.queue,
  })
  await applyManifest(db, manifest, instantText(virtual.clock.now()))
  const engine = createEngine(house)
  const server = await listening((request, response) =>
    (request.url === '/api/messages' ? inTeams : inSlack).listener(request, response),
  )
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  slack.listenAt(`${origin}/slack/events`)
  teams.listenAt(`${origin}/api/messages`)
  await inSlack.start(engine.inbox)
  await inTeams.start(engine.inbox)
  await virtual.during(engine.start())
  virtual.onJump(() => engine.tick())
  await virtual.settle()

  return {
    slack,
    teams,
    house,
    db,
    virtual,
    logged: () => lines.join(''),
    to: (local) => virtual.to(inBerlin(local)),
    async settle() {
      await Promise.all([slack.idle(), teams.idle()])
      await virtual.settle()
    },
    async [Symbol.asyncDispose]() {
      virtual.release()
      await Promise.all([inSlack.stop(), inTeams.stop()])
      server.closeAllConnections()
      server.close()
      await Promise.all([slack[Symbol.asyncDispose](), teams[Symbol.asyncDispose]()])
      await db.close()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
}

const inBerlin = (local: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Berlin').toInstant()

async function listening(listener: Parameters<typeof createServer>[1] & {}): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return server
}
