/** A clock that jumps back and ahead, and a bot that was down: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { type Story, tell } from '../house.ts'
import { idsIn, occurrencesOf, reached } from './books.ts'
import { company, poll, round } from './company.ts'

const BERLIN = 'Europe/Berlin'
const MONDAYS = "every: week, on: mon, at: '09:00', window: 4h, reminder: 2h30m"
const mondays = company({ rituals: round(MONDAYS) })
const answered = { done: 'Übergabe Ost', next: null, blocker: null }

const missedIn = (story: Story): string[] =>
  story
    .standing('@lead')
    .map((each) => each.text)
    .filter((text) => text.includes('ausgefallen'))

for (const engine of databases) {
  describe(`a clock that jumps, on ${engine.name}`, () => {
    it('goes back an hour after the question and again after the report: nobody is asked or told twice', async () => {
      await using story = await tell(engine, { manifest: mondays, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T09:10')
      await story.answer('ana', answered)
      story.jump('2026-12-07T08:10')
      await story.restart()
      await story.to('2026-12-07T13:05')
      expect(
        story
          .standing('@ben')
          .map((each) => each.text)
          .join(),
      ).toContain('Nachreichen')
      const said = story.platform.sends()
      story.jump('2026-12-07T12:05')
      await story.restart()
      await story.to('2026-12-07T12:20')
      await story.answer('ben', answered)
      await story.to('2026-12-07T14:00')

      for (const who of ['ana', 'ben', 'cem']) expect(await reached(story, who, BERLIN)).toEqual(['2026-12-07T09:00'])
      expect(await idsIn(story, 'closed')).toEqual(['round@2026-12-07T09:00'])
      const [report, ...thread] = story.standing('service')
      expect(report!.text).toContain('2 Antworten')
      expect(thread.map((each) => each.text.split('\n')[0])).toEqual([
        expect.stringContaining('Ana'),
        expect.stringContaining('Ben'),
      ])
      // Ben's answer in the thread; everything else was there already.
      expect(story.platform.sends()).toBe(said + 1)
    })

    it.each([
      ['a day', '2026-12-08T10:00', 1],
      ['a month', '2027-01-08T10:00', 5],
      // 53 Mondays, two of them holidays.
      ['a year', '2027-12-08T10:00', 51],
    ])('jumps ahead %s: what did not take place is told once, and the next one does', async (_, to, count) => {
      await using story = await tell(engine, { manifest: mondays, now: '2026-12-06T12:00' })
      story.jump(to)
      await story.engine.drain()
      await story.engine.tick()
      await story.engine.drain()
      await story.engine.tick()
      expect(await idsIn(story, 'missed')).toHaveLength(count)
      expect(missedIn(story)).toHaveLength(1)
      expect(missedIn(story)[0]).toContain(count === 1 ? 'einmal' : `${count} Mal`)
      expect(await reached(story, 'ana', BERLIN)).toEqual([])

      const next = (await idsIn(story, 'planned'))[0]!.slice('round@'.length)
      await story.to(next)
      expect(await reached(story, 'ana', BERLIN)).toEqual([next])
    })

    it('is down for five weeks, says once what was missed, and catches up with what still runs', async () => {
      const daily = company({
        rituals: round(MONDAYS) + round("every: day, at: '10:00', window: 6h, reminder: 2h", 'daily'),
      })
      await using story = await tell(engine, { manifest: daily, now: '2026-12-06T12:00' })
      story.jump('2027-01-11T12:30')
      await story.restart()
      await story.restart()
      const told = missedIn(story)
      expect(told).toHaveLength(2)
      expect(told.join()).toContain('5 Mal')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2027-01-11T12:30', '2027-01-11T12:30'])
      const held = (await occurrencesOf(story)).filter((each) => each.number !== null)
      expect(held.map(({ id }) => id)).toEqual(['round@2027-01-11T09:00', 'daily@2027-01-11T10:00'])
      await story.to('2027-01-11T16:00')
      expect(story.standing('service')).toHaveLength(2)
    })

    it('goes on past a ritual whose code is at fault, through every moment of the others', async () => {
      const rituals = round(MONDAYS) + poll("every: week, on: mon, at: '08:00', window: 26h, reminder: none")
      await using story = await tell(engine, { manifest: company({ rituals }), now: '2026-12-06T12:00' })
      const pulse = story.house.rituals.get('pulse')!
      const { prompt } = pulse
      pulse.prompt = () => {
        throw new Error('at fault')
      }
      await story.to('2026-12-07T10:00')
      pulse.prompt = prompt
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T09:00'])
      await story.to('2026-12-07T10:30')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T09:00', '2026-12-07T10:00'])
    })

    it('goes on while the engine works: a reminder is sent once, and there is an end of things to do', async () => {
      await using story = await tell(engine, { manifest: mondays, now: '2026-12-06T12:00' })
      await story.to('2026-12-07T11:29')
      const begun = story.house.clock.now()
      let looks = 0
      Object.assign(story.house.clock, { now: () => begun.add({ minutes: 2, milliseconds: (looks += 1) }) })
      await story.engine.drain()
      expect(looks).toBeLessThan(1000)
      expect(story.standing('@ben').filter(({ text }) => text.includes('noch'))).toHaveLength(1)
      expect(await story.engine.drain()).toBe(0)
    })

    it('does not call missed what its leader had paused, nor what was a holiday', async () => {
      await using story = await tell(engine, { manifest: mondays, now: '2026-12-06T12:00' })
      await story.command('lead', 'pause runde bis 2026-12-31')
      story.jump('2027-01-02T10:00')
      await story.restart()
      expect(missedIn(story)).toEqual([])
      const states = (await occurrencesOf(story)).filter(({ id }) => id < 'round@2027')
      expect(states.map(({ state, reason }) => `${state} ${reason}`)).toEqual(Array(4).fill('skipped paused'))
      await story.to('2027-01-04T09:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2027-01-04T09:00'])
    })
  })
}
