/** `teamrunde status`, beside a bot that runs. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { DeliveryError } from '#platform'
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
      expect(text).toContain('Not delivered: 1 (failed 1, unknown 0); teamrunde doctor says why.')
      expect(healthy).toBe(false)
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
