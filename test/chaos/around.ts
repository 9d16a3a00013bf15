/** What comes before and after the trouble: a company that has been planned for, and the calm in which everything is brought to its end. */
import { discoverRituals } from '../../src/engine/discovery.ts'
import { applyManifest } from '../../src/manifest/apply.ts'
import { problemsText } from '../../src/manifest/print.ts'
import { parseManifest } from '../../src/manifest/read.ts'
import type { Database } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { instantText } from '../../src/time/format.ts'

/** Occurrences of so many minutes before the start wait to be held late, or told as missed. */
const BEFORE = { minutes: 2 }

/** As if a program had planned everything up to a while ago, and ended. @returns when that was */
export async function prepare(db: Database, manifest: string): Promise<Temporal.Instant> {
  const from = Temporal.Now.instant().subtract(BEFORE)
  const reading = parseManifest(manifest, 'chaos.yaml', await discoverRituals())
  if ('problems' in reading) throw new Error(problemsText(reading.problems))
  await migrate(db)
  await applyManifest(db, reading.manifest, instantText(from))
  return from
}

/** Milliseconds in which everything must be done once nothing goes wrong any more. */
const CALM = 120_000

const LATE_IN_A_MINUTE = 45
const second = (at: Temporal.Instant): number => at.toZonedDateTimeISO('UTC').second

/** Waits for a moment at which nothing is overdue and nothing on its way. @returns that moment */
export async function settled(db: Database, progress: (text: string) => void): Promise<Temporal.Instant> {
  const end = performance.now() + CALM
  for (;;) {
    const now = Temporal.Now.instant()
    const left = await overdue(db, now)
    // What has opened in this very minute is still being asked and answered.
    if (left === 0) return now
    // At the beginning of a minute everybody is being asked: what is left then says nothing.
    if (performance.now() > end && second(now) >= LATE_IN_A_MINUTE) {
      progress(`${left} things are still not done`)
      return now
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function overdue(db: Database, at: Temporal.Instant): Promise<number> {
  const occurrences = await db.kysely
    .selectFrom('occurrence')
    .select((select) => select.fn.countAll<number>().as('left'))
    .where('next_at', '<=', instantText(at))
    .executeTakeFirstOrThrow()
  const deliveries = await db.kysely
    .selectFrom('delivery')
    .select((select) => select.fn.countAll<number>().as('left'))
    .where('state', 'in', ['queued', 'sending'])
    .whereRef('sent_revision', '<', 'revision')
    .executeTakeFirstOrThrow()
  return occurrences.left + deliveries.left
}
