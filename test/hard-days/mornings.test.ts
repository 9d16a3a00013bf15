/** One team in five places, on the weekends when their clocks change: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { localIn, reached } from './books.ts'
import { company, FAR_AND_WIDE, round } from './company.ts'

const BERLIN = 'Europe/Berlin'
const MONDAYS = "every: week, on: mon, at: '09:00', window: 4h, reminder: 2h30m"
const DAILY = "every: day, at: '09:00', window: 4h, reminder: none"

for (const engine of databases) {
  describe(`mornings in five places, on ${engine.name}`, () => {
    const everyDay = 'holidays: none\nworkWeek: [mon, tue, wed, thu, fri, sat, sun]\nquietHours: 23:00-01:00'

    it.each([
      ['Europe falls back', '2026-10-23T18:00', ['2026-10-24', '2026-10-25', '2026-10-26']],
      ['America falls back', '2026-10-30T18:00', ['2026-10-31', '2026-11-01', '2026-11-02']],
      ['Europe springs forward', '2027-03-26T18:00', ['2027-03-27', '2027-03-28', '2027-03-29']],
      ['Auckland falls back', '2027-04-02T18:00', ['2027-04-03', '2027-04-04', '2027-04-05']],
    ])(
      'when %s, everyone is asked at nine on their own wall, and the report waits for the last',
      async (_, now, days) => {
        const manifest = company({ rituals: round(DAILY), people: FAR_AND_WIDE, organisation: everyDay })
        await using story = await tell(engine, { manifest, now })
        await story.to(`${days.at(-1)!}T23:00`)
        for (const { name, zone } of FAR_AND_WIDE) {
          const asked = await reached(story, name, zone!)
          expect(asked.slice(0, 3), name).toEqual(days.map((day) => `${day}T09:00`))
        }
        const reports = story.standing('service').map((each) => localIn(each.at, 'America/New_York'))
        expect(reports).toEqual(days.map((day) => `${day}T13:00`))
      },
    )

    it('asks at half past two on a night that has no such time, and once on a night that has it twice', async () => {
      const people = FAR_AND_WIDE.slice(0, 2)
      const rituals = round("every: day, at: '02:30', window: 3h, reminder: none")
      await using spring = await tell(engine, {
        manifest: company({ rituals, people, organisation: everyDay }),
        now: '2027-03-27T12:00',
      })
      await spring.to('2027-03-29T12:00')
      expect(await reached(spring, 'berta', BERLIN)).toEqual(['2027-03-28T03:30', '2027-03-29T02:30'])
      expect(await reached(spring, 'luis', 'Europe/Lisbon')).toEqual(['2027-03-28T02:30', '2027-03-29T02:30'])

      await using autumn = await tell(engine, {
        manifest: company({ rituals, people, organisation: everyDay }),
        now: '2026-10-24T12:00',
      })
      await autumn.to('2026-10-26T12:00')
      expect(await reached(autumn, 'berta', BERLIN)).toEqual(['2026-10-25T02:30', '2026-10-26T02:30'])
      expect(autumn.standing('@berta').map((each) => each.at)).toContain('2026-10-25T00:30:00.000Z')
    })

    it('keeps the round of a team that a colleague far to the east joins on the eve', async () => {
      const people = FAR_AND_WIDE.slice(0, 1)
      const rituals = round(MONDAYS)
      await using story = await tell(engine, { manifest: company({ rituals, people }), now: '2026-12-05T12:00' })
      // It is Monday morning in Auckland, and still Sunday evening in Berlin.
      await story.to('2026-12-06T22:00')
      await story.restart(company({ rituals, people: [...people, FAR_AND_WIDE[4]!] }))
      await story.to('2026-12-07T09:00')
      expect(await reached(story, 'aroha', 'Pacific/Auckland')).toEqual(['2026-12-07T10:00'])
      expect(await reached(story, 'berta', BERLIN)).toEqual(['2026-12-07T09:00'])
    })

    it('asks at one moment for all where the manifest says so, and yet disturbs nobody at night', async () => {
      const rituals = round("every: week, on: mon, at: '09:00', zone: team, window: 1d, reminder: 2h")
      await using story = await tell(engine, {
        manifest: company({ rituals, people: FAR_AND_WIDE }),
        now: '2026-12-06T12:00',
      })
      await story.to('2026-12-08T09:00')
      expect(await reached(story, 'luis', 'Europe/Lisbon')).toEqual(['2026-12-07T08:00'])
      expect(await reached(story, 'nora', 'America/New_York')).toEqual(['2026-12-07T07:00'])
      expect(await reached(story, 'aroha', 'Pacific/Auckland')).toEqual(['2026-12-08T07:00'])
      expect(await reached(story, 'nora', 'America/New_York', 'reminder')).toEqual(['2026-12-07T08:00'])
      expect(await reached(story, 'aroha', 'Pacific/Auckland', 'reminder')).toEqual(['2026-12-08T08:00'])
      expect(await reached(story, 'kavi', 'Asia/Kolkata', 'reminder')).toEqual(['2026-12-07T15:30'])
    })
  })
}
