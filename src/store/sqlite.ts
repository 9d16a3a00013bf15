import { mkdirSync, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { behindLinks } from './behind-links.ts'
import type { Database, OpenOptions } from './database.ts'
import { refuseForeignLog } from './foreign-log.ts'
import { createGate } from './gate.ts'
import { groupWrites } from './group-writes.ts'
import { onDisk } from './on-disk.ts'
import { sqliteDialect } from './sqlite-dialect.ts'
import { lockFile } from './sqlite-lock.ts'
import { temporaryBeside } from './temporary.ts'

/**
 * Opens an SQLite file for this process alone, or only to look (`access: 'read'`). Creates the file, and its folder for
 * this account's eyes only, when it owns it.
 */
export function openSqlite<S>(url: string, named: string, options: OpenOptions = {}): Database<S> {
  const reading = options.access === 'read'
  const inMemory = named === ':memory:'
  const path = inMemory ? named : behindLinks(named)
  if (reading && !inMemory && !existsSync(path)) throw new Error(`There is no database at ${path} yet.`)
  if (!reading && !inMemory) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (!inMemory) temporaryBeside(path)
  const unlock = reading || inMemory ? undefined : lockFile(path)
  try {
    if (!inMemory) refuseForeignLog(path)
    return wrap<S>(connect(path, reading), url, path, unlock, options.onRefusal)
  } catch (error) {
    unlock?.()
    throw error
  }
}

function connect(path: string, readonly: boolean): BetterSqlite.Database {
  // Waiting for a lock in here would hold up the whole process: the owner waits in the driver.
  const raw = new BetterSqlite(path, { readonly, timeout: readonly ? 5000 : 0 })
  raw.pragma('foreign_keys = ON')
  if (readonly) return raw
  raw.pragma('journal_mode = WAL')
  // A confirmed answer survives a power cut: on-disk.ts sees to that.
  raw.pragma('synchronous = NORMAL')
  // At the default of 1000 pages one in a hundred answers waited for a checkpoint; a page that changes often is written once in either case.
  raw.pragma('wal_autocheckpoint = 4000')
  // Deleted content is overwritten at once, not only when `secureErase` rewrites the file; it costs nothing measurable.
  raw.pragma('secure_delete = ON')
  return raw
}

function wrap<S>(
  raw: BetterSqlite.Database,
  url: string,
  path: string,
  unlock: (() => void) | undefined,
  refused: (() => void) | undefined,
): Database<S> {
  const gate = createGate()
  const kysely = new Kysely<S>({ dialect: sqliteDialect(raw, gate, refused) })
  const log = unlock && onDisk(`${path}-wal`)
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await gate.empty()
    await kysely.destroy()
    log?.close()
    raw.close()
    unlock?.()
  }
  return {
    kysely,
    dialect: 'sqlite',
    place: path,
    url,
    write: groupWrites(kysely, raw, gate, log?.flushed),
    close: () => (closed ??= close()),
  }
}
