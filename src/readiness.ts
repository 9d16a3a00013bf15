/** Whether answers can be taken now, for whoever decides where requests go. */
import { sql } from 'kysely'
import { within } from './jobs/running.ts'
import type { Database } from './store/database.ts'

export interface Readiness {
  /** Answers soon, whatever the database does. */
  isReady(): Promise<boolean>
  /** Not any more: this process ends. Resolves when whoever watches has heard it; at once where nobody watches. */
  leave(): Promise<void>
}

/** Milliseconds. A database that takes longer can't take answers in the time that people and platforms give. */
const PATIENCE = 2000
/** Milliseconds since somebody last asked, after which nobody watches. */
const WATCHED = 30_000
/** Milliseconds that are given to those who watch. */
const NOTICE = 2500

export function createReadiness(db: Database): Readiness {
  let isLeaving = false
  let lastAsked = -Infinity
  let look: Promise<boolean> | null = null
  const heard = Promise.withResolvers<void>()
  return {
    async isReady() {
      lastAsked = performance.now()
      if (isLeaving) {
        heard.resolve()
        return false
      }
      // However often somebody asks, the database is asked once at a time.
      look ??= takesAnswers(db).finally(() => (look = null))
      return inTime(look)
    },
    async leave() {
      isLeaving = true
      if (performance.now() - lastAsked < WATCHED) await within(NOTICE, heard.promise)
    },
  }
}

async function inTime(look: Promise<boolean>): Promise<boolean> {
  let isReady = false
  await within(
    PATIENCE,
    look.then((found) => void (isReady = found)),
  )
  return isReady
}

/** Asks for just the locks that an answer needs: a standby, or a table that somebody has locked, can't take any. */
async function takesAnswers(db: Database): Promise<boolean> {
  try {
    await db.write(async (trx) => {
      if (db.dialect === 'postgres') await sql`lock table event, response, spool in row exclusive mode`.execute(trx)
      else await sql`select 1`.execute(trx)
    })
    return true
  } catch {
    return false
  }
}
