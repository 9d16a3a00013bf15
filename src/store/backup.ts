/**
 * Copies of an SQLite database: taken while the bot runs, whole and compact, and put back into an empty place. Keys of open polls are never part
 * of one, so no ballot can be read from it.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { ProblemError } from '../errors.ts'
import { addChecksum, isAsWritten } from './checksum.ts'

export interface Copy {
  /** Bytes. */
  size: number
}

/**
 * Writes everything that is committed at this moment into `target`, for this account's eyes only. Reads from a snapshot: writers go on meanwhile.
 * What has been deleted is not in it, unlike in a copy of the file.
 * @throws ProblemError when there is nothing to copy, or something stands at the target already
 */
export function backUp(source: string, target: string): Copy {
  if (!existsSync(source))
    throw new ProblemError(`There is no database at ${source} yet, so there is nothing to back up.`)
  if (target === '') throw new ProblemError('Name the file that the backup is to be.')
  refuseExisting(target)
  whole(target, `The backup could not be written to ${target}`, (unfinished) => {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    emptyFile(unfinished)
    const raw = new BetterSqlite(source, { readonly: true, timeout: 5000 })
    try {
      raw.prepare('vacuum into ?').run(unfinished)
    } finally {
      raw.close()
    }
    addChecksum(unfinished)
    expectSound(unfinished)
  })
  return { size: statSync(target).size }
}

/**
 * Puts a backup where the database belongs; its folder must be there. The next start brings its schema up to date.
 * @throws ProblemError when the backup is none, or a database stands there already
 */
export function restore(backup: string, target: string): Copy {
  if (!existsSync(backup)) throw new ProblemError(`There is no backup at ${backup}.`)
  if (!statSync(backup).isFile()) throw new ProblemError(`${backup} is not a file.`)
  // What lies beside it would be taken for its own.
  for (const path of [target, `${target}-wal`, `${target}-journal`]) refuseExisting(path)
  expectSound(backup)
  whole(target, `The backup could not be copied to ${target}`, (unfinished) => {
    copyFileSync(backup, unfinished)
    chmodSync(unfinished, 0o600)
  })
  return { size: statSync(target).size }
}

/** The file gets its name when all of it is on disk. What went wrong leaves nothing behind. */
function whole(target: string, otherwise: string, write: (unfinished: string) => void): void {
  const unfinished = `${target}.unfinished`
  try {
    write(unfinished)
    toDisk(unfinished)
    renameSync(unfinished, target)
  } catch (error) {
    remove(unfinished)
    throw error instanceof ProblemError ? error : new ProblemError(`${otherwise}: ${reasonOf(error)}`, { cause: error })
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // The folder is none, or can't be written to: then there is nothing of ours.
  }
}

/** For this account's eyes only from its first byte on: whoever is killed half-way leaves it behind. */
function emptyFile(path: string): void {
  for (const left of [path, `${path}-journal`]) rmSync(left, { force: true })
  closeSync(openSync(path, 'wx', 0o600))
}

/** SQLite does not wait for the disk when it copies, and a file that has its name already must be whole after a power cut. */
function toDisk(path: string): void {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}

function refuseExisting(path: string): void {
  if (existsSync(path))
    throw new ProblemError(`${path} is there already. Name another file, or move that one away first.`)
}

function expectSound(path: string): void {
  const complaint = complaintAbout(path)
  if (complaint) throw new ProblemError(`${path} is no sound Teamrunde database: ${complaint}.`)
}

function complaintAbout(path: string): string | null {
  let raw: BetterSqlite.Database | undefined
  try {
    raw = new BetterSqlite(path, { readonly: true })
    const found: unknown = raw.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok') return String(found)
    const tables = raw.prepare("select count(*) from sqlite_schema where name in ('occurrence', 'kysely_migration')")
    if (tables.pluck().get() !== 2) return 'it has none of its tables'
    return isAsWritten(path) ? null : 'something in it has changed since it was written'
  } catch (error) {
    return reasonOf(error)
  } finally {
    raw?.close()
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
