/** `/about`: the page that the app's entry in Teams leads to. */
import { expect, it, onTestFinished } from 'vitest'
import { aboutDoor } from '../src/about-door.ts'
import { startServer } from '../src/server.ts'
import { databases } from './databases.ts'
import { tell } from './house.ts'
import { manifestOf } from './stories/manifest.ts'

const SPIRIT = manifestOf(`
  - { id: spirit, kind: pulse, team: service, name: Teamgeist, schedule: { every: week, on: thu, at: '10:00', window: 26h } }
`)

it('says in both languages what is kept, and nothing of anybody', async () => {
  await using story = await tell(databases[0]!, {
    manifest: SPIRIT.replace('name: Nordlicht', 'name: Nord & <b>Licht</b>'),
    now: '2026-12-02T12:00',
  })
  const server = await startServer('127.0.0.1', 0, [aboutDoor(story.house)], { ready: async () => true })
  onTestFinished(() => server.close(0))
  const address = `http://127.0.0.1:${server.port}/about`
  const page = await (await fetch(address)).text()
  expect(page).toContain('12 Monate')
  expect(page).toContain('12 months')
  expect(page).toContain('Nord &amp; &lt;b&gt;Licht')
  expect(page).not.toMatch(/<b>|Jana|@nordlicht|undefined|\{\{/)
  expect((await fetch(address, { method: 'POST', body: 'x' })).status).toBe(405)
  expect(await (await fetch(address, { method: 'HEAD' })).text()).toBe('')
})
