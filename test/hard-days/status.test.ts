/** `teamrunde status`, beside a bot that runs. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { DeliveryError } from '#platform'
import { audit } from '../../src/audit-command.ts'
import { status } from '../../src/status-command.ts'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { companyOf } from '../commands/company.ts'

for (const engine of databases) {
  describe(`the status on ${engine.name}`, () => {
    it('says what is open, what stands, and what was not delivered', async () => {
      // In the past, so that by the real clock what was left undone is late.
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-03-01T12:00' })
      story.platform.faults.push(new DeliveryError('never', 'the channel is gone'))
      await story.to('2026-03-02T09:30')
      const { text, healthy } = await status({ DATABASE_URL: story.db.url })
      expect(text).toMatch(/Rituals: 1 open, \d+ planned, 0 missed so far\./)
      expect(text).toMatch(/On time: the oldest is late by \d+ minutes\./)
      expect(text).toMatch(/Messages: \d\d stand, 0 wait; nothing is late\./)
      expect(text).toContain('Not delivered: 1 (web: failed 1); teamrunde doctor says why.')
      expect(text).toMatch(/Jobs: \d+ wait, 0 run, 0 given up\./)
      expect(healthy).toBe(false)
    })

    it('goes by the clock that was put ahead in the playground only, and by the real one for real people', async () => {
      await using story = await tell(engine, { manifest: companyOf(), now: '2026-03-01T12:00' })
      const ahead = 400 * 24 * 60
      const clock = { key: 'playground.clock', value: String(ahead * 60_000) }
      await story.db.kysely.insertInto('setting').values(clock).execute()
      const minutesLate = async (environment: object): Promise<number> => {
        const { text } = await status({ DATABASE_URL: story.db.url, ...environment })
        return Number(/late by (\d+) minutes/.exec(text)![1])
      }
      const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef' }
      const late = await minutesLate(slack)
      expect(late).toBeGreaterThan(0)
      expect((await minutesLate({})) - late).toBeGreaterThanOrEqual(ahead)
      await story.command('lead', 'skip morning')
      expect(await audit({ DATABASE_URL: story.db.url })).toBe('Nothing was done in that time.')
      expect(await audit({ DATABASE_URL: story.db.url, ...slack }, '2026-03-01')).toContain('Jana Petersen')
    })
  })
}

it('says so where nothing has ever run', async () => {
  const file = join(mkdtempSync(join(inject('testFolder'), 'status-')), 'teamrunde.db')
  expect(await status({ DATABASE_URL: `sqlite:${file}` })).toEqual({
    text: 'There is no database yet: Teamrunde has never been started here.',
    healthy: false,
  })
})
