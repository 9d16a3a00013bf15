/**
 * A whole house in Slack: the engine, the adapter and a real database on one side, the double on the other, real HTTP or a real WebSocket
 * between them, and one clock for both that is driven by hand.
 */
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino, type Logger } from 'pino'
import { createSlackAdapter } from '../../adapters/slack/adapter.ts'
import { composeHouse } from '../../src/compose.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
import type { House } from '../../src/engine/house.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { instantText } from '../../src/time/format.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { quickFolder } from '../quick-folder.ts'
import { openSlack, type Slack, type SlackOptions } from './double.ts'
import type { Filling } from './filling.ts'
import type { Submitted } from './submission.ts'
import { virtualTime, type VirtualTime } from './virtual-time.ts'
import type { Person, StoredMessage } from './world.ts'

export interface SlackStory extends AsyncDisposable {
  slack: Slack
  house: House
  engine: Engine
  db: TestDatabase
  keyFolder: string
  virtual: VirtualTime
  /** Where Slack sends to in HTTP mode. */
  address: string
  /** Every line that was logged, as it would be written. */
  logged(): string
  /** Moves the clock to a local time, through everything due on the way. */
  to(local: string, zone?: string): Promise<void>
  /** Waits until the bot has done what it was given to do, without the clock going on. */
  settle(): Promise<void>
  /** Presses a button that opens a form, fills it in and sends it. */
  answer(person: Person, fillings: Record<string, Filling>, button?: string, on?: StoredMessage): Promise<Submitted>
}

export interface SlackStoryOptions extends SlackOptions {
  mode?: 'http' | 'socket'
  /** Local time in Berlin at which the story begins. */
  now: string
  /** Brings people and channels into the workspace; what it returns is the manifest, as data. */
  found(slack: Slack): object
}

export async function tellInSlack({ mode = 'http', now, found, ...options }: SlackStoryOptions): Promise<SlackStory> {
  const virtual = virtualTime(inZone(now, 'Europe/Berlin'))
  const slack = await openSlack({
    clock: virtual.clock,
    retries: [0, 50, 50],
    ...options,
    pace: { tolerance: 0, ...options.pace },
  })
  const rituals = await discoverRituals()
  const reading = parseManifest(JSON.stringify(found(slack)), 'story.yaml', rituals)
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  const { manifest } = reading
  const db = await databases[0]!.open()
  const keyFolder = quickFolder('keys')
  const { log, logged } = keptLog()
  const keys = slack.environment(mode)
  const adapter = createSlackAdapter({
    botToken: keys['SLACK_BOT_TOKEN']!,
    appToken: keys['SLACK_APP_TOKEN'],
    signingSecret: keys['SLACK_SIGNING_SECRET'],
    apiUrl: keys['SLACK_API_URL'],
    log,
    time: virtual.time,
  })
  const house = await composeHouse({
    db,
    clock: virtual.clock,
    log,
    manifest,
    rituals,
    keyFolder,
    platforms: new Map([['slack', adapter]]),
    queue: virtual.queue,
  })
  await applyManifest(db, manifest, instantText(virtual.clock.now()))
  const engine = createEngine(house)
  const server = await listening((request, response) => adapter.listener(request, response))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`
  if (mode === 'http') slack.listenAt(address)
  await adapter.start(engine.inbox)
  await virtual.during(engine.start())
  virtual.onJump(() => engine.tick())
  await virtual.settle()

  const story: SlackStory = {
    slack,
    house,
    engine,
    db,
    keyFolder,
    virtual,
    address,
    logged,
    to: (local, zone = 'Europe/Berlin') => virtual.to(inZone(local, zone)),
    async settle() {
      await slack.idle()
      await virtual.settle()
    },
    async answer(person, fillings, button = '.answer', on) {
      const acts = slack.as(person)
      await acts.press(button, on)
      await slack.journal.until(`a form before ${person.name}`, acts.hasForm)
      return acts.submit(fillings)
    },
    async [Symbol.asyncDispose]() {
      virtual.release()
      await adapter.stop()
      server.closeAllConnections()
      server.close()
      await slack[Symbol.asyncDispose]()
      await db.close()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
  return story
}

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
