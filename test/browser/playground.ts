/** The program with a folder of its own, and a browser that looks at it. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { inject } from 'vitest'
import { launchBrowser } from './chromium.ts'
import { type Program, startProgram } from './program.ts'

export interface Playground extends Program {
  /** A page in a window of its own. Whatever goes wrong in it, also a blocked script or style, is in `faults`. */
  visit(path: string, options?: Visit): Promise<Visitor>
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
  return {
    ...program,
    visit: (path, options = {}) => visit(browser, `${program.url}${path}`, options),
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
