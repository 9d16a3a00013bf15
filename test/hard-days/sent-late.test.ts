/** Messages that wait for the morning, and a morning that passes while the bot is down: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { reached } from './books.ts'
import { company, poll, round } from './company.ts'

const BERLIN = 'Europe/Berlin'
const answered = { done: 'Übergabe Ost', next: null, blocker: null }

for (const engine of databases) {
  describe(`sent late, on ${engine.name}`, () => {
    it('waits for the next morning where the bot slept through the one it was meant for', async () => {
      const manifest = company({ rituals: round("every: week, on: mon, at: '06:00', window: 3d, reminder: none") })
      await using story = await tell(engine, { manifest, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T06:30')
      story.jump('2026-12-07T22:00')
      await story.restart()
      expect(await reached(story, 'ana', BERLIN)).toEqual([])
      await story.to('2026-12-08T12:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-08T07:00'])
    })

    it('sends at once what is late in the light of day', async () => {
      const manifest = company({ rituals: round("every: week, on: mon, at: '06:00', window: 3d, reminder: none") })
      await using story = await tell(engine, { manifest, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T06:30')
      story.jump('2026-12-07T15:00')
      await story.restart()
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T15:00'])
    })

    it('does not remind in the morning who has answered since their leader asked for it, nor out of hours', async () => {
      const manifest = company({ rituals: round("every: week, on: mon, at: '09:00', window: 3d, reminder: none") })
      await using story = await tell(engine, { manifest, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T19:00')
      await story.command('lead', 'erinnern runde')
      await story.answer('ana', answered)
      story.jump('2026-12-08T17:30')
      await story.restart()
      await story.to('2026-12-09T12:00')
      expect(await reached(story, 'ana', BERLIN, 'reminder/extra')).toEqual([])
      expect(await reached(story, 'ben', BERLIN, 'reminder/extra')).toEqual(['2026-12-09T08:00'])
    })

    it('holds back a poll’s reminders alike, whoever has voted', async () => {
      const people = ['ana', 'ben', 'cem', 'dana', 'elif'].map((name) => ({ name }))
      const rituals = poll("every: week, on: wed, at: '10:00', window: 3d, reminder: none")
      await using story = await tell(engine, { manifest: company({ rituals, people }), now: '2026-12-08T12:00' })
      await story.to('2026-12-09T19:00')
      await story.command('lead', 'erinnern teamgeist')
      await story.answer('ana', { spirit: 4, goal: 4, way: 4, candour: 4 })
      story.jump('2026-12-10T17:30')
      await story.restart()
      const rows = await story.db.kysely
        .selectFrom('delivery')
        .select(['state', 'not_before', 'revision', 'attempts'])
        .where('key', '=', 'reminder/extra')
        .execute()
      const held = { state: 'queued', not_before: '2026-12-11T07:00:00.000Z', revision: 1, attempts: 0 }
      expect(rows).toEqual(people.map(() => held))
      await story.to('2026-12-11T12:00')
      const since = (who: string) => story.standing(`@${who}`).filter(({ at }) => at > '2026-12-10').length
      expect([since('ana'), since('ben')]).toEqual([0, 1])
    })
  })
}
