/** Starts the program and stops it again. Everything that can be wrong with its surroundings is said before anything runs. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { type Places, type Platform, realTime, SetupError, type Time } from '#platform'
import { aboutDoor } from './about-door.ts'
import { systemClock, travelClock, type TravelClock } from './clock.ts'
import { composeHouse } from './compose.ts'
import { discoverRituals } from './engine/discovery.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import { calendarDoor } from './engine/feed/door.ts'
import type { House } from './engine/house.ts'
import { startHeart } from './engine/life.ts'
import { shareKeys } from './engine/same-keys.ts'
import { removeKeys } from './engine/poll-keys.ts'
import { type Env, readEnv } from './env.ts'
import { ProblemError } from './errors.ts'
import { within } from './jobs/running.ts'
import { createLog, fault, type Logger } from './log.ts'
import { applyManifest } from './manifest/apply.ts'
import { aheadOn } from './manifest/force.ts'
import { problemsText } from './manifest/print.ts'
import { readManifest } from './manifest/read.ts'
import type { Manifest } from './manifest/schema.ts'
import { createMetrics, type Metrics } from './meter.ts'
import { metricsDoor } from './metrics-door.ts'
import { createWorkspace } from './playground.ts'
import { createReadiness } from './readiness.ts'
import { type Door, startServer } from './server.ts'
import { behindLinks } from './store/behind-links.ts'
import { databaseClock } from './store/database-clock.ts'
import { contactsOf } from './store/contacts.ts'
import { type Database, openDatabase, sqlitePath } from './store/database.ts'
import { migrate } from './store/migrate.ts'
import { sharedPlaces } from './store/places.ts'
import { teamsSettings } from './teams-settings.ts'
import { startTicking } from './ticking.ts'
import { instantText } from './time/format.ts'

/** SIGTERM is answered within 10 s: at most 2.5 until whoever watches has heard it, 3 for requests, the rest for closing; jobs have 5 meanwhile. */
const GRACE = { requests: 3000, jobs: 5000, rest: 1000, database: 3500 }

export interface App {
  /** What to print once everything runs. */
  greeting: string
  port: number
  stop(): Promise<void>
}

export async function start(environment: NodeJS.ProcessEnv, options: string[]): Promise<App> {
  const env = readEnv(environment)
  const log = createLog(env.LOG_LEVEL)
  const rituals = await discoverRituals()
  const manifest = manifestOrProblem(env.TEAMRUNDE_MANIFEST, rituals, log)
  if (options.includes('--fresh')) await beginAnew(env, log)
  const metrics = createMetrics()
  const db = await openDatabase(env.DATABASE_URL, {
    onRefusal: metrics.databaseError,
    onConnectionError(error) {
      metrics.databaseError()
      log.warn(fault(error), 'a database connection broke')
    },
  })
  try {
    await migrate(db)
    return await run(env, log, metrics, db, manifest, rituals)
  } catch (error) {
    await db.close()
    throw error
  }
}

async function run(
  env: Env,
  log: Logger,
  metrics: Metrics,
  db: Database,
  manifest: Manifest,
  rituals: Awaited<ReturnType<typeof discoverRituals>>,
): Promise<App> {
  // Only the playground's clock may be put ahead.
  const shared = db.dialect === 'postgres' ? await databaseClock(db) : null
  const clock: TravelClock = travelClock(await aheadOn(db, env), shared ?? systemClock)
  const platforms = new Map<string, Platform>()
  let port = env.PORT
  const publicAddress = (): string => env.TEAMRUNDE_URL ?? `http://${hostInAddress(env.HOST)}:${port}`
  const keyFolder = env.TEAMRUNDE_KEYS
  const house = await composeHouse({
    db,
    clock,
    log,
    manifest,
    rituals,
    keyFolder,
    platforms,
    publicAddress,
    examine: async () => (await import('./doctor.ts')).examinations(env),
    meter: metrics,
  })
  const engine = createEngine(house)
  const doors: Door[] = [
    ...(env.playground ? [await openPlayground(house, engine, clock, log)] : await openPlatforms(env, house, log)),
    calendarDoor(house),
    aboutDoor(house),
    metricsDoor(house, metrics),
  ]
  await applyManifest(db, manifest, instantText(clock.now()))
  const heart = await startHeart(house)
  try {
    await shareKeys(house)
    for (const platform of platforms.values()) await startPlatform(platform, engine)
  } catch (error) {
    // The others need not wait until it has been silent for long.
    await heart.stop()
    throw error
  }
  await engine.start()
  const ticking = startTicking(
    () => void engine.tick().catch((error: unknown) => log.error(fault(error), 'the tick failed')),
  )
  const readiness = createReadiness(db)
  const server = await startServer(env.HOST, env.PORT, doors, { ready: readiness.isReady })
  port = server.port
  const leave = async (): Promise<void> => {
    await readiness.leave()
    await server.close(GRACE.requests)
    for (const platform of platforms.values()) await platform.stop()
  }
  log.info({ port: server.port, database: db.place }, 'ready')
  return {
    port: server.port,
    greeting: greeting(env, [...platforms.keys()], server.port),
    async stop() {
      log.info('stopping')
      ticking.stop()
      // While those who watch learn that no more should come here, what comes is answered, and what was begun is brought to its end.
      await Promise.all([house.queue.rest(GRACE.jobs), leave()])
      let isDone = false
      const farewell = async (): Promise<void> => {
        await house.queue.stop(GRACE.rest)
        await heart.stop()
        shared?.stop()
        await db.close()
        isDone = true
      }
      await within(GRACE.database, farewell())
      if (isDone) log.info('stopped')
      else log.warn('stopped without the database, which does not answer; others take over what is left')
    },
  }
}

