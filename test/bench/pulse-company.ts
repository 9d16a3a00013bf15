/** A company of one large team, in a house of its own on a database file, with a clock that is set by hand. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { composeHouse } from '../../src/compose.ts'
import { discoverRituals } from '../../src/engine/discovery.ts'
import type { House } from '../../src/engine/house.ts'
import { createLog } from '../../src/log.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { instantText } from '../../src/time/format.ts'
import { noQueue, recordingPlatform } from '../house.ts'

export interface Ground extends AsyncDisposable {
  house: House
  set(instant: string): void
}

const OPENS = '2026-11-12T09:00:00.000Z'

/** On a Thursday, at the moment at which everything opens. */
export async function groundOf(folder: string, manifest: object): Promise<Ground> {
  mkdirSync(folder, { recursive: true })
  const rituals = await discoverRituals()
  const read = parseManifest(JSON.stringify(manifest), 'bench.yaml', rituals)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  const db = await openDatabase(`sqlite:${join(folder, 'bench.db')}`)
  await migrate(db)
  let time = Temporal.Instant.from(OPENS)
  const now = (): Temporal.Instant => time
  const { platform } = recordingPlatform('web', () => instantText(time))
  const house = await composeHouse({
    db,
    clock: { now },
    log: createLog('silent'),
    manifest: read.manifest,
    rituals,
    keyFolder: join(folder, 'keys'),
    platforms: new Map([['web', platform]]),
    queue: noQueue,
  })
  await applyManifest(db, read.manifest, instantText(time))
  return {
    house,
    set: (instant) => (time = Temporal.Instant.from(instant)),
    [Symbol.asyncDispose]: () => db.close(),
  }
}

export const person = (number: number): string => `p${number}@bench.example`

export const companyOf = (people: number, rituals: object[]): object => ({
  organisation: { name: 'Bench', language: 'de', zone: 'Europe/Berlin' },
  admins: [person(0)],
  people: Array.from({ length: people }, (_, number) => ({ email: person(number), name: `Person ${number}` })),
  teams: [
    {
      id: 'all',
      name: 'Alle',
      leaders: [person(0)],
      members: Array.from({ length: people - 1 }, (_, number) => person(number + 1)),
      channels: ['web:all'],
    },
  ],
  rituals,
})

/** Puts an occurrence into the plan, to open now. */
export async function plan(house: House, ritual: string, hours: number): Promise<string> {
  const opens = house.clock.now()
  const id = `${ritual}@bench`
  await house.db.kysely
    .insertInto('occurrence')
    .values({
      id,
      ritual_id: ritual,
      nominal: 'bench',
      local_at: '2026-11-12T10:00:00',
      state: 'planned',
      reason: null,
      number: null,
      phase: null,
      opens_at: instantText(opens),
      closes_at: instantText(opens.add({ hours })),
      next_at: instantText(opens),
      frozen: null,
    })
    .execute()
  return id
}
