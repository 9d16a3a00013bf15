/** What has been answered ahead, or left out, while the manifest changes: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { idsIn, reached } from './books.ts'
import { company, round } from './company.ts'

const BERLIN = 'Europe/Berlin'
const mondays = (at: string, on = 'mon'): string =>
  company({ rituals: round(`every: week, on: ${on}, at: '${at}', window: 4h, reminder: none`) })

async function answerAhead(story: Story): Promise<void> {
  const opened = await story.command('ana', 'antworten runde')
  if (opened.type !== 'form') throw new Error(textOf(opened))
  const answers = { done: 'Übergabe Ost', next: null, blocker: null }
  const kept = await story.send({ type: 'submit', person: 'ana', ticket: opened.ticket, answers })
  expect(textOf(kept)).toContain('vorgemerkt')
}

const reports = (story: Story): string[] => story.standing('service').map(({ text }) => text)

for (const engine of databases) {
  describe(`carried over, on ${engine.name}`, () => {
    it.each([
      ['an hour later', mondays('10:00'), '2026-12-07T10:00'],
      ['the day after', mondays('09:00', 'tue'), '2026-12-08T09:00'],
    ])('moves what was answered ahead: %s', async (_, changed, at) => {
      await using story = await tell(engine, { manifest: mondays('09:00'), now: '2026-12-06T20:00' })
      await answerAhead(story)
      await story.restart(changed)
      await story.restart()
      await story.to('2026-12-09T12:00')
      expect(await reached(story, 'ben', BERLIN)).toEqual([at])
      expect(await reached(story, 'ana', BERLIN)).toEqual([])
      expect(reports(story).join()).toContain('Übergabe Ost')
      await story.to('2026-12-16T12:00')
      expect(await reached(story, 'ben', BERLIN)).toHaveLength(2)
    })

    it('takes back its own place where the schedule is changed there and back', async () => {
      await using story = await tell(engine, { manifest: mondays('09:00'), now: '2026-12-06T20:00' })
      await answerAhead(story)
      await story.restart(mondays('09:00', 'wed'))
      await story.restart(mondays('09:00'))
      await story.to('2026-12-15T12:00')
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-12-07T09:00', '2026-12-14T09:00'])
      expect(reports(story).join()).toContain('Übergabe Ost')
    })

    it('goes by the new clock also where only the zone has changed', async () => {
      const zone = (name: string): string => mondays('09:00').replace("at: '09:00'", `at: '09:00', zone: ${name}`)
      await using story = await tell(engine, { manifest: zone('Europe/Berlin'), now: '2026-12-06T20:00' })
      await answerAhead(story)
      await story.restart(zone('Europe/Lisbon'))
      await story.to('2026-12-07T16:00')
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-12-07T10:00'])
    })

    it('takes place when its ritual was removed and is back in time', async () => {
      const other = company({ rituals: round("every: week, on: fri, at: '09:00', window: 4h", 'friday') })
      await using story = await tell(engine, { manifest: mondays('09:00'), now: '2026-12-06T20:00' })
      await answerAhead(story)
      await story.restart(other)
      await story.restart(mondays('09:00'))
      await story.to('2026-12-07T13:00')
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-12-07T09:00'])
      expect(reports(story).join()).toContain('Übergabe Ost')
    })

    it('stays left out when its hour changes', async () => {
      await using story = await tell(engine, { manifest: mondays('09:00'), now: '2026-12-06T20:00' })
      await story.command('lead', 'überspringen runde')
      await story.restart(mondays('10:00'))
      await story.to('2026-12-14T12:00')
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-12-14T10:00'])
      expect(await idsIn(story, 'skipped')).toHaveLength(1)
    })
  })
}
