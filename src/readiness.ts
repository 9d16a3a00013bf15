/** Whether answers can be taken now, for whoever decides where requests go. */
import { sql, type Transaction } from 'kysely'
import { within } from './jobs/running.ts'
import type { Database } from './store/database.ts'
import type { Schema } from './store/schema.ts'

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

/** Asks for just what an answer needs: a table that somebody has locked can't take any, nor a database that may only be read, nor a full disk. */
async function takesAnswers(db: Database): Promise<boolean> {
  try {
    return await db.write((trx) => (db.dialect === 'postgres' ? isOpen(trx) : hasRoom(trx)))
  } catch {
    return false
  }
}

/** The locks alone are given in a database that may only be read, too: a standby, or one that is being looked after. */
async function isOpen(trx: Transaction<Schema>): Promise<boolean> {
  await sql`lock table event, response, spool, occurrence, delivery in row exclusive mode`.execute(trx)
  const { rows } = await sql<{ closed: boolean }>`
    select current_setting('transaction_read_only')::boolean as closed`.execute(trx)
  return rows[0]?.closed === false
}

/** Writes a row that changes nothing: SQLite notices that the disk is full only when it writes. */
async function hasRoom(trx: Transaction<Schema>): Promise<boolean> {
  const looked = { key: 'readiness', value: 'true' }
  await trx
    .insertInto('setting')
    .values(looked)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(looked))
    .execute()
  return true
}
