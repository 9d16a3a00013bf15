/** Looks over a page for what is hard to read, to hear or to see whole; what does the looking runs in the browser (audit.js). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const SCRIPT = readFileSync(join(import.meta.dirname, 'audit.js'), 'utf8').replaceAll('export function', 'function')

const look = (page: Page, name: string): Promise<string[]> => page.evaluate<string[]>(`${SCRIPT}\n${name}()`)

/** Texts whose contrast is below WCAG AA: 4.5 to 1, or 3 to 1 for large ones. */
export const faintTexts = (page: Page): Promise<string[]> => look(page, 'faintTexts')

/** Buttons, links and inputs without a name. */
export const namelessControls = (page: Page): Promise<string[]> => look(page, 'namelessControls')

/** What sticks out sideways, other than what scrolls in a frame of its own. */
export const overflow = (page: Page): Promise<string[]> => look(page, 'overflow')
