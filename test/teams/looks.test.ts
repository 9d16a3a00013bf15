/** A good selection of the gallery as the public renderer draws it in a real browser: on a desktop in light, on a phone in dark. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faintTexts, namelessControls } from '../browser/audit.ts'
import { launchBrowser } from '../browser/chromium.ts'
import { elementsIn } from './card-check.ts'
import { buttonsOn, cutOff, drawCards, readCards } from './draw.ts'
import { SCREENS } from './host.ts'
import { selection } from './selection.ts'
import { shownOn } from './shown.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const cards = await selection()

describe.each([
  ['a desktop in light', SCREENS[0]!, 'light'],
  ['a phone in dark', SCREENS[1]!, 'dark'],
] as const)('on %s', (_, screen, theme) => {
  test('every card is there to read and to press, whole and in colours that stand out', async () => {
    const page = await drawCards(browser, cards, theme, screen)
    const [read, buttons] = [await readCards(page), await buttonsOn(page)]
    for (const { name, card } of cards) {
      const missing = (shownOn(card).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !read[name]!.includes(word))
      expect(missing, name).toEqual([])
      const offered = elementsIn(card.body.concat(card.actions ?? []))
        .filter(({ type }) => type === 'Action.Submit' || type === 'Action.Execute')
        .map(({ title }) => String(title))
      expect(
        [...new Set(offered)].filter((title) => !buttons[name]!.includes(title)),
        name,
      ).toEqual([])
    }
    expect(await cutOff(page)).toEqual([])
    expect(await faintTexts(page)).toEqual([])
    expect(await namelessControls(page)).toEqual([])
    await page.close()
  })
})

test('draws many kinds of cards, in both languages', () => {
  const names = cards.map(({ name }) => name)
  expect(names.length).toBeGreaterThan(80)
  expect(names.filter((name) => name.endsWith('(en)')).length).toBeGreaterThan(40)
})
