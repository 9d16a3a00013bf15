/** A whole house in Teams: the engine, the adapter and a real database on one side, the double on the other, real HTTP between them, and one clock for both that is driven by hand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino, type Logger } from 'pino'
import { createTeamsAdapter, type TeamsAdapter } from '../../adapters/teams/adapter.ts'
import { composeHouse } from '../../src/compose.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import type { House } from '../../src/engine/house.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { contactsOf } from '../../src/store/contacts.ts'
import { instantText } from '../../src/time/format.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { virtualTime, type VirtualTime } from '../slack/virtual-time.ts'
import { openTeams, type Teams, type TeamsOptions } from './double.ts'
import type { Filling } from './reading.ts'
import type { Person } from './world.ts'

export interface TeamsStory extends AsyncDisposable {
  teams: Teams
  house: House
  engine: Engine
  adapter: TeamsAdapter
  db: TestDatabase
  virtual: VirtualTime
  address: string
  /** Every line that was logged, as it would be written. */
  logged(): string
  /** Moves the clock to a local time, through everything due on the way. */
  to(local: string, zone?: string): Promise<void>
  /** Waits until the bot has done what it was given to do, without the clock going on. */
  settle(): Promise<void>
  /** Presses a button that opens a dialog, fills it in and sends it. @returns whether it has closed */
  answer(person: Person, fillings: Record<string, Filling>, button?: string): Promise<boolean>
}

export interface TeamsStoryOptions extends TeamsOptions {
  /** Local time in Berlin at which the story begins. */
  now: string
  /** Brings people and channels into the tenant; what it returns is the manifest, as data. */
  found(teams: Teams): object
}

/** The adapter as the program opens it. */
export function adapterFor(teams: Teams, more: Partial<Parameters<typeof createTeamsAdapter>[0]> = {}): TeamsAdapter {
  const keys = teams.environment()
  return createTeamsAdapter({
    appId: keys['MicrosoftAppId'],
    password: keys['MicrosoftAppPassword'],
    tenant: keys['MicrosoftAppTenantId'],
    cloud: {
      toChannelFromBotLoginUrl: keys['ToChannelFromBotLoginUrl'],
      toChannelFromBotOAuthScope: keys['ToChannelFromBotOAuthScope'],
      toBotFromChannelTokenIssuer: keys['ToBotFromChannelTokenIssuer'],
      toBotFromChannelOpenIdMetadataUrl: keys['ToBotFromChannelOpenIdMetadataUrl'],
      serviceUrl: keys['TEAMS_SERVICE_URL'],
    },
    contacts: {
      find: async () => null,
      ofPerson: async () => null,
      all: async () => [],
      save: async () => {},
      remove: async () => {},
    },
    ...more,
  })
}

export async function tellInTeams({ now, found, ...options }: TeamsStoryOptions): Promise<TeamsStory> {
  const virtual = virtualTime(inZone(now, 'Europe/Berlin'))
  const teams = await openTeams({ clock: virtual.clock, ...options })
  const rituals = await discoverRituals()
  const reading = parseManifest(JSON.stringify(found(teams)), 'story.yaml', rituals)
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  const { manifest } = reading
  const db = await databases[0]!.open()
  const keyFolder = mkdtempSync(join(tmpdir(), 'teamrunde-keys-'))
  const { log, logged } = keptLog()
  const { language, zone } = manifest.organisation
  const adapter = adapterFor(teams, {
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
    platforms: new Map([['teams', adapter]]),
    queue: virtual.queue,
  })
  await applyManifest(db, manifest, instantText(virtual.clock.now()))
  const engine = createEngine(house)
  const server = await listening((request, response) => adapter.listener(request, response))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`
  teams.listenAt(address)
  await adapter.start(engine.inbox)
  await virtual.during(engine.start())
  virtual.onJump(() => engine.tick())
  await virtual.settle()

  return {
    teams,
    house,
    engine,
    adapter,
    db,
    virtual,
    address,
    logged,
    to: (local, where = 'Europe/Berlin') => virtual.to(inZone(local, where)),
    async settle() {
      const { calls, deliveries } = teams.journal
      for (let before = -1; before !== calls.length + deliveries.length;) {
        before = calls.length + deliveries.length
        await teams.idle()
        await virtual.settle()
        await new Promise((resolve) => setTimeout(resolve, PAUSE))
      }
    },
    async answer(person, fillings, button = 'answer') {
      const acts = teams.as(person)
      await acts.press(button)
      return acts.submit(fillings)
    },
    async [Symbol.asyncDispose]() {
      virtual.release()
      await adapter.stop()
      server.closeAllConnections()
      server.close()
      await teams[Symbol.asyncDispose]()
      await db.close()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
}

/** Milliseconds without a call after which the bot has said what it had to say; what goes on after an answer is in no queue. */
const PAUSE = 30

const inZone = (local: string, zone: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant()

/** A log that is kept instead of written, without anything being taken out of it: what must not be logged must not get here. */
function keptLog(): { log: Logger; logged: () => string } {
  const lines: string[] = []
  const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
  return { log, logged: () => lines.join('') }
}

async function listening(listener: Parameters<typeof createServer>[1] & {}): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return server
}
