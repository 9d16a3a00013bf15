/** Draws cards with the public renderer in a real browser, in the colours and widths of Teams. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { AdaptiveCard } from '../../adapters/teams/element.ts'
import { hostConfig, hostStyle, type Screen, type Theme } from './host.ts'

export interface NamedCard {
  name: string
  card: AdaptiveCard
}

const require = createRequire(import.meta.url)
const LIBRARIES = [
  join(dirname(require.resolve('adaptivecards')), '../dist/adaptivecards.min.js'),
  require.resolve('markdown-it/browser'),
]
const OWN = readFileSync(join(import.meta.dirname, 'draw.js'), 'utf8').replaceAll('export function', 'function')

/** A page with these cards beneath each other. */
export async function drawCards(browser: Browser, cards: NamedCard[], theme: Theme, screen: Screen): Promise<Page> {
  const page = await browser.newPage({
    offline: true,
    viewport: { width: screen.width + 40, height: 900 },
    colorScheme: theme,
  })
  await page.setContent(
    `<!doctype html><html lang="de"><head><style>${hostStyle(theme, screen)}</style></head><body></body></html>`,
  )
  for (const path of LIBRARIES) await page.addScriptTag({ path })
  await page.evaluate(`${OWN}\ndrawCards(${JSON.stringify({ cards, config: hostConfig(theme, screen), theme })})`)
  return page
}

const look = <Seen>(page: Page, name: string): Promise<Seen> => page.evaluate<Seen>(`${OWN}\n${name}()`)

export const cutOff = (page: Page): Promise<string[]> => look(page, 'cutOff')
export const readCards = (page: Page): Promise<Record<string, string>> => look(page, 'readCards')
export const buttonsOn = (page: Page): Promise<Record<string, string[]>> => look(page, 'buttonsOn')
