/**
 * What is measured while the program runs, for whoever watches over it (`/metrics`). Labels are few and fixed; no name, no team and no ritual is
 * among them, and nothing is measured of a single poll, so nobody can be told by a number.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** How a delivery ended; the same words as in the outbox. */
export type DeliveryOutcome = 'sent' | 'later' | 'failed' | 'unknown'

export interface Meter {
  /** Seconds from the moment something was due to the moment it was done and committed. */
  due(seconds: number): void
  /** Seconds from the moment a message was to be sent until it stood, or did not. */
  delivered(platform: string, outcome: DeliveryOutcome, seconds: number): void
  /** Seconds from an event's coming in to its answer. */
  answered(platform: string, type: string, seconds: number): void
  /** The database refused a statement, a commit or a connection, or broke one off. A fault of our own is none. */
  databaseError(): void
}

/** What is looked up when somebody asks, not counted on the way. Seconds are the age of the oldest that is overdue, 0 when nothing is. */
export interface Levels {
  overdueOccurrenceSeconds: number
  overdueDeliverySeconds: number
  jobs: { waiting: number; running: number; dead: number }
}

export interface Metrics extends Meter {
  contentType: string
  /** Prometheus' text format. */
  text(levels: Levels | null): Promise<string>
}

/** Measures nothing: for commands and tests. */
export const noMeter: Meter = { due() {}, delivered() {}, answered() {}, databaseError() {} }

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3]
const SLOW = [0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600]

export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const registers = [register]
  const due = new Histogram({
    name: 'teamrunde_due_lag_seconds',
    help: 'From the moment something was due to the moment it was done and committed.',
    buckets: SLOW,
    registers,
  })
  const deliveries = new Histogram({
    name: 'teamrunde_delivery_lag_seconds',
    help: 'From the moment a message was to be sent to how it ended, by platform and outcome.',
    labelNames: ['platform', 'outcome'],
    buckets: SLOW,
    registers,
  })
  const answers = new Histogram({
    name: 'teamrunde_answer_seconds',
    help: 'From an event that came in to its answer, by platform and kind of event.',
    labelNames: ['platform', 'type'],
    buckets: FAST,
    registers,
  })
  const errors = new Counter({
    name: 'teamrunde_database_errors_total',
    help: 'Statements, commits and connections that the database refused or broke off.',
    registers,
  })
  const setLevels = levelsIn(registers)
  return {
    due: (seconds) => due.observe(Math.max(0, seconds)),
    delivered: (platform, outcome, seconds) => deliveries.observe({ platform, outcome }, Math.max(0, seconds)),
    answered: (platform, type, seconds) => answers.observe({ platform, type }, seconds),
    databaseError: () => errors.inc(),
    contentType: register.contentType,
    async text(levels) {
      setLevels(levels)
      return register.metrics()
    },
  }
}

/** Null: the database did not answer, and the gauges say so instead of showing what was. */
function levelsIn(registers: Registry[]): (levels: Levels | null) => void {
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers })
  const up = gauge('teamrunde_database_up', '1 when the database answered this scrape.')
  const occurrence = gauge('teamrunde_overdue_occurrence_seconds', 'Age of the oldest occurrence that is overdue.')
  const delivery = gauge('teamrunde_overdue_delivery_seconds', 'Age of the oldest message that is overdue.')
  const jobs = new Gauge({ name: 'teamrunde_jobs', help: 'Jobs by state.', labelNames: ['state'], registers })
  return (levels) => {
    up.set(levels ? 1 : 0)
    occurrence.set(levels?.overdueOccurrenceSeconds ?? Number.NaN)
    delivery.set(levels?.overdueDeliverySeconds ?? Number.NaN)
    for (const state of ['waiting', 'running', 'dead'] as const) jobs.set({ state }, levels?.jobs[state] ?? Number.NaN)
  }
}