function greeting({ HOST, playground }: Env, platforms: string[], port: number): string {
  const address = `http://${hostInAddress(HOST)}:${port}`
  return playground
    ? `Teamrunde's playground is open: ${address}`
    : `Teamrunde is at work in ${platforms.join(' and ')}; ${address}/readyz says how it is.`
}

/** An IPv6 address stands in brackets. */
const hostInAddress = (host: string): string => (host.includes(':') ? `[${host}]` : host)

function manifestOrProblem(file: string, rituals: Awaited<ReturnType<typeof discoverRituals>>, log: Logger): Manifest {
  const reading = readManifest(file, rituals)
  if ('problems' in reading) throw new ProblemError(problemsText(reading.problems))
  for (const { line, path, text } of reading.warnings) log.warn({ line, path, text }, 'the manifest')
  return reading.manifest
}

type Opening = (env: Env, house: House, log: Logger) => Promise<Door[]>

/** The platforms there are. Each is imported only where it is set up. */
const OPENINGS: Opening[] = [openSlack, openTeams]

async function openPlatforms(env: Env, house: House, log: Logger): Promise<Door[]> {
  const doors: Door[] = []
  for (const open of OPENINGS) doors.push(...(await open(env, house, log)))
  return doors
}

/** With an app token Slack is reached over a socket, and there is no door. */
async function openSlack(env: Env, house: House, log: Logger): Promise<Door[]> {
  if (env.SLACK_BOT_TOKEN === undefined) return []
  const { createSlackAdapter } = await import('../adapters/slack/adapter.ts')
  const { language, zone } = house.manifest.organisation
  const slack = createSlackAdapter({
    botToken: env.SLACK_BOT_TOKEN,
    appToken: env.SLACK_APP_TOKEN,
    signingSecret: env.SLACK_SIGNING_SECRET,
    apiUrl: env.SLACK_API_URL,
    defaults: { language, zone },
    ...turnsOf(house),
    log,
  })
  connect(house, slack)
  return env.SLACK_APP_TOKEN === undefined ? [{ prefix: '/slack/events', listener: slack.listener }] : []
}

async function openTeams(env: Env, house: House, log: Logger): Promise<Door[]> {
  const isUnauthenticated = env.TEAMS_UNAUTHENTICATED_LOOPBACK === '1'
  if (env.MicrosoftAppId === undefined && !isUnauthenticated) return []
  const { createTeamsAdapter } = await import('../adapters/teams/adapter.ts')
  const { language, zone } = house.manifest.organisation
  const teams = createTeamsAdapter({
    ...teamsSettings(env),
    tenants: env.TEAMS_TENANTS ?? [],
    unauthenticated: isUnauthenticated,
    contacts: contactsOf(house.db, house.clock, 'teams'),
    defaults: { language, zone },
    ...turnsOf(house),
    log,
  })
  connect(house, teams)
  return [{ prefix: '/api/messages', listener: teams.listener }]
}

/** One process alone owns an SQLite file. On PostgreSQL replicas share their places in the line, which are told by the house's clock, and not by their machines'. */
function turnsOf({ db, clock }: House): { places?: Places; time?: Time } {
  if (db.dialect === 'sqlite') return {}
  const time = { ...realTime, now: () => clock.now().epochMilliseconds }
  return { places: sharedPlaces(db, clock), time }
}

const connect = (house: House, platform: Platform): void =>
  void (house.platforms as Map<string, Platform>).set(platform.name, platform)

async function startPlatform(platform: Platform, engine: Engine): Promise<void> {
  try {
    await platform.start(engine.inbox)
  } catch (error) {
    throw error instanceof SetupError ? new ProblemError(error.message) : error
  }
}

async function openPlayground(house: House, engine: Engine, clock: TravelClock, log: Logger): Promise<Door> {
  const { createWebAdapter } = await import('../adapters/web/adapter.ts')
  const web = createWebAdapter(createWorkspace(house, engine, clock), (error) =>
    log.error(fault(error), 'the playground'),
  )
  connect(house, web)
  return { prefix: '/', listener: web.listener }
}

/** Only what the playground itself made: its SQLite file and its poll keys. */
async function beginAnew(env: Env, log: Logger): Promise<void> {
  if (!env.DATABASE_URL.startsWith('sqlite:')) {
    throw new ProblemError(
      '--fresh empties the playground on SQLite only. Leave it out, or set DATABASE_URL=sqlite:data/teamrunde.db.',
    )
  }
  const file = behindLinks(sqlitePath(env.DATABASE_URL))
  // Refused while another process is at work there, before anything of it is gone.
  const { lockFile } = await import('./store/sqlite-lock.ts')
  const unlock = existsSync(file) ? lockFile(file) : undefined
  for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true })
  await removeKeys(env.TEAMRUNDE_KEYS)
  unlock?.()
  log.info('begun anew')
}
