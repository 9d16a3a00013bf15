/** `teamrunde status`: how things are going, in words, for people; from the rows alone, so it works beside a bot that runs. */
import { travelClock } from './clock.ts'
import { overdueIn } from './engine/levels.ts'
import { readEnv } from './env.ts'
import { openToRead, readForce, unreachable } from './manifest/force.ts'
import type { Database } from './store/database.ts'
import { instantText } from './time/format.ts'

/** Later than this is told as late. */
const LATE_SECONDS = 120

export interface Status {
  text: string
  /** Nothing is late and nothing has failed. */
  healthy: boolean
}

/** @throws ProblemError when the database can't be reached */
export async function status(environment: Record<string, string | undefined>): Promise<Status> {
  const { DATABASE_URL } = readEnv(environment)
  const { ahead } = await readForce(DATABASE_URL)
  const db = await openToRead(DATABASE_URL)
  if (!db) return { text: 'There is no database yet: Teamrunde has never been started here.', healthy: false }
  try {
    return await statusOf(db, instantText(travelClock(ahead).now()))
  } catch (error) {
    throw unreachable(db.place, error)
  } finally {
    await db.close()
  }
}

async function statusOf(db: Database, now: string): Promise<Status> {
  const { overdueOccurrenceSeconds: due, overdueDeliverySeconds: delivery } = await overdueIn(db, now)
  const occurrences = await occurrencesBy(db)
  const deliveries = await deliveriesBy(db)
  const failed = (deliveries.get('failed') ?? 0) + (deliveries.get('unknown') ?? 0)
  const waiting = (deliveries.get('queued') ?? 0) + (deliveries.get('sending') ?? 0)
  const lines = [
    `Database: ${db.place}`,
    `Rituals: ${occurrences.get('open') ?? 0} open, ${occurrences.get('planned') ?? 0} planned, ${occurrences.get('missed') ?? 0} missed so far.`,
    `On time: ${lateness(due)}.`,
    `Messages: ${deliveries.get('sent') ?? 0} stand, ${waiting} wait; ${lateness(delivery)}.`,
    `Not delivered: ${failed === 0 ? 'none' : `${failed} (failed ${deliveries.get('failed') ?? 0}, unknown ${deliveries.get('unknown') ?? 0}); teamrunde doctor says why`}.`,
  ]
  return { text: lines.join('\n'), healthy: due <= LATE_SECONDS && delivery <= LATE_SECONDS && failed === 0 }
}

const lateness = (seconds: number): string =>
  seconds <= LATE_SECONDS ? 'nothing is late' : `the oldest is late by ${Math.round(seconds / 60)} minutes`

async function occurrencesBy(db: Database): Promise<Map<string, number>> {
  const rows = await db.kysely
    .selectFrom('occurrence')
    .select(['state', (select) => select.fn.countAll<number>().as('many')])
    .groupBy('state')
    .execute()
  return new Map(rows.map(({ state, many }) => [state, Number(many)]))
}

async function deliveriesBy(db: Database): Promise<Map<string, number>> {
  const rows = await db.kysely
    .selectFrom('delivery')
    .select(['state', (select) => select.fn.countAll<number>().as('many')])
    .groupBy('state')
    .execute()
  return new Map(rows.map(({ state, many }) => [state, Number(many)]))
}
