import { hash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { link, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ProblemError } from '../errors.ts'
import { boundedCache } from '../time/bounded-cache.ts'

/** Bytes of a poll's key. */
const KEY_BYTES = 32
/** Polls whose key is kept in memory at most; the one used longest ago goes first. */
const CACHED_POLLS = 256
const OWNER_ONLY = 0o077
const OUR_FILES = /^[0-9a-f]{64}\.key(\.[0-9a-f]{16})?$/

/**
 * The keys of open polls: one random key of 32 bytes for each, in a file of its own outside the database. A spool without its key is noise,
 * so destroying the key makes every copy of it unreadable: backups, write-ahead logs, replicas.
 */
export interface PollKeys {
  /** Makes the poll's key unless it has one. Replicas that do so at once end up with the same key. */
  create(poll: string): Promise<void>
  /**
   * The poll's key, or null when there is none (never made, destroyed or lost). Throws when the folder can't be read just now, which is not
   * the same as a lost key. Not to be held across an `await`: `destroy` overwrites it.
   */
  read(poll: string): Buffer | null
  /**
   * Overwrites and removes the key, here and in memory. Fine to repeat. Other replicas forget it when they next look. A file system that
   * copies on write may keep old blocks for a while: what a folder can promise is that nobody can read the key through it any more.
   */
  destroy(poll: string): Promise<void>
}

/**
 * Keeps poll keys in `folder` (mode 0700, files 0600, named by the hash of the poll's id).
 *
 * By default that is `data/keys`, beside `data/teamrunde.db`. `teamrunde backup` copies the database and never this folder; whoever backs
 * up `data` by other means leaves `keys` out, or a backup made while a poll is open holds what opens its ballots. Several replicas
 * share one folder on a common mount.
 *
 * @throws ProblemError, saying what to set, when the folder can't be made, written or kept from other accounts, or knows no hard links.
 */
export function pollKeys(folder: string): PollKeys {
  prepare(folder)
  const cache = new Map<string, Buffer>()
  // A vote asks several times, and working the name out takes longer than looking whether the file is there.
  const files = boundedCache<string>(CACHED_POLLS)
  const fileOf = (poll: string): string => files(poll, () => keyFile(folder, poll))
  const drop = (path: string): void => {
    cache.get(path)?.fill(0)
    cache.delete(path)
  }
  // Another replica may have destroyed what is remembered here.
  const dropDestroyed = (): void => {
    for (const path of cache.keys()) if (!existsSync(path)) drop(path)
  }
  return {
    async create(poll) {
      dropDestroyed()
      const path = fileOf(poll)
      if (!existsSync(path)) await createKey(folder, path)
    },
    read(poll) {
      const path = fileOf(poll)
      const known = cache.get(path)
      if (known && existsSync(path)) return known
      drop(path)
      const key = readKey(path)
      if (key) remember(cache, path, key)
      return key
    },
    async destroy(poll) {
      const path = fileOf(poll)
      drop(path)
      dropDestroyed()
      await destroyFiles(folder, path)
    },
  }
}

/** Removes every key in `folder`, and nothing else that may lie there. For beginning anew, while nobody uses them. */
export async function removeKeys(folder: string): Promise<void> {
  if (!existsSync(folder)) return
  const names = (await readdir(folder)).filter((name) => OUR_FILES.test(name))
  for (const name of names) await rm(join(folder, name), { force: true })
}

const keyFile = (folder: string, poll: string): string => join(folder, `${hash('sha256', poll)}.key`)

function remember(cache: Map<string, Buffer>, path: string, key: Buffer): void {
  cache.set(path, key)
  const oldest = cache.keys().next().value
  // Not overwritten with zeros: whoever asked for it a moment ago may still be sealing with it.
  if (cache.size > CACHED_POLLS && oldest !== undefined) cache.delete(oldest)
}

function readKey(path: string): Buffer | null {
  try {
    const key = readFileSync(path)
    return key.length === KEY_BYTES ? key : null
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** A key appears under its name whole and on disk, or not at all: others only ever see the finished file's link. */
async function createKey(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  await writeFile(draft, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600, flush: true })
  try {
    await link(draft, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  await flushFolder(folder)
}

/** With the key go the drafts that a crash in `create` may have left; such a draft can be the key's second name. */
async function destroyFiles(folder: string, path: string): Promise<void> {
  if (!existsSync(folder)) return
  const names = await readdir(folder)
  const files = names.map((name) => join(folder, name)).filter((file) => file.startsWith(path))
  for (const file of files) await overwrite(file)
  for (const file of files) await rm(file, { force: true })
  await flushFolder(folder)
}

async function overwrite(file: string): Promise<void> {
  let handle
  try {
    handle = await open(file, 'r+')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  try {
    await handle.write(randomBytes(KEY_BYTES), 0, KEY_BYTES, 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A new or removed name is on disk only when its folder is. Windows has no such thing and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (process.platform !== 'win32') keepToOwner(folder)
    tryOut(folder)
  } catch (error) {
    throw new ProblemError(`Poll keys can't be kept in ${folder}: ${reason(error)}`, { cause: error })
  }
}

/** An empty folder, such as a fresh volume, is closed to others; one that holds other things is not ours to change. */
function keepToOwner(folder: string): void {
  if ((statSync(folder).mode & OWNER_ONLY) === 0) return
  const foreign = readdirSync(folder).filter((name) => !OUR_FILES.test(name))
  if (foreign.length > 0) throw new Error(`other accounts can look into it, and it holds more than keys.${ADVICE}`)
  chmodSync(folder, 0o700)
}

/** Better told at the start than when the first poll opens. */
function tryOut(folder: string): void {
  const probe = join(folder, `${'0'.repeat(64)}.key.${randomBytes(8).toString('hex')}`)
  const second = `${probe.slice(0, -16)}${randomBytes(8).toString('hex')}`
  try {
    writeFileSync(probe, '', { flag: 'wx', mode: 0o600 })
    linkSync(probe, second)
  } finally {
    rmSync(probe, { force: true })
    rmSync(second, { force: true })
  }
}

const ADVICE = ' Set TEAMRUNDE_KEYS to a folder of its own that this account may write and others may not read.'

function reason(error: unknown): string {
  switch (codeOf(error)) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `there is a file where the folder should be.${ADVICE}`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `this account may not write there.${ADVICE}`
    case 'ENOTSUP':
    case 'EOPNOTSUPP':
    case 'ENOSYS':
      return `its file system knows no hard links, so replicas could not agree on a key.${ADVICE}`
    default:
      return error instanceof Error ? error.message : String(error)
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
