import type { ClientBase } from 'pg'
import { PgBoss, type JobResult, type JobWithMetadata } from 'pg-boss'
import type { Clock } from '../clock.ts'
import { instantText } from '../store/codecs.ts'
import type { Database } from '../store/database.ts'
import { SESSION } from '../store/session.ts'
import { LONGEST_PAUSE } from './backoff.ts'
import { DEADLOCK, putJobs } from './boss-put.ts'
import { countJobs, createIndexes, DEAD, FREE, LANE_INDEX, LANED, QUEUES, retime, type Payload } from './boss-table.ts'
import { jumpDetector } from './jumps.ts'
import { DRAIN, LANED_AT_ONCE, type Handlers, type Queue, type QueueLog } from './queue.ts'
import { handle, reasonOf, within } from './running.ts'

/** Seconds. */
const DAY = 24 * 60 * 60

/** Milliseconds between two complaints about the database. */
const QUIET = 10_000

/** How many workers a queue has; how many jobs one of them takes and settles together, side by side. Taking and settling costs more than most jobs do. */
interface Work {
  workers: number
  taken: number
}

/**
 * A slow job holds up only its own batch, and what has a lane may be slow. What has none is taken in larger ones, whose transactions become one
 * (engine/act-together.ts).
 */
const WORKERS: Record<(typeof QUEUES)[number], Work> = {
  [LANED]: { workers: LANED_AT_ONCE / 5, taken: 5 },
  // While one waits for the server, the other computes.
  [FREE]: { workers: 2, taken: 30 },
}

/**
 * The queue on PostgreSQL: pg-boss, in its schema `pgboss`, with connections of its own. Every replica runs one; they share
 * the jobs and watch over each other.
 */
export async function postgresQueue(database: Database, clock: Clock, log: QueueLog): Promise<Queue> {
  const boss = createBoss(database.url)
  const hasJumped = jumpDetector(clock)
  let stopped = false
  let isResting = false
  const workers: string[] = []

  let quietUntil = 0
  boss.on('error', (error) => {
    // What happens while stopping is over by the next start.
    if (stopped || isLaneTaken(error)) return
    // While the database is away every look fails, several times a second: one line in a while tells it.
    if (performance.now() < quietUntil) return
    quietUntil = performance.now() + QUIET
    log.error({ error: reasonOf(error) }, 'The queue has trouble with its database.')
  })
  boss.on('warning', ({ message }) => log.warn({ warning: message }, 'The queue has a warning.'))

  await boss.start()
  await createQueues(boss)
  await createIndexes(database)

  async function lookAgain(): Promise<void> {
    try {
      if (hasJumped()) await retime(database, instantText(clock.now()))
      if (!isResting) for (const worker of workers) boss.notifyWorker(worker)
    } catch (error) {
      log.error({ error: reasonOf(error) }, 'The queue could not follow the clock.')
    }
  }

  return {
    enqueue: (trx, jobs) => putJobs(boss, trx, jobs, clock.now()),
    async work(handlers) {
      if (workers.length > 0) throw new Error('The queue works already.')
      for (const queue of QUEUES)
        for (let at = 0; at < WORKERS[queue].workers; at += 1)
          workers.push(await startWorker(queue, boss, handlers, clock, log))
    },
    poke: () => void lookAgain(),
    async rest(drain) {
      isResting = true
      await within(drain, Promise.all(QUEUES.map((queue) => boss.offWork(queue))))
    },
    async stop(drain = DRAIN) {
      if (stopped) return
      stopped = true
      await boss.stop({ timeout: drain })
    },
    depth: () => countJobs(database),
  }
}

/** For pg, to which pg-boss passes it on. */
const CONNECTION = {
  keepAlive: true,
  // Milliseconds: what is not answered by then never will be, and its connection makes room for a new one.
  query_timeout: 15_000,
  onConnect: async (client: ClientBase) => void (await client.query(SESSION)),
}

function createBoss(url: string): PgBoss {
  return new PgBoss({
    ...CONNECTION,
    connectionString: url,
    application_name: 'teamrunde-jobs',
    max: 5,
    // node-cron and our own planner do the scheduling.
    schedule: false,
    // A job that is due at once starts within milliseconds of the commit, on any replica.
    useListenNotify: true,
    // A replica that died is noticed 10 seconds (HEARTBEAT) after its last sign of life, plus these. Each look counts all that is planned.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    // Watching counts the whole table each time, so what is done must not stay in it: pg-boss would clean up once a day.
    maintenanceIntervalSeconds: DONE,
  })
}

/** Seconds for which a job that is done stays. */
const DONE = 10

/** Seconds; the shortest that pg-boss allows. */
const HEARTBEAT = 10

async function createQueues(boss: PgBoss): Promise<void> {
  // What died stays for somebody to look at; the rows of jobs that went well only take up room.
  await boss.createQueue(DEAD, { retentionSeconds: 90 * DAY, deleteAfterSeconds: 90 * DAY })
  for (const queue of QUEUES) await boss.createQueue(queue, USUAL)
}

const USUAL = {
  // Of one key one job waits, while any number may run: a job that is enqueued while one runs must not get lost.
  policy: 'short',
  deadLetter: DEAD,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: LONGEST_PAUSE,
  heartbeatSeconds: HEARTBEAT,
  // The heartbeat tells the dead from the slow; this is only for what hangs for ever.
  expireInSeconds: 60 * 60,
  deleteAfterSeconds: DONE,
  notify: true,
} as const

const WORK = {
  includeMetadata: true,
  perJobResults: true,
  groupConcurrency: 1,
  // Jobs for later are found by looking; what is due at once is told.
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
  heartbeatRefreshSeconds: 3,
} as const

async function startWorker(
  queue: (typeof QUEUES)[number],
  boss: PgBoss,
  handlers: Handlers,
  clock: Clock,
  log: QueueLog,
): Promise<string> {
  const options = { ...WORK, batchSize: WORKERS[queue].taken }
  const id: string = await boss.work<Payload, unknown, typeof options>(queue, options, async (jobs) => {
    const results = await Promise.all(
      jobs.map(async (job) => {
        await itsTime(job.data.runAt, clock)
        return run(job, handlers, log)
      }),
    )
    // Look again at once: what waited for the lanes of these jobs is due, and so may others be.
    boss.notifyWorker(id)
    return results
  })
  return id
}

/** Milliseconds. */
const EARLIEST = 1000

/** The database's clock may be a little ahead of ours, by which the handler would find nothing to do yet. */
async function itsTime(runAt: string, clock: Clock): Promise<void> {
  const early = Temporal.Instant.from(runAt).epochMilliseconds - clock.now().epochMilliseconds
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(early, EARLIEST)))
}

async function run(job: JobWithMetadata<Payload>, handlers: Handlers, log: QueueLog): Promise<JobResult> {
  const { name, key, data } = job.data
  const attempt = job.retryCount + 1
  try {
    await handle(handlers, { name, key, data, attempt })
    return { id: job.id, status: 'completed' }
  } catch (error) {
    const details = { job: name, key, attempt, error: reasonOf(error) }
    if (job.retryCount < job.retryLimit) log.warn(details, 'A job failed and will be tried again.')
    else log.error(details, 'A job failed for the last time and is dead.')
    return { id: job.id, status: 'failed', output: { error: details.error } }
  }
}

/** Another replica was faster to take jobs of the same lanes, one lane or several crosswise; the next look finds others. */
function isLaneTaken(error: Error): boolean {
  return ('constraint' in error && error.constraint === LANE_INDEX) || ('code' in error && error.code === DEADLOCK)
}
