/** The program itself, as `npm start` runs it, with a folder of its own; and a browser that looks at it. */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { inject } from 'vitest'
import { launchBrowser } from './chromium.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface Playground {
  url: string
  /** A page in a window of its own. Whatever goes wrong in it, also a blocked script or style, is in `faults`. */
  visit(path: string, options?: Visit): Promise<Visitor>
  /** `press`, `clock` and the rest of the API. @throws when it says no */
  post<Answer>(path: string, body: object): Promise<Answer>
  get<Answer>(path: string): Promise<Answer>
  stop(): Promise<void>
}

export interface Visit extends BrowserContextOptions {
  /** For the first time: with the introduction. */
  firstTime?: boolean
}

export interface Visitor {
  page: Page
  faults: string[]
}

export async function openPlayground(): Promise<Playground> {
  const folder = mkdtempSync(join(inject('testFolder'), 'browser-'))
  const [program, browser] = await Promise.all([startProgram(folder), launchBrowser()])
  const { url } = program
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(`${url}/playground/api/${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const headers = { 'content-type': 'application/json' }
  return {
    url,
    visit: (path, options = {}) => visit(browser, `${url}${path}`, options),
    post: <Answer>(path: string, body: object) =>
      ask(path, { method: 'POST', headers, body: JSON.stringify(body) }) as Promise<Answer>,
    get: <Answer>(path: string) => ask(path, {}) as Promise<Answer>,
    async stop() {
      await browser.close()
      await program.stop()
    },
  }
}

async function visit(browser: Browser, url: string, { firstTime = false, ...options }: Visit): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })
  context.setDefaultTimeout(12_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  if (!firstTime) await page.addInitScript("localStorage.setItem('teamrunde-intro-read', 'yes')")
  await page.goto(url)
  await page.locator('.messages :is(.message, .empty, .home)').first().waitFor()
  return { page, faults }
}

async function startProgram(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: `sqlite:${join(folder, 'teamrunde.db')}`,
      TEAMRUNDE_KEYS: join(folder, 'keys'),
      TEAMRUNDE_PLAYGROUND: '1',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
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
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
