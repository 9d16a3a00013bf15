/** A replica of the program as a process that can be killed, frozen, cut off and asked to end, on a machine whose clock is off. */
import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Proxy, startProxy } from '../proxy.ts'

const ROOT = join(import.meta.dirname, '../..')

/** One message on its way, as a replica told in its log; by the clock of this process. */
export interface Sending {
  replica: number
  life: number
  recipient: string
  delivery: string
  from: number
  until: number
}

export interface Replica {
  readonly number: number
  readonly way: Proxy
  /** Where it listens; null while it does not. */
  readonly port: number | null
  readonly state: 'down' | 'starting' | 'up' | 'frozen'
  readonly sendings: readonly Sending[]
  /** Stretches of time in which it was frozen or cut off. */
  readonly held: readonly { from: number; until: number }[]
  /** Lines about what should not happen, and how it ended when nobody had asked it to. */
  readonly complaints: readonly string[]
  /** How its present life ends; null when it is killed. */
  readonly ended: Promise<number | null>
  /** @param own settings of this life alone */
  start(own?: Record<string, string>): Promise<void>
  kill(): Promise<void>
  /** @returns the exit code */
  terminate(): Promise<number | null>
  freeze(milliseconds: number): Promise<void>
  stall(milliseconds: number): Promise<void>
}

export interface ReplicaOptions {
  number: number
  /** Of the database that the way leads to; 0 where it has a file instead. */
  databasePort: number
  databaseName?: string
  file?: string
  skew: number
  pace: number
  env: Record<string, string>
  /** A folder for what it logs. */
  logs?: string | undefined
}

export async function createReplica({
  number,
  databasePort,
  databaseName = 'postgres',
  file,
  skew,
  pace,
  env,
  logs,
}: ReplicaOptions): Promise<Replica> {
  const way = await startProxy(databasePort)
  const sendings: Sending[] = []
  const held: { from: number; until: number }[] = []
  const complaints: string[] = []
  let child: ChildProcess | null = null
  let port: number | null = null
  let state: Replica['state'] = 'down'
  let life = 0
  let ended: Promise<number | null> = Promise.resolve(null)

  function read(line: string, ready: () => void): void {
    if (logs !== undefined) appendFileSync(join(logs, `replica-${number}.log`), `${line}\n`)
    if (!line.startsWith('{')) return void complaints.push(`${number}: ${line}`)
    const said = JSON.parse(line) as Record<string, unknown>
    const at = Date.parse(String(said['time'])) - skew
    if (said['msg'] === 'ready') {
      port = Number(said['port'])
      state = 'up'
      ready()
    } else if (said['msg'] === 'sending') {
      const { delivery, recipient } = said as unknown as Sending
      sendings.push({ replica: number, life, delivery, recipient, from: at, until: Infinity })
    } else if (said['msg'] === 'sent or not') {
      const own = sendings.findLast((each) => each.life === life && each.delivery === said['delivery'])
      if (own) own.until = at
    } else if (Number(said['level']) >= 50) {
      complaints.push(`${number}: ${String(said['msg'])} ${String(said['error'] ?? '')}`)
    }
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!child) return null
    child.kill('SIGCONT')
    child.kill(signal)
    return ended
  }

  async function during(milliseconds: number, begin: () => void, finish: () => void): Promise<void> {
    const stretch = { from: Date.now(), until: Infinity }
    held.push(stretch)
    begin()
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    finish()
    stretch.until = Date.now()
  }

  return {
    number,
    way,
    sendings,
    held,
    complaints,
    get port() {
      return port
    },
    get state() {
      return state
    },
    get ended() {
      return ended
    },
    async start(own = {}) {
      if (child) return
      life += 1
      state = 'starting'
      const { promise: ready, resolve } = Promise.withResolvers<void>()
      const preloads = ['preload.ts', 'at-commit.ts'].flatMap((name) => [
        '--import',
        new URL(name, import.meta.url).href,
      ])
      const begun = spawn(process.execPath, [...preloads, 'src/main.ts'], {
        cwd: ROOT,
        env: {
          PATH: process.env['PATH'] ?? '',
          NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
          PORT: '0',
          LOG_LEVEL: 'debug',
          CHAOS_SKEW: String(skew),
          CHAOS_PACE: String(pace),
          DATABASE_URL: file ? `sqlite:${file}` : `postgres://postgres@127.0.0.1:${way.port}/${databaseName}`,
          ...env,
          ...own,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = begun
      const endWithUs = (): void => void begun.kill('SIGKILL')
      process.once('exit', endWithUs)
      for (const stream of [begun.stdout, begun.stderr]) {
        createInterface(stream).on('line', (line) => {
          if (!line.startsWith('Teamrunde is at work')) read(line, resolve)
        })
      }
      ended = new Promise((done) => {
        begun.once('close', (code) => {
          process.off('exit', endWithUs)
          child = null
          port = null
          state = 'down'
          const now = Date.now()
          for (const each of sendings) if (each.life === life && each.until === Infinity) each.until = now
          done(code)
        })
      })
      await Promise.race([ready, ended])
    },
    kill: async () => void (await end('SIGKILL')),
    terminate: () => end('SIGTERM'),
    async freeze(milliseconds) {
      const own = child
      if (!own) return
      state = 'frozen'
      await during(
        milliseconds,
        () => own.kill('SIGSTOP'),
        () => own.kill('SIGCONT'),
      )
      if (child === own) state = port === null ? 'starting' : 'up'
    },
    stall: (milliseconds) => during(milliseconds, way.stall, way.heal),
  }
}
