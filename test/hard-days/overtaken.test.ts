/** A round that its next one has overtaken while the bot was down: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { idsIn, reached } from './books.ts'
import { company, round } from './company.ts'

for (const engine of databases) {
  describe(`a round that is overtaken, on ${engine.name}`, () => {
    it('is down until the next one has begun: the one before is told as missed, not held with nobody asked', async () => {
      const people = [{ name: 'ana' }, { name: 'aroha', zone: 'Pacific/Auckland' }]
      const weekly = company({
        rituals: round("every: week, on: mon, at: '09:00', window: 7d, reminder: none"),
        people,
      })
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00' })
      // In Auckland the next Monday has begun; in Berlin the week is not over yet.
      story.jump('2026-12-14T05:00')
      await story.restart()
      await story.to('2026-12-14T12:00')
      expect(await idsIn(story, 'missed')).toEqual(['round@2026-12-07T09:00'])
      expect(
        story
          .standing('@lead')
          .map(({ text }) => text)
          .join(),
      ).toContain('ausgefallen')
      expect(await reached(story, 'ana', 'Europe/Berlin')).toEqual(['2026-12-14T09:00'])
    })
  })
}
