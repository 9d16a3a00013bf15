/** People who are away, join, leave, answer early, late, or not at all: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell, textOf } from '../house.ts'
import { reached } from './books.ts'
import { company, round } from './company.ts'

const BERLIN = 'Europe/Berlin'
const MONDAYS = "every: week, on: mon, at: '09:00', window: 4h, reminder: 2h30m"
const mondays = company({ rituals: round(MONDAYS) })
const answered = { done: 'Übergabe Ost', next: null, blocker: null }

for (const engine of databases) {
  describe(`people who come and go, on ${engine.name}`, () => {
    it('asks nobody who is away, snoozing or gone for good, and everyone again in their time', async () => {
      const people = ['ana', 'ben', 'cem', 'dana'].map((name) => ({ name }))
      await using story = await tell(engine, {
        manifest: company({ rituals: round(MONDAYS), people }),
        now: '2026-12-06T12:00',
      })
      await story.command('ana', 'weg bis 2026-12-08')
      await story.command('ben', 'snooze runde 2026-12-14')
      await story.command('cem', 'leave runde')
      await story.to('2026-12-07T13:00')
      expect(story.last('service').text).toContain('Ana ist bis Dienstag weg.')
      expect(story.last('service').text).not.toMatch(/Ben|Cem|Dana/)
      await story.to('2026-12-21T12:00')
      await story.command('cem', 'join runde')
      await story.to('2026-12-28T12:00')
      const asked = (days: string[]) => days.map((day) => `2026-12-${day}T09:00`)
      expect(await reached(story, 'ana', BERLIN)).toEqual(asked(['14', '21', '28']))
      expect(await reached(story, 'ben', BERLIN)).toEqual(asked(['21', '28']))
      expect((await reached(story, 'cem', BERLIN)).at(-1)).toBe('2026-12-28T09:00')
      expect(await reached(story, 'dana', BERLIN)).toEqual(asked(['07', '14', '21', '28']))
    })

    it('asks whoever is back while the round still runs, and not again whoever goes and comes', async () => {
      await using story = await tell(engine, { manifest: mondays, now: '2026-12-06T12:00' })
      await story.command('ana', 'weg bis 2026-12-09')
      await story.to('2026-12-07T10:00')
      await story.command('ana', 'wieder da')
      await story.command('ben', 'weg bis 2026-12-09')
      await story.to('2026-12-07T10:30')
      await story.command('ben', 'wieder da')
      await story.to('2026-12-07T11:45')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T10:00'])
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-12-07T09:00'])
    })

    it('goes on with those it began with, when one leaves and one joins in the middle', async () => {
      const ana = { name: 'ana' }
      const rituals = round(MONDAYS)
      await using story = await tell(engine, {
        manifest: company({ rituals, people: [ana, { name: 'ben' }] }),
        now: '2026-12-06T12:00',
      })
      await story.to('2026-12-07T10:00')
      await story.answer('ben', answered)
      await story.restart(company({ rituals, people: [ana, { name: 'dana' }] }))
      await story.to('2026-12-07T13:00')
      expect(await reached(story, 'dana', BERLIN)).toEqual([])
      expect(
        story
          .standing('service')
          .map((each) => each.text)
          .join(),
      ).toContain('Übergabe Ost')
      await story.to('2026-12-14T09:30')
      expect(await reached(story, 'dana', BERLIN)).toEqual(['2026-12-14T09:00'])
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-12-07T09:00'])
    })

    it('keeps what was answered the evening before, through a restart with another schedule', async () => {
      await using story = await tell(engine, { manifest: mondays, now: '2026-12-06T20:00' })
      const opened = await story.command('ana', 'antworten runde')
      if (opened.type !== 'form') throw new Error(textOf(opened))
      const kept = await story.send({ type: 'submit', person: 'ana', ticket: opened.ticket, answers: answered })
      expect(textOf(kept)).toContain('vorgemerkt')
      await story.restart(company({ rituals: round("every: week, on: mon, at: '09:00', window: 5h, reminder: 1h") }))
      await story.to('2026-12-07T14:00')
      expect(await reached(story, 'ben', BERLIN, 'reminder')).toEqual(['2026-12-07T10:00'])
      const reports = story
        .standing('service')
        .map((each) => each.text)
        .join()
      expect(reports).toContain('Übergabe Ost')
      expect(await reached(story, 'ana', BERLIN, 'reminder')).toEqual([])
    })

    it('takes late answers until the next round begins, and not a moment longer', async () => {
      await using story = await tell(engine, { manifest: mondays, now: '2026-12-06T12:00' })
      await story.to('2026-12-14T08:59')
      expect(textOf(await story.answer('ana', answered))).toContain('Danke')
      await story.to('2026-12-14T09:00')
      const refused = await story.send({
        type: 'submit',
        person: 'ben',
        ticket: { occurrence: 'round@2026-12-07T09:00', form: 'answer', delivery: null },
        answers: answered,
      })
      expect(textOf(refused)).toContain('die nächste Runde')
      expect(
        story
          .standing('service')
          .map((each) => each.text)
          .join(),
      ).not.toContain('Ben')
    })

    it('ends early at its leader’s word, once, and takes what comes afterwards as late', async () => {
      await using story = await tell(engine, { manifest: mondays, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T10:00')
      await story.answer('ana', answered)
      await story.command('lead', 'abschließen runde')
      await story.command('lead', 'abschließen runde')
      await story.to('2026-12-07T10:05')
      expect(story.standing('service')).toHaveLength(2)
      await story.answer('ben', answered)
      await story.to('2026-12-07T15:00')
      expect(story.standing('service')).toHaveLength(3)
      expect(story.standing('service')[2]!.text).toContain('10:05')
      expect(await reached(story, 'cem', BERLIN, 'reminder')).toEqual([])
    })
  })
}
