/** The page in light and dark, wide and narrow, by keyboard and by what a screen reader is told. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faintTexts, namelessControls, overflow } from './audit.ts'
import { openPlayground, type Playground } from './playground.ts'
import { passTime, passTimeUntil } from './steps.ts'

let playground: Playground

const PLACES = ['/?as=jana.petersen', '/?as=jana.petersen&in=home', '/?as=ana.ferreira&in=%23after-sales']

/** A week with questions, answers and reports, so that there is something to look at. */
beforeAll(async () => {
  playground = await openPlayground()
  for (let day = 0; day < 7; day += 1) {
    await playground.post('clock', { by: 'P1D' })
    await playground.post('simulate', {})
  }
}, 120_000)
afterAll(() => playground.stop())

const openForm = async (page: Page): Promise<void> => {
  await passTimeUntil(page, 'Nächstes Ereignis', () =>
    page.getByRole('button', { name: 'Einschätzen' }).first().isVisible(),
  )
  await page.getByRole('button', { name: 'Einschätzen' }).first().click()
  await page.locator('dialog[open]').waitFor()
}

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test.each(PLACES)('every text at %s stands out from its ground', async (path) => {
    const { page, faults } = await playground.visit(path, { colorScheme })
    expect(await faintTexts(page)).toEqual([])
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('so does every text of an opened menu, of the suggestions and of a form with mistakes', async () => {
    const { page, faults } = await playground.visit('/?as=jana.petersen', { colorScheme })
    await page.locator('#who-now').click()
    expect(await faintTexts(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('combobox').press('ArrowDown')
    expect(await faintTexts(page)).toEqual([])
    await page.keyboard.press('Escape')
    await openForm(page)
    await page.locator('dialog footer button').last().click()
    await page.locator('dialog .form-problem:not([hidden])').waitFor()
    expect(await faintTexts(page)).toEqual([])
    expect(await namelessControls(page)).toEqual([])
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('in a narrow window', () => {
  const viewport = { width: 360, height: 740 }

  test.each(PLACES)('%s fits', async (path) => {
    const { page } = await playground.visit(path, { viewport })
    expect(await overflow(page)).toEqual([])
    await page.context().close()
  })

  test('people and conversations are a drawer that the keyboard opens and closes', async () => {
    const { page } = await playground.visit('/?as=jana.petersen', { viewport })
    const menu = page.getByRole('button', { name: /^Menü: Jana Petersen/ })
    expect(await page.locator('#places a').first().isVisible()).toBe(false)
    await menu.press('Enter')
    await page.locator('#places a').first().waitFor()
    expect(await overflow(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('#places a').first().waitFor({ state: 'hidden' })
    expect(await page.locator('.menu-open:focus').count()).toBe(1)
    expect(await page.locator('.clock-badge').innerText()).toBe('Spielwiese')
    await page.context().close()
  })

  test('a form fits, too', async () => {
    const { page } = await playground.visit('/?as=jana.petersen', { viewport })
    await openForm(page)
    expect(await overflow(page)).toEqual([])
    const send = await page.locator('dialog footer button').last().boundingBox()
    expect(send!.y + send!.height).toBeLessThanOrEqual(viewport.height)
    await page.context().close()
  })
})

describe('for those who listen', () => {
  test.each(PLACES)('everything at %s that can be used has a name', async (path) => {
    const { page } = await playground.visit(path)
    expect(await namelessControls(page)).toEqual([])
    await page.context().close()
  })

  test('the page has its landmarks, one first heading, and says what happened', async () => {
    const { page } = await playground.visit('/?as=jana.petersen')
    expect(await page.getByRole('complementary', { name: 'Arbeitsbereich' }).count()).toBe(1)
    expect(await page.getByRole('navigation', { name: 'Gespräche' }).count()).toBe(1)
    expect(await page.getByRole('region', { name: 'Uhr der Spielwiese' }).count()).toBe(1)
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    await passTime(page, '+1 Stunde')
    expect(await page.getByRole('status').innerText()).toMatch(/^Jetzt ist /)
    await page.context().close()
  })

  test('the keyboard stays in an open form', async () => {
    const { page } = await playground.visit('/?as=jana.petersen')
    await openForm(page)
    for (let tabs = 0; tabs < 25; tabs += 1) {
      await page.keyboard.press('Tab')
      // The last step leaves the page for the browser's own buttons; nothing behind the form is ever reached.
      expect(await page.locator('.app :focus').count()).toBe(0)
    }
    await page.context().close()
  })

  test('a scale is a group with its question as name and its steps in words', async () => {
    const { page } = await playground.visit('/?as=jana.petersen')
    await openForm(page)
    const group = page.getByRole('radiogroup', { name: /Alles in allem herrscht bei uns Teamgeist/ }).first()
    expect(await group.getByRole('radio').count()).toBe(6)
    await group.getByRole('radio', { name: 'kann ich nicht beurteilen' }).check()
    await group.getByRole('radio').first().press('ArrowRight')
    expect(await group.getByRole('radio', { checked: true }).count()).toBe(1)
    await page.context().close()
  })
})
