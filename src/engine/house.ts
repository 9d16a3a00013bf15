/** What the engine's parts share: the open database, the clock, what is known of the organisation, and who can send. */
import type { Kysely, Transaction } from 'kysely'
import type { Finding, Language, Platform } from '#platform'
import type { Clock } from '../clock.ts'
import type { Logger } from '../log.ts'
import type { Manifest } from '../manifest/schema.ts'
import type { Meter } from '../meter.ts'
import type { Queue } from '../jobs/queue.ts'
import type { Database } from '../store/database.ts'
import type { Schema } from '../store/schema.ts'
import type { Texts } from '../texts.ts'
import { instantText } from '../time/format.ts'
import type { Ballots } from './ballots.ts'
import type { Calendars } from './calendars.ts'
import type { AnyRitual } from './discovery.ts'
import type { Life } from './life.ts'

/** Reads work on either; writes only ever on a transaction. */
export type Reads = Kysely<Schema> | Transaction<Schema>
export type Writes = Transaction<Schema>

export interface House {
  db: Database
  clock: Clock
  log: Logger
  texts: Texts
  rituals: ReadonlyMap<string, AnyRitual>
  platforms: ReadonlyMap<string, Platform>
  manifest: Manifest
  calendars: Calendars
  ballots: Ballots
  queue: Queue
  meter: Meter
  life: Life
  /** Where people reach this program from outside, without a slash at the end: `https://teamrunde.example.org`. */
  publicAddress(): string
  /** Looks at the whole set-up, part by part; takes as long as the platforms take to answer, and changes nothing. */
  examine(): Promise<{ name: string; findings: Finding[] }[]>
}

export const nowText = (house: House): string => instantText(house.clock.now())

export type Team = Manifest['teams'][number]

export function teamOf(house: House, id: string): Team | null {
  return house.manifest.teams.find((team) => team.id === id) ?? null
}

export const teamLanguage = (house: House, team: Team | null): Language =>
  team?.language ?? house.manifest.organisation.language
export const teamZone = (house: House, team: Team | null): string => team?.zone ?? house.manifest.organisation.zone

/** A ritual of a kind that this program no longer has is left alone, not guessed at. */
export function kindOf(house: House, kind: string): AnyRitual {
  const ritual = house.rituals.get(kind)
  if (!ritual) throw new Error(`There is no ritual of the kind "${kind}".`)
  return ritual
}

/** The name people know their site or department by. */
export const unitName = (house: House, id: string | null): string | null =>
  id === null ? null : (house.manifest.units.find((unit) => unit.id === id)?.name ?? id)
