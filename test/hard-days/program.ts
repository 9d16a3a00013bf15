/** The program itself as a process of its own, with its API, and with the ways in which a process can end. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Form, Message } from '#message'
import type { FormTicket } from '#platform'
import { endsWithTest } from '../ends-with-test.ts'
import { setBeginning } from '../beginning.ts'

const ROOT = join(import.meta.dirname, '../..')

/** As the API answers (adapters/web/README.md); only what stories here look at. */
export interface State {
  clock: { now: string; next: string | null }
  people: { id: string; name: string }[]
  conversations: { conversation: string; unread: number; messages: Standing[] | null }[]
}

export interface Standing {
  delivery: string
  message: Message
  html: string
  sentAt: string
  editedAt: string | null
  under: string | null
}

export interface Acted {
  reply:
    | { type: 'form'; form: Form; ticket: FormTicket }
    | { type: 'errors'; errors: Record<string, string> }
    | { type: 'replace' | 'notice' | 'home'; message: Message; html: string }
    | { type: 'nothing' }
}

export interface Answer<Body> {
  status: number
  body: Body
  text: string
}

export interface Program extends AsyncDisposable {
  readonly url: string
  /** Everything it has said, line by line, on both outputs. */
  readonly lines: readonly string[]
  /** The exit code; null when it was killed. */
  readonly ended: Promise<number | null>
  get<Body = unknown>(path: string): Promise<Answer<Body>>
  /** `body` goes out as JSON, or as it is when it is a text. */
  post<Body = Acted>(path: string, body: object | string): Promise<Answer<Body>>
  /** What a person sees. */
  state(person: string): Promise<State>
  /** Puts the clock on a local time of the organisation. */
  to(local: string): Promise<void>
  kill(): Promise<void>
  /** Asks it to stop. @returns the exit code */
  terminate(): Promise<number | null>
}

export interface ProgramOptions {
  /** Where its database, its keys and its manifest are. */
  folder: string
  /** The manifest's text; the sample company when left out. */
  manifest?: string
  env?: Record<string, string>
  args?: string[]
}

/** Starts it on a free port. @throws with everything it said, when it ends before it is ready */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  await setBeginning(databaseOf(options))
  const { child, lines, ended } = spawnProgram(options)
  const url = await new Promise<string>((resolve, reject) => {
    lines.onLine((line) => {
      const found = /open: (http:\S+)/.exec(line)
      if (found) resolve(found[1]!)
    })
    void ended.then((code) => reject(new Error(`It ended with ${code}: ${lines.all.join('\n')}`)))
  })
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    child.kill(signal)
    return ended
  }
  const program: Program = {
    url,
    lines: lines.all,
    ended,
    get: (path) => ask(`${url}${path}`, {}),
    post: (path, body) =>
      ask(`${url}/playground/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async state(person) {
      const { status, body, text } = await program.get<State>(`/playground/api/state?person=${person}`)
      if (status !== 200) throw new Error(`${person}: ${text}`)
      return body
    },
    async to(local) {
      const { status, text } = await program.post('clock', { to: local })
      if (status !== 200) throw new Error(`${local}: ${text}`)
    },
    kill: async () => void (await end('SIGKILL')),
    terminate: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  }
  return program
}

/** For starts that are meant to fail. @param asked to end, at its abort */
export async function runProgram(
  options: ProgramOptions,
  asked?: AbortSignal,
): Promise<{ code: number | null; said: string }> {
  const { child, lines, ended } = spawnProgram(options)
  asked?.addEventListener('abort', () => child.kill('SIGTERM'))
  const code = await ended
  return { code, said: lines.all.join('\n') }
}

const databaseOf = ({ folder, env = {} }: ProgramOptions): string =>
  env['DATABASE_URL'] ?? `sqlite:${join(folder, 'teamrunde.db')}`

function spawnProgram({ folder, manifest, env = {}, args = [] }: ProgramOptions) {
  const file = join(folder, 'manifest.yaml')
  if (manifest !== undefined) writeFileSync(file, manifest)
  const child = endsWithTest(
    spawn(process.execPath, ['src/main.ts', ...args], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'] ?? '',
        // Its types need not be stripped anew for every test.
        NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
        PORT: '0',
        DATABASE_URL: databaseOf({ folder }),
        TEAMRUNDE_KEYS: join(folder, 'keys'),
        ...(manifest === undefined ? {} : { TEAMRUNDE_MANIFEST: file }),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  const lines = gather(child)
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve))
  return { child, lines, ended }
}

function gather(child: ReturnType<typeof spawn>) {
  const all: string[] = []
  const listeners: ((line: string) => void)[] = []
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface(stream).on('line', (line) => {
      all.push(line)
      for (const listener of listeners) listener(line)
    })
  }
  return { all, onLine: (listener: (line: string) => void) => void listeners.push(listener) }
}

async function ask<Body>(url: string, init: RequestInit): Promise<Answer<Body>> {
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return { status: response.status, body: (isJson ? JSON.parse(text) : null) as Body, text }
}

/** The conversation of a person with the bot, or a channel, as it stands for them. */
export function standingIn({ conversations }: State, conversation: string): Standing[] {
  return conversations.find((each) => each.conversation === conversation)?.messages ?? []
}

/** The next date of this weekday (1 Monday to 7 Sunday) after an instant, in Berlin. */
export function nextWeekday(now: string, weekday: number): string {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO('Europe/Berlin').toPlainDate()
  return today.add({ days: ((weekday - today.dayOfWeek + 6) % 7) + 1 }).toString()
}
