/** What people do in the playground's page, by what they see. */
import type { Page } from 'playwright-core'

/** Presses a button of the clock and waits until time has passed. */
export async function passTime(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.locator('#clock:not([aria-busy])').waitFor()
}

/** From event to event, until there is something to see. @throws when it does not come within sixty events */
export async function passTimeUntil(page: Page, button: string, seen: () => Promise<boolean>): Promise<void> {
  for (let events = 0; events < 60; events += 1) {
    if (await seen()) return
    await passTime(page, button)
  }
  throw new Error('sixty events have passed, and it has not come')
}

/** As whom the page is looked at; by keyboard, as far as the list goes. */
export async function become(page: Page, name: string): Promise<void> {
  await page.locator('#who-now').click()
  await page.locator('#who-list').getByRole('button', { name }).click()
  await page.locator('#who-now strong', { hasText: name }).waitFor()
}
