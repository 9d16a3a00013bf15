import type BetterSqlite from 'better-sqlite3'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Gate } from './gate.ts'
import { type Breath, createBreath } from './breath.ts'
import { isBusy } from './sqlite-lock.ts'

/**
 * Kysely's SQLite dialect with six differences: statements are prepared once and planned once, transactions begin by taking the write lock
 * (a plain `begin` that reads first loses to a writer it cannot wait for), long ones let go of the process now and then (breath.ts), migrations run
 * in a transaction, and whoever would wait for the connection from inside a write is told so instead.
 */
export function sqliteDialect(raw: BetterSqlite.Database, gate: Gate, refused: () => void = () => {}): Dialect {
  return {
    createDriver: () => createDriver(raw, gate, refused),
    createQueryCompiler: () => new SqliteSteadyQueryCompiler(),
    createAdapter: () => new SqliteOneConnectionAdapter(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
  }
}

/**
 * SQLite may plan a statement anew when a bare value in a condition of it is bound or cleared, and better-sqlite3 clears all of them after each
 * use: planning took up to ten times as long as looking. `likely` gives back what it is given, and hides it from the planner; no plan of
 * ours should depend on a value. (https://sqlite.org/c3ref/prepare.html, on sqlite3_prepare_v2 and bound parameters)
 */
class SqliteSteadyQueryCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return 'likely(?)'
  }
}

class SqliteOneConnectionAdapter extends SqliteAdapter {
  // Kysely would queue for the one connection before our driver could refuse; the driver queues instead.
  override get supportsMultipleConnections(): boolean {
    return true
  }

  // SQLite rolls back `create table` like anything else: a migration that dies half-way leaves nothing behind.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function createDriver(raw: BetterSqlite.Database, gate: Gate, refused: () => void): Driver {
  const prepare = statementCache(raw)
  const ask = asking(refused)
  const breath = createBreath()
  const connection = createConnection(prepare, ask, breath)
  const turns = createTurns()
  const run = async (command: string) => void prepare(command).run()
  return {
    async init() {},
    async acquireConnection() {
      gate.enter()
      await turns.enter()
      breath.begin()
      return connection
    },
    beginTransaction: () =>
      whenFree(() => run('begin immediate')).catch((error: unknown) => {
        refused()
        throw error
      }),
    commitTransaction: async () => void ask(() => prepare('commit').run()),
    rollbackTransaction: async () => {
      // Some errors (a full disk) make SQLite roll back by itself; a second rollback would hide them.
      if (raw.inTransaction) await run('rollback')
    },
    async releaseConnection() {
      turns.leave()
      gate.leave()
    },
    async destroy() {},
  }
}

/** Milliseconds that a lock of another program (a backup, somebody's shell) is waited for. */
const PATIENCE = 5000
const PAUSE = 20

/** Waits for the lock without holding up the process, which goes on answering who asks how it is. */
async function whenFree(begin: () => Promise<void>): Promise<void> {
  for (const end = performance.now() + PATIENCE; ;) {
    try {
      return await begin()
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
}

type Ask = <T>(statement: () => T) => T

/** Whatever SQLite says no to is counted on its way to who asked. */
const asking =
  (refused: () => void): Ask =>
  (statement) => {
    try {
      return statement()
    } catch (error) {
      refused()
      throw error
    }
  }

function createConnection(prepare: Prepare, ask: Ask, breath: Breath): DatabaseConnection {
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      if (breath.isDue()) await breath.take()
      return ask(() => {
        const statement = prepare(sql)
        if (statement.reader) return { rows: statement.all(...parameters) as R[] }
        const { changes, lastInsertRowid } = statement.run(...parameters)
        return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] }
      })
    },
    streamQuery() {
      // A reader that stops half-way would keep the one connection to itself, and everyone else waiting.
      throw new Error('Rows are not streamed: read them in pages.')
    },
  }
}

/** One at a time, first come first served. */
function createTurns() {
  const waiting: (() => void)[] = []
  let taken = false
  return {
    enter(): Promise<void> | undefined {
      if (taken) return new Promise((resolve) => waiting.push(resolve))
      taken = true
      return undefined
    },
    leave(): void {
      const next = waiting.shift()
      if (next) next()
      else taken = false
    },
  }
}

type Prepare = (sql: string) => BetterSqlite.Statement

/** Queries come from code, so there are some hundreds of them; lists of varying length could make more. */
const CACHED_STATEMENTS = 500

function statementCache(raw: BetterSqlite.Database): Prepare {
  const cache = new Map<string, BetterSqlite.Statement>()
  return (sql) => {
    let statement = cache.get(sql)
    if (!statement) {
      statement = raw.prepare(sql)
      if (cache.size >= CACHED_STATEMENTS) cache.clear()
      cache.set(sql, statement)
    }
    return statement
  }
}
