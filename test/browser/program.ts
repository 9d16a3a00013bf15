/** The program itself, as `npm start` runs it, and its API. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { endsWithTest } from '../ends-with-test.ts'
import { setBeginning } from '../beginning.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface Program {
  url: string
  /** `press`, `clock` and the rest of the API. @throws when it says no */
  post<Answer>(path: string, body: object): Promise<Answer>
  get<Answer>(path: string): Promise<Answer>
  stop(): Promise<void>
}

/** Starts it with its database and keys in `folder`, on a free port. */
export async function startProgram(folder: string): Promise<Program> {
  const url = `sqlite:${join(folder, 'teamrunde.db')}`
  await setBeginning(url)
  const child = endsWithTest(
    spawn(process.execPath, ['src/main.ts'], {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: '0',
        DATABASE_URL: url,
        TEAMRUNDE_KEYS: join(folder, 'keys'),
        TEAMRUNDE_PLAYGROUND: '1',
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      const found = /http:\/\/[\w.:[\]]+/.exec(said)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(() => reject(new Error(`the program ended before it was ready: ${said}`)))
  })
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(`${address}/playground/api/${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const headers = { 'content-type': 'application/json' }
  return {
    url: address,
    post: <Answer>(path: string, body: object) =>
      ask(path, { method: 'POST', headers, body: JSON.stringify(body) }) as Promise<Answer>,
    get: <Answer>(path: string) => ask(path, {}) as Promise<Answer>,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
