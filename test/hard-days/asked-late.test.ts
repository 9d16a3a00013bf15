/** Whoever is asked late is not reminded in the same breath: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { reached } from './books.ts'
import { company, round } from './company.ts'

const BERLIN = 'Europe/Berlin'
const manifestWith = (schedule: string): string => company({ rituals: round(schedule) })

for (const engine of databases) {
  describe(`asked late, on ${engine.name}`, () => {
    it('gives everyone as long to answer as if the bot had not been down, before it reminds them', async () => {
      const manifest = manifestWith("every: week, on: mon, at: '09:00', window: 2d, reminder: 3h")
      await using story = await tell(engine, { manifest, now: '2026-12-06T12:00' })
      story.jump('2026-12-07T12:30')
      await story.restart()
      await story.to('2026-12-09T12:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T12:30'])
      expect(await reached(story, 'ana', BERLIN, 'reminder')).toEqual(['2026-12-07T15:30'])
    })

    it('does not remind where the round is over by then', async () => {
      const manifest = manifestWith("every: week, on: mon, at: '09:00', window: 4h, reminder: 2h30m")
      await using story = await tell(engine, { manifest, now: '2026-12-06T12:00' })
      story.jump('2026-12-07T12:00')
      await story.restart()
      await story.to('2026-12-08T12:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T12:00'])
      expect(await reached(story, 'ana', BERLIN, 'reminder')).toEqual([])
    })

    it('counts from the morning where the bot was back in the night, and from the return of whoever was away', async () => {
      const manifest = manifestWith("every: week, on: mon, at: '09:00', window: 2d, reminder: 3h")
      await using story = await tell(engine, { manifest, now: '2026-12-06T12:00' })
      story.jump('2026-12-07T22:00')
      await story.restart()
      await story.to('2026-12-09T12:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-08T07:00'])
      expect(await reached(story, 'ana', BERLIN, 'reminder')).toEqual(['2026-12-08T10:00'])
      await story.command('ben', 'weg bis 15.12.')
      await story.to('2026-12-14T13:00')
      await story.command('ben', 'zurück')
      await story.to('2026-12-16T12:00')
      expect((await reached(story, 'ben', BERLIN)).at(-1)).toBe('2026-12-14T13:00')
      expect((await reached(story, 'ben', BERLIN, 'reminder')).at(-1)).toBe('2026-12-14T16:00')
    })
  })
}
