import { hash } from 'node:crypto'
import type { Writable } from 'node:stream'
import { Kysely, type LogEvent, PostgresDialect, PostgresDriver, Transaction } from 'kysely'
import { Pool, types, type PoolClient } from 'pg'
import type { Database, OpenOptions } from './database.ts'
import { createGate, type Gate } from './gate.ts'
import { nameOf } from './prepared.ts'
import { SESSION } from './session.ts'
import { cutWhenSilent } from './silence.ts'

/** More than jobs that run at once, so that an answer never waits for them; three replicas stay below PostgreSQL's default of 100 connections. */
const POOL_SIZE = 25

/** Milliseconds. No question the engine asks takes seconds; what does is stuck and must not hold its locks. */
const STATEMENT_TIMEOUT = 10_000

/** Milliseconds. The server answers earlier, if only with an error: whoever has not is not there. */
const SILENCE = 12_000

/** Milliseconds. Who does nothing for so long within a transaction has died, and others wait for what it has locked. */
const IDLE_IN_TRANSACTION = 8000

/** Opens a pool on PostgreSQL. Connections are made when the first query needs one. */
export function openPostgres<S>(url: string, options: OpenOptions = {}): Database<S> {
  const pool = createPool(url, options)
  const gate = createGate()
  const refused = options.onRefusal ?? (() => {})
  const dialect = guardedDialect(pool, gate, refused)
  const kysely = new Kysely<S>({ dialect, log: countRefusals(refused) })
  const sideBySide = sideBySideOn<S>(dialect)
  const write = async <T>(fn: (trx: Transaction<S>) => Promise<T>): Promise<T> => {
    gate.enter()
    try {
      return await kysely.transaction().execute(async (trx) => {
        const own = await sideBySide(trx)
        return gate.asWrite(() => fn(own))
      })
    } finally {
      gate.leave()
    }
  }
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    // A pool that ends leaves those who still wait for a connection waiting.
    await gate.empty()
    await kysely.destroy()
    // Kysely ends the pool only if it ever asked it for a connection.
    if (!pool.ended) await pool.end()
  }
  return { kysely, dialect: 'postgres', place: placeOf(url), url, write, close: () => (closed ??= close()) }
}

/** Kysely lets the questions of a transaction wait for each other; here each goes to the connection at once, which keeps their order. */
function sideBySideOn<S>(dialect: PostgresDialect): (trx: Transaction<S>) => Promise<Transaction<S>> {
  const props = { config: { dialect }, dialect, driver: dialect.createDriver() }
  return async (trx) => {
    const executor = trx.getExecutor()
    const connection = await executor.provideConnection(async (own) => own)
    return new Transaction<S>({
      ...props,
      executor: executor.withConnectionProvider({ provideConnection: (consumer) => consumer(connection) }),
    })
  }
}

function createPool(url: string, options: OpenOptions): Pool {
  const report = options.onConnectionError ?? (() => {})
  const pool = new Pool({
    connectionString: url,
    application_name: 'teamrunde',
    max: POOL_SIZE,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    // What one transaction asks at the same time goes out at once instead of one after the other.
    pipeline: true,
    statement_timeout: STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
    ...(options.access === 'read' && { options: '-c default_transaction_read_only=on' }),
    types: { getTypeParser: parserOf },
  })
  // Without listeners a connection that is cut ends the process: the pool speaks for idle clients, and a client for
  // itself while it is lent out. The query that was running fails on its own and tells its caller.
  pool.on('error', report)
  pool.on('connect', (client) => {
    client.on('error', report)
    cutWhenSilent(client, SILENCE)
    keepPlans(client)
    sendTogether(client)
    // It leaves together with the first question, before which the server answers it.
    client.query(SESSION).catch(report)
  })
  return pool
}

/**
 * What is asked in the same turn leaves in one packet, and what is asked while answers are still to come, when the last of them is there: the way there and back
 * costs both sides more than most questions.
 */
function sendTogether(client: PoolClient): void {
  const query = client.query.bind(client) as (...question: unknown[]) => Promise<unknown>
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  let collected = 0
  let underWay = 0
  const letGo = (): void => {
    if (collected === 0 || underWay > 0) return
    underWay = collected
    collected = 0
    stream.uncork()
  }
  const answered = (): void => {
    underWay -= 1
    // Whoever was waiting for it may have something to ask by then.
    if (underWay === 0) process.nextTick(letGo)
  }
  const collect = (...question: unknown[]): Promise<unknown> => {
    if (collected === 0) {
      stream.cork()
      process.nextTick(letGo)
    }
    collected += 1
    const answer = query(...question)
    answer.then(answered, answered)
    return answer
  }
  client.query = collect as typeof client.query
}

/**
 * Kysely asks with text and values; a query that was prepared goes out by its name, and so does any other that comes again: when many rounds open in the same minute,
 * planning is most of what the server does.
 */
function keepPlans(client: PoolClient): void {
  const query = client.query.bind(client) as (text: unknown, values?: unknown) => unknown
  const again = nameIfAgain()
  const byName = (text: unknown, values?: unknown): unknown => {
    const name = typeof text === 'string' ? (nameOf(text) ?? again(text)) : undefined
    return name === undefined ? query(text, values) : query({ name, text, values })
  }
  client.query = byName as typeof client.query
}

/** Each connection keeps a plan of each, some kilobytes; lists of varying length could make any number of them. */
const MOST_PLANS = 150
const LONGEST_KEPT = 2000

/** Gives a text its name from the second time on. */
function nameIfAgain(): (text: string) => string | undefined {
  const once = new Set<string>()
  const kept = new Map<string, string>()
  return (text) => {
    const name = kept.get(text)
    if (name !== undefined || kept.size >= MOST_PLANS || !mayKeep(text)) return name
    if (once.delete(text)) kept.set(text, hash('sha256', text).slice(0, 32))
    else if (once.size >= MOST_PLANS) once.clear()
    else once.add(text)
    return kept.get(text)
  }
}

/** A kept plan fails for good when a column is added to what it calls "all". */
const mayKeep = (text: string): boolean =>
  text.includes('$1') && text.length <= LONGEST_KEPT && !text.replaceAll('count(*)', '').includes('*')

const INT8 = 20
const NUMERIC = 1700

/** `count` and `sum` come as numbers, as on SQLite; pg would give text because they may exceed 2^53, which ours never do. */
const parserOf: typeof types.getTypeParser = (oid, format) =>
  oid === INT8 || oid === NUMERIC ? Number : types.getTypeParser(oid, format)

/** Kysely tells of every statement that failed, `begin` and `commit` among them. */
const countRefusals = (refused: () => void) => (event: LogEvent) => {
  if (event.level === 'error') refused()
}

function guardedDialect(pool: Pool, gate: Gate, refused: () => void): PostgresDialect {
  const dialect = new PostgresDialect({ pool })
  dialect.createDriver = () => guard(new PostgresDriver({ pool }), gate, refused)
  return dialect
}

function guard(driver: PostgresDriver, gate: Gate, refused: () => void): PostgresDriver {
  const acquire = driver.acquireConnection.bind(driver)
  const release = driver.releaseConnection.bind(driver)
  driver.acquireConnection = async (options) => {
    gate.enter()
    try {
      return await acquire(options)
    } catch (error) {
      refused()
      gate.leave()
      throw error
    }
  }
  driver.releaseConnection = async (connection) => {
    await release(connection)
    gate.leave()
  }
  return driver
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
