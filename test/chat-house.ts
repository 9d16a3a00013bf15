/**
 * What the stories on chat platforms stand on: the engine and a real database behind the adapters, a server before them, the platforms' doubles
 * on the other side, and one clock for all of them that is driven by hand.
 */
import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino, type Logger } from 'pino'
import type { Language, Platform } from '#platform'
import { composeHouse } from '../src/compose.ts'
import { discoverRituals } from '../src/engine/discovery.ts'
import { createEngine, type Engine } from '../src/engine/engine.ts'
import type { House } from '../src/engine/house.ts'
import { applyManifest } from '../src/manifest/apply.ts'
import { problemsText } from '../src/manifest/print.ts'
import { parseManifest } from '../src/manifest/read.ts'
import { instantText } from '../src/time/format.ts'
import { databases, type TestDatabase } from './databases.ts'
import { quickFolder } from './quick-folder.ts'
import type { VirtualTime } from './slack/virtual-time.ts'

export interface ChatHouse extends AsyncDisposable {
  house: House
  engine: Engine
  db: TestDatabase
  keyFolder: string
  /** The server's address, without a path. */
  origin: string
  /** Every line that was logged, as it would be written. */
  logged(): string
  /** Moves the clock to a local time, through everything due on the way. */
  to(local: string, zone?: string): Promise<void>
}

/** What an adapter is made of, beside its platform's keys. */
export interface Ground {
  db: TestDatabase
  log: Logger
  defaults: { language: Language; zone: string }
}

/** An adapter, and where its platform knocks. */
export interface Entrance {
  path: string
  adapter: Platform & { listener(request: IncomingMessage, response: ServerResponse): void }
  /** Told once the server stands. */
  listenAt?(address: string): void
}

/** @param manifest as data */
export async function openChatHouse(
  virtual: VirtualTime,
  manifest: object,
  open: (ground: Ground) => Entrance[],
): Promise<ChatHouse> {
  const rituals = await discoverRituals()
  const reading = parseManifest(JSON.stringify(manifest), 'story.yaml', rituals)
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  const { language, zone } = reading.manifest.organisation
  const db = await databases[0]!.open()
  const keyFolder = quickFolder('keys')
  const { log, logged } = keptLog()
  const entrances = open({ db, log, defaults: { language, zone } })
  const house = await composeHouse({
    db,
    clock: virtual.clock,
    log,
    manifest: reading.manifest,
    rituals,
    keyFolder,
    platforms: new Map(entrances.map(({ adapter }) => [adapter.name, adapter])),
    queue: virtual.queue,
  })
  await applyManifest(db, reading.manifest, instantText(virtual.clock.now()))
  const engine = createEngine(house)
  const server = await listening((request, response) => {
    const entrance = entrances.find(({ path }) => request.url?.startsWith(path)) ?? entrances[0]!
    entrance.adapter.listener(request, response)
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const { listenAt, path } of entrances) listenAt?.(`${origin}${path}`)
  for (const { adapter } of entrances) await adapter.start(engine.inbox)
  await virtual.during(engine.start())
  virtual.onJump(() => engine.tick())
  await virtual.settle()

  return {
    house,
    engine,
    db,
    keyFolder,
    origin,
    logged,
    to: (local, where = 'Europe/Berlin') => virtual.to(inZone(local, where)),
    async [Symbol.asyncDispose]() {
      virtual.release()
      await Promise.all(entrances.map(({ adapter }) => adapter.stop()))
      server.closeAllConnections()
      server.close()
      await db.close()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
}

export const inZone = (local: string, zone: string): Temporal.Instant =>
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
