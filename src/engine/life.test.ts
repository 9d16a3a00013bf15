/** Replicas on one PostgreSQL, one of which is held up while a message is in its hands. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it, vi } from 'vitest'
import type { Outgoing } from '#platform'
import { company, round } from '../../test/hard-days/company.ts'
import { databases, type TestDatabase } from '../../test/databases.ts'
import { noQueue, recordingPlatform } from '../../test/house.ts'
import { composeHouse } from '../compose.ts'
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
  const reading = parseManifest(company({ rituals: round("every: day, at: '09:00', window: 4h") }), 'life.yaml', rituals)
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
      const open = Promise.withResolvers<void>()
      gate = { entered: entered.resolve, open: open.promise }
      return { entered: entered.promise, letGo: open.resolve }
    },
    async [Symbol.asyncDispose]() {
      await first.heart.stop()
      await second.heart.stop()
      await db.close()
    },
  }
}
