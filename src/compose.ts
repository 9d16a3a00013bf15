/** Puts the house together around an open database: what the program does at its start and a story test does in its own way. */
import { fileURLToPath } from 'node:url'
import type { Platform } from '#platform'
import type { Clock } from './clock.ts'
import { ballots } from './engine/ballots.ts'
import { createCalendars } from './engine/calendars.ts'
import type { AnyRitual } from './engine/discovery.ts'
import type { House } from './engine/house.ts'
import { jobLog } from './engine/job-log.ts'
import { newLife } from './engine/life.ts'
import { pollKeys } from './engine/poll-keys.ts'
import { openQueue } from './jobs/open.ts'
import type { Queue } from './jobs/queue.ts'
import type { Logger } from './log.ts'
import type { Manifest } from './manifest/schema.ts'
import { type Meter, noMeter } from './meter.ts'
import type { Database } from './store/database.ts'
import { loadTexts, localesOf, type Texts } from './texts.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export interface Parts {
  db: Database
  clock: Clock
  log: Logger
  manifest: Manifest
  rituals: Map<string, AnyRitual>
  keyFolder: string
  platforms: Map<string, Platform>
  /** Nothing is measured where it is missing. */
  meter?: Meter
  /** Another queue than the database's own, for clocks that are driven by hand. */
  queue?: Queue
  /** Asked each time, because the port may be known only once the server listens. */
  publicAddress?: () => string
  /** What `teamrunde doctor` looks at; nothing where there is no set-up to look at. */
  examine?: House['examine']
}

export async function composeHouse(parts: Parts): Promise<House> {
  const { db, clock, log, manifest, rituals, platforms } = parts
  return {
    db,
    clock,
    log,
    manifest,
    rituals,
    platforms,
    texts: textsOf(rituals),
    calendars: createCalendars(manifest),
    ballots: ballots(pollKeys(parts.keyFolder)),
    publicAddress: parts.publicAddress ?? (() => 'http://127.0.0.1:3000'),
    examine: parts.examine ?? (async () => []),
    meter: parts.meter ?? noMeter,
    life: newLife(),
    queue: parts.queue ?? (await openQueue(db, clock, jobLog(log))),
  }
}

/** The common texts and each ritual's own. */
export function textsOf(rituals: ReadonlyMap<string, AnyRitual>): Texts {
  const own = [...rituals.keys()].map((kind) => [kind, localesOf(here(`../rituals/${kind}`))] as const)
  return loadTexts({ common: localesOf(here('.')), ...Object.fromEntries(own) })
}
