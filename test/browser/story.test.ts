/** A first hour in the playground, in a real browser, on the real engine: from the welcome to the leader's view of the gap. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPlayground, type Playground, type Visitor } from './playground.ts'
import { become, passTime, passTimeUntil } from './steps.ts'

let playground: Playground
let jana: Visitor

const WRITTEN = '<b>Dreizehn</b> Radwechsel & 3 < 4 👍🏽 شكرا'

beforeAll(async () => {
  playground = await openPlayground()
  jana = await playground.visit('/', { firstTime: true })
}, 120_000)
afterAll(async () => {
  expect(jana.faults).toEqual([])
  await playground.stop()
})

test('whoever comes first is told where they are, who they are, and what to do', async () => {
  const { page } = jana
  expect(await page.locator('.brand').innerText()).toMatch(
    /Teamrunde Spielwiese\s+Ein Betrieb zum Ausprobieren: Autohaus Nordlicht/,
  )
  expect(await page.locator('#who-now').innerText()).toContain('Jana Petersen')
  await page.getByRole('heading', { name: 'Willkommen in der Spielwiese' }).waitFor()
  await page.getByRole('button', { name: 'Alles klar' }).click()
  await page.reload()
  await page.locator('.messages').getByText('Hallo, ich bin Teamrunde').waitFor()
  expect(await page.locator('.intro').count()).toBe(0)
})

test('time passes at the press of a button, until Teamrunde asks', async () => {
  const { page } = jana
  const ask = page.getByRole('button', { name: 'Antworten', exact: true })
  await passTimeUntil(page, 'Nächstes Ereignis', () => ask.first().isVisible())
  expect(await page.locator('.toast').innerText()).toMatch(/^Jetzt ist .*neue Nachricht/)
})

test('the form works by keyboard; what is missing is said at the field', async () => {
  const { page } = jana
  await page.getByRole('button', { name: 'Antworten', exact: true }).last().focus()
  await page.keyboard.press('Enter')
  await page.locator('dialog[open]').waitFor()
  const focused = page.locator('dialog textarea:focus')
  await focused.waitFor()
  await page.getByRole('button', { name: 'Senden' }).last().press('Enter')
  await page.locator('dialog textarea[aria-invalid]:focus').waitFor()
  const described = (await focused.getAttribute('aria-describedby'))!.split(' ').map((id) => page.locator(`#${id}`))
  const said = await Promise.all(described.map((part) => part.innerText()))
  expect(said.some((words) => /^noch \d+ Zeichen$/.test(words))).toBe(true)
  expect(said.filter((words) => words.length > 3)).toHaveLength(2)
})

test('Escape closes the form, and what was typed comes back with it', async () => {
  const { page } = jana
  const first = page.locator('dialog textarea').first()
  await first.fill(WRITTEN)
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  const opener = page.getByRole('button', { name: 'Antworten', exact: true }).last()
  expect(await page.locator('.message [data-action=answer]:focus').count()).toBe(1)
  await opener.press('Enter')
  await page.locator('dialog[open]').waitFor()
  expect(await first.inputValue()).toBe(WRITTEN)
})

test('a text that is too long is not cut; the counter and the field say so', async () => {
  const { page } = jana
  const first = page.locator('dialog textarea').first()
  await first.fill('x'.repeat(10_000))
  expect(await page.locator('dialog .counter').first().innerText()).toBe('7100 Zeichen zu viel')
  await page.getByRole('button', { name: 'Senden' }).last().press('Enter')
  await page.locator('dialog .form-problem:not([hidden])').waitFor()
  expect((await first.inputValue()).length).toBe(10_000)
})

test('sent, the message says thank you', async () => {
  const { page } = jana
  await page.locator('dialog textarea').first().fill(WRITTEN)
  await page.getByRole('button', { name: 'Senden' }).last().click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  await page.locator('.message', { hasText: 'Danke.' }).getByRole('button', { name: 'Ändern' }).waitFor()
})

test('the others answer, and the page says that it was made up', async () => {
  const { page } = jana
  await passTime(page, 'Andere antworten lassen')
  expect(await page.locator('.toast-simulated').innerText()).toMatch(/^\d+ Personen haben simuliert geantwortet\./)
  expect(await page.locator('.simulated-mark').innerText()).toBe('Mit simulierten Antworten')
})

test('the report comes to the channel; what people wrote stands there as they wrote it', async () => {
  const { page } = jana
  const channel = page.locator('#places a[data-place="#after-sales"]')
  await passTimeUntil(page, 'Nächstes Ereignis', () => channel.locator('.unread').isVisible())
  await channel.click()
  const answer = page.locator('.thread .message', { hasText: 'Dreizehn' })
  await answer.waitFor()
  expect(await answer.innerText()).toContain('<b>Dreizehn</b> Radwechsel & 3 < 4 👍🏽 شكرا')
  expect(await answer.locator('b').count()).toBe(0)
  expect(await answer.locator('bdi').count()).toBe(1)
})

test('what has been read stays read', async () => {
  const { page } = jana
  const unread = page.locator('#places a[data-place="#after-sales"] .unread')
  await unread.waitFor({ state: 'detached' })
  await page.reload()
  await page.locator('.messages .message').first().waitFor()
  expect(await unread.count()).toBe(0)
  expect(await page.locator('.message-fresh').count()).toBe(0)
})

test('another person is spoken to in their own language, in their own zone', async () => {
  const { page } = jana
  await become(page, 'Ana Ferreira')
  await page.locator('html[lang=en]').waitFor()
  expect(await page.locator('#clock').innerText()).toContain('Let the others answer')
  expect(await page.locator('.brand-name .badge').innerText()).toBe('Playground')
  expect(new URL(page.url()).searchParams.get('as')).toBe('ana.ferreira')
  const state = await playground.get<{ clock: { now: string } }>('state?person=ana.ferreira')
  const lisbon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Lisbon', hour: '2-digit', minute: '2-digit' })
  expect(await page.locator('.clock-time').innerText()).toBe(lisbon.format(new Date(state.clock.now)))
})

test('commands complete themselves, and their answer is for one person alone', async () => {
  const { page } = jana
  const line = page.getByRole('combobox', { name: 'Command to Teamrunde' })
  await line.fill('wh')
  await page.getByRole('option', { name: /^why/ }).waitFor()
  await line.press('ArrowDown')
  expect(await line.getAttribute('aria-activedescendant')).toBe('suggestion-0')
  await line.press('Enter')
  const notice = page.locator('.message-private')
  await notice.waitFor()
  expect(await notice.innerText()).toMatch(/You: \/teamrunde why[\s\S]*Only you see this/)
  await notice.getByRole('button', { name: 'Remove this note' }).click()
  await notice.waitFor({ state: 'detached' })
})

test('the way back leads back', async () => {
  const { page } = jana
  await page.goBack()
  await page.locator('#who-now strong', { hasText: 'Jana Petersen' }).waitFor()
  expect(await page.locator('.talk-head h1').innerText()).toBe('after-sales')
})

test('in the end the leader reads how far their view and the staff\u2019s lie apart', async () => {
  const { page } = jana
  await page.locator('#places a[data-place="@jana.petersen"]').click()
  const predict = page.getByRole('button', { name: 'Einschätzen', exact: true })
  await passTimeUntil(page, 'Nächstes Ereignis', () => predict.first().isVisible())
  await predict.first().click()
  await page.locator('dialog[open]').waitFor()
  const groups = page.locator('dialog [role=radiogroup]')
  for (const group of await groups.all()) await group.getByRole('radio').nth(4).check()
  await page.getByRole('button', { name: 'Festhalten' }).click()
  await page.locator('dialog').waitFor({ state: 'detached' })
  await passTime(page, 'Andere antworten lassen')
  const report = page.locator('.message', { hasText: 'Ein nächster Schritt' })
  await passTimeUntil(page, 'Nächstes Ereignis', () => report.first().isVisible())
  expect(await report.first().getByRole('table').innerText()).toContain('Alles in allem herrscht bei uns Teamgeist.')
}, 60_000)
