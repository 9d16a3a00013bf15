/** What is in force, read from a database that may be anybody's: running, stopped, empty or not there yet. */
import type { Env } from '../env.ts'
import { ProblemError } from '../errors.ts'
import { rememberedAhead } from '../playground.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { migrate, NewerSchemaError } from '../store/migrate.ts'
import { asProblem } from '../store/trouble.ts'
import { readApplied } from './apply.ts'
import type { Manifest } from './schema.ts'

export interface Force {
  applied: Manifest | null
  /** Rituals their leaders have paused, and until when. */
  paused: Map<string, string | null>
  /** Milliseconds by which the clock of this program is ahead; 0 where it is not the playground. */
  ahead: number
}

const NOTHING: Force = { applied: null, paused: new Map(), ahead: 0 }

type Setting = Pick<Env, 'DATABASE_URL' | 'playground'>

/** Only looks. @throws ProblemError when the database can't be reached */
export async function readForce(env: Setting): Promise<Force> {
  const db = await openToRead(env.DATABASE_URL)
  if (db === null) return NOTHING
  try {
    const tables = await db.kysely.introspection.getTables()
    if (!tables.some(({ name }) => name === 'manifest')) return NOTHING
    const rows = await db.kysely
      .selectFrom('ritual')
      .select(['id', 'paused_until'])
      .where('state', '=', 'paused')
      .execute()
    const paused = new Map(rows.map((row) => [row.id, row.paused_until]))
    return { applied: await readApplied(db), paused, ahead: await aheadOn(db, env) }
  } catch (error) {
    throw unreachable(db.place, error)
  } finally {
    await db.close()
  }
}

/** A platform may stand on a database that the playground used before: real people live by the real clock. */
export const aheadOn = async (db: Database, { playground }: Pick<Env, 'playground'>): Promise<number> =>
  playground ? rememberedAhead(db) : 0

/** @returns null when there is no database yet */
export async function openToRead(url: string): Promise<Database | null> {
  try {
    return await openDatabase(url, { access: 'read' })
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('There is no database')) return null
    throw error
  }
}

const RESTART = 'Teamrunde is running: restart it, it applies the manifest at its start.'

/**
 * Brings the schema up to date, too.
 *
 * @param inUse what to say when a running bot has the SQLite file
 * @throws ProblemError when it has
 */
export async function openToWrite(url: string, inUse = RESTART): Promise<Database> {
  const db = await openDatabase(url).catch((error: unknown) => {
    throw isInUse(error) ? new ProblemError(inUse) : error
  })
  try {
    await migrate(db)
    return db
  } catch (error) {
    await db.close()
    throw unreachable(db.place, error)
  }
}

function isInUse(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY')
}

/** A database that says no is for its owner to put right; anything else is a fault of ours. */
export function unreachable(place: string, error: unknown): unknown {
  return error instanceof NewerSchemaError ? new ProblemError(error.message) : asProblem(error, place)
}
