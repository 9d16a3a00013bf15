/** Replicas on one PostgreSQL, one of which is held up while a message is in its hands. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test, vi } from 'vitest'
import type { Outgoing } from '#platform'
import { company, round } from '../../test/hard-days/company.ts'
import { databases, type TestDatabase } from '../../test/databases.ts'
import { noQueue, recordingPlatform } from '../../test/house.ts'
import { composeHouse } from '../compose.ts'
import type { Job } from '../jobs/queue.ts'
import { createLog } from '../log.ts'
import { applyManifest } from '../manifest/apply.ts'
import { parseManifest } from '../manifest/read.ts'
import { instantText } from '../time/format.ts'
import { deliver } from './deliver.ts'
import { discoverRituals } from './discovery.ts'
import { createEngine } from './engine.ts'
import type { House } from './house.ts'
import { type Heart, startHeart } from './life.ts'

const postgres = databases.find((engine) => engine.dialect === 'postgres')!
const RHYTHM = { life: 600, beat: 100, margin: 200 }
const time = Temporal.Instant.from('2026-12-07T08:00:00Z')

interface Replica {
  house: House
  heart: Heart
}

interface Scene {
  db: TestDatabase
  first: Replica
  second: Replica
  /** Sends as they reached the platform, by replica. */
  sent: { by: string; outgoing: Outgoing }[]
  /** The next send or edit of the first replica hangs until it is let go. */
  hold(): { entered: Promise<void>; letGo(): void }
}

async function begin(): Promise<Scene & AsyncDisposable> {
  const db = await postgres.open()
  const rituals = await discoverRituals()
  const reading = parseManifest(
    company({ rituals: round("every: day, at: '09:00', window: 4h") }),
    'life.yaml',
    rituals,
  )
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems))
  const sent: Scene['sent'] = []
  let gate: { entered(): void; open: Promise<void> } | null = null
  const keyFolder = mkdtempSync(join(inject('testFolder'), 'keys-'))
  const open = async (by: string): Promise<Replica> => {
    const { platform } = recordingPlatform('web', () => instantText(time))
    const reach = async (outgoing: Outgoing): Promise<void> => {
      if (by === 'first' && gate) {
        const held = gate
        gate = null
        held.entered()
        await held.open
      }
      sent.push({ by, outgoing })
    }
    const { send, update } = platform
    platform.send = async (outgoing) => {
      await reach(outgoing)
      return send(outgoing)
    }
    platform.update = async (reference, outgoing) => {
      await reach(outgoing)
      return update(reference, outgoing)
    }
    const house = await composeHouse({
      db,
      clock: { now: () => time },
      log: createLog('silent'),
      manifest: reading.manifest,
      rituals,
      keyFolder,
      platforms: new Map([['web', platform]]),
      queue: noQueue,
    })
    return { house, heart: await startHeart(house, RHYTHM) }
  }
  await applyManifest(db, reading.manifest, instantText(time.subtract({ hours: 20 })))
  const [first, second] = [await open('first'), await open('second')]
  await createEngine(first.house).start()
  await createEngine(first.house).drain()
  sent.length = 0
  return {
    db,
    first,
    second,
    sent,
    hold() {
      const entered = Promise.withResolvers<void>()
      const release = Promise.withResolvers<void>()
      gate = { entered: entered.resolve, open: release.promise }
      return { entered: entered.promise, letGo: release.resolve }
    },
    async [Symbol.asyncDispose]() {
      await first.heart.stop()
      await second.heart.stop()
      await db.close()
    },
  }
}

/** The replica can't do anything, while its timers go on; and after a while it can again. */
function freeze({ house }: Replica): () => void {
  const { db } = house
  const { promise, resolve } = Promise.withResolvers<void>()
  house.db = {
    ...db,
    async write(work) {
      await promise
      return db.write(work)
    },
  }
  return () => {
    house.db = db
    resolve()
  }
}

/** Everyone has been welcomed; these are ana's, ben's and cem's. */
async function newestMessage({ db }: Scene): Promise<string> {
  const row = await db.kysely.selectFrom('delivery').select('id').orderBy('id').limit(1).executeTakeFirstOrThrow()
  return row.id
}

const rowOf = ({ db }: Scene, id: string) =>
  db.kysely.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

async function queueAnew({ db }: Scene, id: string, summary: string): Promise<void> {
  await db.write((trx) =>
    trx
      .updateTable('delivery')
      .set((column) => ({
        revision: column('revision', '+', 1),
        state: 'queued',
        message: JSON.stringify({ summary, blocks: [{ type: 'divider' }] }),
      }))
      .where('id', '=', id)
      .execute(),
  )
}

const asNew = ({ db }: Scene, id: string) =>
  db.write((trx) =>
    trx
      .updateTable('delivery')
      .set({ state: 'queued', sent_revision: 0, reference: null })
      .where('id', '=', id)
      .execute(),
  )

