/** `teamrunde status`: how things are going, in words, for people; from the rows alone, so it works beside a bot that runs. */
import { travelClock } from './clock.ts'
import { overdueIn } from './engine/levels.ts'
import { readEnv } from './env.ts'
import { depthIn } from './jobs/open.ts'
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
  const env = readEnv(environment)
  const { ahead } = await readForce(env)
  const db = await openToRead(env.DATABASE_URL)
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
  const jobs = await depthIn(db)
  const deliveries = await deliveriesBy(db)
  const many = (...states: string[]): number =>
    deliveries.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + row.many, 0)
  const failed = many('failed', 'unknown')
  const lines = [
    `Database: ${db.place}`,
    `Rituals: ${occurrences.get('open') ?? 0} open, ${occurrences.get('planned') ?? 0} planned, ${occurrences.get('missed') ?? 0} missed so far.`,
    `On time: ${lateness(due)}.`,
    `Messages: ${many('sent')} stand, ${many('queued', 'sending')} wait; ${lateness(delivery)}.`,
    `Not delivered: ${failed === 0 ? 'none' : `${failed} (${lossesIn(deliveries)}); teamrunde doctor says why`}.`,
    `Jobs: ${jobs.waiting} wait, ${jobs.running} run, ${jobs.dead} given up.`,
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

interface Deliveries {
  platform: string
  state: string
  many: number
}

async function deliveriesBy(db: Database): Promise<Deliveries[]> {
  const rows = await db.kysely
    .selectFrom('delivery')
    .select(['platform', 'state', (select) => select.fn.countAll<number>().as('many')])
    .groupBy(['platform', 'state'])
    .orderBy('platform')
    .orderBy('state')
    .execute()
  return rows.map((row) => ({ ...row, many: Number(row.many) }))
}

/** `slack: failed 2, slack: unknown 1`. */
const lossesIn = (deliveries: Deliveries[]): string =>
  deliveries
    .filter(({ state }) => state === 'failed' || state === 'unknown')
    .map(({ platform, state, many }) => `${platform}: ${state} ${many}`)
    .join(', ')
