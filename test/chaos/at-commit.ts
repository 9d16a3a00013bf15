/**
 * Loaded before the program in a process that is to die at a commit of SQLite's: `CHAOS_DEATH=12 after` means right after the twelfth, before anybody hears of
 * it. By SIGKILL, on the spot. The program itself has no such setting.
 */
import { writeSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'

const [nth, when] = process.env['CHAOS_DEATH']?.split(' ') ?? []

if (nth !== undefined) {
  const { default: BetterSqlite } = await import('better-sqlite3')
  let commits = 0
  const prepare = BetterSqlite.prototype.prepare
  const watched = function (this: Sqlite.Database, sql: string): Sqlite.Statement {
    const statement = prepare.call(this, sql) as Sqlite.Statement
    if (sql !== 'commit') return statement
    const run = (): Sqlite.RunResult => {
      commits += 1
      if (commits === Number(nth) && when === 'before') die()
      const result = statement.run()
      if (commits === Number(nth)) die()
      return result
    }
    return { run } as Sqlite.Statement
  }
  BetterSqlite.prototype.prepare = watched as typeof prepare
}

function die(): never {
  writeSync(1, `${JSON.stringify({ level: 30, time: new Date().toISOString(), msg: 'dies at a commit' })}\n`)
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}