test('a message of a frozen replica is taken over with the mark that it may stand, and its own attempt counts no more', async () => {
  await using scene = await begin()
  const { first, second, sent } = scene
  const id = await newestMessage(scene)
  await asNew(scene, id)
  const held = scene.hold()
  const sending = deliver(first.house, id)
  await held.entered
  expect(await deliver(second.house, id)).toBe(false)

  const thaw = freeze(first)
  await vi.waitFor(
    async () => expect(await rowOf(scene, id)).toMatchObject({ state: 'queued', error: 'unknown' }),
    3000,
  )
  expect(await deliver(second.house, id)).toBe(true)
  thaw()
  held.letGo()
  await sending
  const [theirs, own] = sent
  expect(theirs).toMatchObject({ by: 'second', outgoing: { mayStand: true } })
  expect(theirs!.outgoing.mayGo!()).toBe(true)
  expect(own).toMatchObject({ by: 'first', outgoing: { mayStand: false } })
  expect(own!.outgoing.mayGo!()).toBe(false)
  expect(await rowOf(scene, id)).toMatchObject({ state: 'sent', error: null, holder: null })
  // It lives on under another name, and works again.
  await vi.waitFor(() => expect(first.house.life.safeUntil).toBeGreaterThan(performance.now()), 3000)
  await asNew(scene, id)
  expect(await deliver(first.house, id)).toBe(true)
})

test('an edit that comes late is followed by the newest one', async () => {
  await using scene = await begin()
  const { first, second, sent } = scene
  const id = await newestMessage(scene)
  await queueAnew(scene, id, 'the second')
  const held = scene.hold()
  const sending = deliver(first.house, id)
  await held.entered
  const thaw = freeze(first)
  await vi.waitFor(async () => expect((await rowOf(scene, id)).state).toBe('queued'), 3000)
  await queueAnew(scene, id, 'the third')
  await deliver(second.house, id)
  thaw()
  held.letGo()
  await sending
  await deliver(second.house, id)
  expect(sent.map(({ by, outgoing }) => `${by}: ${outgoing.message.summary}`)).toEqual([
    'second: the third',
    'first: the second',
    'second: the third',
  ])
})

test('what is in the hands of nobody who lives is taken over with the next sign of life of another', async () => {
  await using scene = await begin()
  const id = await newestMessage(scene)
  const claim = (holder: string, seconds: number): Promise<unknown> =>
    scene.db.write((trx) =>
      trx
        .updateTable('delivery')
        .set({ state: 'sending', sent_revision: 0, holder, lease_until: instantText(time.add({ seconds })) })
        .where('id', '=', id)
        .execute(),
    )
  const beats = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 4 * RHYTHM.beat))
  await claim(scene.first.house.life.id, 60)
  await beats()
  expect(await rowOf(scene, id)).toMatchObject({ state: 'sending' })
  await claim('who was buried', 119)
  await beats()
  expect(await rowOf(scene, id)).toMatchObject({ state: 'sending' })
  await claim('who was buried', 60)
  await vi.waitFor(
    async () => expect(await rowOf(scene, id)).toMatchObject({ state: 'queued', error: 'unknown', holder: null }),
    3000,
  )
})

test('a replica that ends hands over what is in its hands', async () => {
  await using scene = await begin()
  const id = await newestMessage(scene)
  await asNew(scene, id)
  const held = scene.hold()
  const sending = deliver(scene.first.house, id)
  await held.entered
  await scene.first.heart.stop()
  expect(await deliver(scene.second.house, id)).toBe(true)
  held.letGo()
  await sending
  const rows = await scene.db.kysely.selectFrom('replica').selectAll().execute()
  expect(rows).toHaveLength(1)
})

test('a message of whose claim its holder never heard is asked for again until the job comes to that one', async () => {
  await using scene = await begin()
  const { db, first, second } = scene
  const id = await newestMessage(scene)
  await asNew(scene, id)
  const claimed = {
    state: 'sending',
    holder: first.house.life.id,
    lease_until: instantText(time.add({ seconds: 120 })),
  } as const
  await db.write((trx) => trx.updateTable('delivery').set(claimed).where('id', '=', id).execute())
  const jobs: Job[] = []
  second.house.queue = { ...noQueue, enqueue: async (_, wished) => void jobs.push(...wished) }
  expect(await deliver(second.house, id)).toBe(false)
  expect(jobs).toMatchObject([{ name: 'deliver', key: id, lane: (await rowOf(scene, id)).recipient }])
  expect(Temporal.Instant.from(jobs[0]!.runAt).since(time).total('seconds')).toBeLessThanOrEqual(3)
  expect(await deliver(first.house, id)).toBe(true)
  expect(await deliver(second.house, id)).toBe(false)
  expect(jobs).toHaveLength(1)
})
