/** What the commands of the command line do; each returns what to print. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { travelClock } from '../clock.ts'
import { type AnyRitual, discoverRituals } from '../engine/discovery.ts'
import { type Env, readEnv } from '../env.ts'
import { ProblemError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { meantDate } from '../time/hints.ts'
import { instantText } from '../time/format.ts'
import { problemsText, warningText } from './print.ts'
import { readManifest, type Reading } from './read.ts'
import type { Manifest } from './schema.ts'

type Environment = Record<string, string | undefined>
type Rituals = ReadonlyMap<string, AnyRitual>
type Sound = Extract<Reading, { manifest: Manifest }>

const DEFAULT_DAYS = 28
/** Nobody plans further ahead, and holidays that far away are guesses. */
const MOST_YEARS = 2

/** @throws ProblemError with everything that is wrong */
export async function check(environment: Environment, file = readEnv(environment).TEAMRUNDE_MANIFEST): Promise<string> {
  const { manifest, warnings } = soundOrProblem(file, await discoverRituals())
  const { people, teams, rituals } = manifest
  const summary = `${file} is sound: ${people.length} people, ${teams.length} teams, ${rituals.length} rituals.`
  return [...warnings.map(warningText), summary].join('\n')
}

/** Looks only, so it works while the bot runs, and before there is a database. */
export async function plan(
  environment: Environment,
  file: string | undefined,
  until: string | undefined,
): Promise<string> {
  const env = readEnv(environment)
  const rituals = await discoverRituals()
  const { manifest } = soundOrProblem(file ?? env.TEAMRUNDE_MANIFEST, rituals)
  const { readForce } = await import('./force.ts')
  const force = await readForce(env)
  const now = travelClock(force.ahead).now()
  const { planText } = await import('./plan.ts')
  const today = now.toZonedDateTimeISO(manifest.organisation.zone).toPlainDate()
  return planText({ ...force, next: manifest, rituals, now, until: lastDay(until, today) })
}

/** @throws ProblemError when the bot is running on SQLite, or the database can't be reached */
export async function apply(environment: Environment, file: string | undefined): Promise<string> {
  const env = readEnv(environment)
  const { manifest } = soundOrProblem(file ?? env.TEAMRUNDE_MANIFEST, await discoverRituals())
  const { openToWrite } = await import('./force.ts')
  const db = await openToWrite(env.DATABASE_URL)
  try {
    return await applyTo(env, db, manifest)
  } finally {
    await db.close()
  }
}

async function applyTo(env: Env, db: Database, manifest: Manifest): Promise<string> {
  const { aheadOn } = await import('./force.ts')
  const { applyManifest, readApplied } = await import('./apply.ts')
  const { changeSummary } = await import('./plan-changes.ts')
  const applied = await readApplied(db)
  const now = travelClock(await aheadOn(db, env)).now()
  const changes = await applyManifest(db, manifest, instantText(now))
  if (changes.length === 0) return 'Nothing to change: this manifest is in force.'
  const restart = db.dialect === 'postgres' ? ['A Teamrunde that is running takes it up at its next start.'] : []
  return [...changeSummary(changes, applied, manifest), 'Applied.', ...restart].join('\n')
}

/** Writes the JSON Schema beside the manifest, where its first line looks for it. */
export async function schema(
  environment: Environment,
  file = readEnv(environment).TEAMRUNDE_MANIFEST,
): Promise<string> {
  const { manifestJsonSchemaText } = await import('./json-schema.ts')
  const target = join(dirname(file), 'teamrunde.schema.json')
  writeFileSync(target, manifestJsonSchemaText(await discoverRituals()))
  return `Written: ${target}`
}

function soundOrProblem(file: string, rituals: Rituals): Sound {
  const reading = readManifest(file, rituals)
  if ('problems' in reading) throw new ProblemError(problemsText(reading.problems))
  return reading
}

function lastDay(text: string | undefined, today: Temporal.PlainDate): Temporal.PlainDate {
  if (text === undefined) return today.add({ days: DEFAULT_DAYS })
  const meant = meantDate(text)
  if (meant !== text)
    throw new ProblemError(
      `--until: expected a date such as 2026-12-31, found "${text}".${meant ? ` Did you mean ${meant}?` : ''}`,
    )
  const date = Temporal.PlainDate.from(text)
  if (Temporal.PlainDate.compare(date, today) < 0)
    throw new ProblemError(`--until: expected a day from today (${today.toString()}) on, found ${text}.`)
  const last = today.add({ years: MOST_YEARS })
  if (Temporal.PlainDate.compare(date, last) > 0)
    throw new ProblemError(`--until: expected a day until ${last.toString()}, found ${text}.`)
  return date
}
