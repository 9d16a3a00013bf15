/** Holidays, quiet hours and working hours: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { idsIn, localIn, reached } from './books.ts'
import { company, poll, round } from './company.ts'

const BERLIN = 'Europe/Berlin'
const MONDAYS = "every: week, on: mon, at: '09:00', window: 4h, reminder: 2h30m"
const answered = { done: 'Übergabe Ost', next: null, blocker: null }

for (const engine of databases) {
  describe(`days off and quiet hours, on ${engine.name}`, () => {
    it.each([
      ['skip', []],
      ['next', ['2027-03-30T09:00']],
      ['previous', ['2027-03-25T09:00']],
    ])('on Good Friday: %s', async (onHoliday, asked) => {
      const rituals = round(`every: week, on: fri, at: '09:00', onHoliday: ${onHoliday}, window: 4h, reminder: none`)
      await using story = await tell(engine, { manifest: company({ rituals }), now: '2027-03-22T12:00' })
      await story.to('2027-04-01T12:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual(asked)
    })

    it('leaves out those whose site has a holiday of its own, and says so', async () => {
      const people = [{ name: 'ana' }, { name: 'ben', unit: 'dresden' }, { name: 'cem', unit: 'dresden' }]
      const units = '{ id: dresden, name: Dresden, holidays: { country: DE, region: SN } }'
      const rituals = round("every: week, on: wed, at: '09:00', window: 4h, reminder: none")
      await using story = await tell(engine, { manifest: company({ rituals, people, units }), now: '2026-11-17T12:00' })
      await story.to('2026-11-18T13:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-11-18T09:00'])
      expect(await reached(story, 'ben', BERLIN)).toEqual([])
      expect(story.last('service').text).toContain('Ben und Cem haben heute Feiertag.')
      await story.to('2026-11-25T09:00')
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-11-25T09:00'])
    })

    it('reminds nobody on a holiday of their site, at a leader’s wish neither, but the day after', async () => {
      const people = [{ name: 'ana' }, { name: 'ben', unit: 'dresden' }]
      const units = '{ id: dresden, name: Dresden, holidays: { country: DE, region: SN } }'
      const rituals = round("every: week, on: tue, at: '09:00', window: 3d, reminder: 1d")
      await using story = await tell(engine, { manifest: company({ rituals, people, units }), now: '2026-11-16T12:00' })
      await story.to('2026-11-18T10:00')
      await story.command('lead', 'erinnern runde')
      await story.to('2026-11-20T12:00')
      expect(await reached(story, 'ana', BERLIN, 'reminder')).toEqual(['2026-11-18T09:00'])
      expect(await reached(story, 'ben', BERLIN, 'reminder')).toEqual(['2026-11-19T08:00'])
      expect(await reached(story, 'ana', BERLIN, 'reminder/extra')).toEqual(['2026-11-18T10:00'])
      expect(await reached(story, 'ben', BERLIN, 'reminder/extra')).toEqual(['2026-11-19T08:00'])
    })

    it('lets a round take place after all when its holiday is taken back, and leaves it out when one is named', async () => {
      const rituals = round(MONDAYS)
      const extra = (date: string) =>
        `holidays: { country: DE, region: NI, extraHolidays: [{ date: ${date}, name: Betriebsausflug }] }`
      await using story = await tell(engine, {
        manifest: company({ rituals, organisation: extra('2026-12-07') }),
        now: '2026-12-04T12:00',
      })
      await story.restart(company({ rituals, organisation: extra('2026-12-14') }))
      await story.to('2026-12-15T12:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T09:00'])
    })

    it('holds back over night what falls into quiet hours, and reminds within working hours those who still have not answered', async () => {
      const rituals =
        round("every: week, on: mon, at: '15:00', window: 5h, reminder: none") +
        round("every: week, on: mon, at: '16:00', window: 1d, reminder: 3h", 'slow')
      await using story = await tell(engine, { manifest: company({ rituals }), now: '2026-12-06T12:00' })
      await story.to('2026-12-07T19:30')
      await story.answer('ana', answered, story.standing('@ana').at(-1)!)
      await story.to('2026-12-07T23:00')
      expect(story.standing('service')).toEqual([])
      expect(await reached(story, 'ben', BERLIN, 'reminder')).toEqual([])
      await story.to('2026-12-08T12:00')
      expect(localIn(story.standing('service')[0]!.at, BERLIN)).toBe('2026-12-08T07:00')
      expect(await reached(story, 'ben', BERLIN, 'reminder')).toEqual(['2026-12-08T08:00'])
      expect(await reached(story, 'ana', BERLIN, 'reminder')).toEqual([])
    })

    it('reminds of a poll over night only who has not voted by the morning', async () => {
      const people = ['ana', 'ben', 'cem', 'dana', 'elif'].map((name) => ({ name }))
      const rituals = poll("every: week, on: thu, at: '14:00', window: 1d, reminder: 5h")
      await using story = await tell(engine, { manifest: company({ rituals, people }), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T20:00')
      await story.answer('ana', { spirit: 4, goal: 4, way: 4, candour: 4 })
      await story.to('2026-12-04T09:00')
      // What was sent, and not what was written: in the outbox everybody is alike.
      const inTheMorning = (who: string) => story.standing(`@${who}`).filter((each) => each.at > '2026-12-04')
      expect(inTheMorning('ben').map((each) => localIn(each.at, BERLIN))).toEqual(['2026-12-04T08:00'])
      expect(inTheMorning('ana')).toEqual([])
    })

    it('takes back over night a question whose round is over by morning, and asks nothing afterwards', async () => {
      const rituals = round("every: week, on: mon, at: '19:00', window: 4h, reminder: none")
      await using story = await tell(engine, { manifest: company({ rituals }), now: '2026-12-06T12:00' })
      await story.to('2026-12-08T12:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual([])
      expect(await idsIn(story, 'closed')).toEqual(['round@2026-12-07T19:00'])
    })
  })
}
