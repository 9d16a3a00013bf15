import { readdirSync, readlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { openDatabase, sqlitePath } from '../../src/store/database.ts'

/** Opens the database named on the command line, sorts more than fits into memory, and says in which folders the files lie that it needs for that. Only on Linux. */
const url = process.argv[2] ?? ''
// The tests' own process has opened databases before.
delete process.env['SQLITE_TMPDIR']
await openDatabase(url)
const raw = new BetterSqlite(sqlitePath(url))
raw.pragma('cache_size = 100')
const many = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)'
for (const _ of raw.prepare(`${many} select randomblob(1000) as b from n order by b`).iterate()) {
  const open = readdirSync('/proc/self/fd').flatMap((file) => {
    try {
      return readlinkSync(`/proc/self/fd/${file}`)
    } catch {
      return []
    }
  })
  for (const file of open) if (file.endsWith(' (deleted)')) console.log(dirname(file))
  break
}
process.exit(0)
