/** `teamrunde audit`: who did what with which ritual, newest first. */
import { travelClock } from './clock.ts'
import { readEnv } from './env.ts'
import { ProblemError } from './errors.ts'
import { openToRead, readForce, unreachable } from './manifest/force.ts'
import { type Act, auditEntries } from './store/audit.ts'
import { meantDate } from './time/hints.ts'
import { instantText } from './time/format.ts'

const MOST = 1000
const DEFAULT_DAYS = 30

const WORDS: Record<Act, string> = {
  start: 'started',
  put: 'put something on its table',
  skip: 'left out',
  unskip: 'let take place after all',
  close: 'closed early',
  pause: 'paused',
  resume: 'resumed',
  remind: 'reminded once more',
  apply: 'a manifest was applied',
}

/** @throws ProblemError for a date that is none, and when the database can't be reached */
export async function audit(environment: Record<string, string | undefined>, since?: string): Promise<string> {
  const env = readEnv(environment)
  const { ahead } = await readForce(env)
  const db = await openToRead(env.DATABASE_URL)
  if (!db) return 'There is no database yet: Teamrunde has never been started here.'
  try {
    const from =
      since === undefined
        ? travelClock(ahead)
            .now()
            .subtract({ hours: DEFAULT_DAYS * 24 })
        : dayIn(since)
    const rows = await auditEntries(db.kysely, instantText(from), MOST)
    if (rows.length === 0) return 'Nothing was done in that time.'
    const lines = rows.map(({ at, what, name, actor_id, ritual_id, detail }) =>
      [at.slice(0, 16).replace('T', ' '), who(name, actor_id), wordFor(what), ritual_id ?? '', detail ?? '']
        .join('  ')
        .trimEnd(),
    )
    return [...lines, ...(rows.length === MOST ? [`Only the newest ${MOST}; --since names a later day.`] : [])].join(
      '\n',
    )
  } catch (error) {
    throw unreachable(db.place, error)
  } finally {
    await db.close()
  }
}

const who = (name: string | null, actor: string | null): string =>
  name ?? (actor === null ? 'at the machine' : 'someone forgotten since')

const wordFor = (what: string): string => (Object.hasOwn(WORDS, what) ? WORDS[what as Act] : what)

function dayIn(text: string): Temporal.Instant {
  const meant = meantDate(text)
  if (meant !== text)
    throw new ProblemError(
      `--since: expected a date such as 2026-12-01, found "${text}".${meant ? ` Did you mean ${meant}?` : ''}`,
    )
  return Temporal.Instant.from(`${text}T00:00:00Z`)
}
