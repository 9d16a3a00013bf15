/** Whoever goes away, or leaves, while something is open: told on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { reached } from './books.ts'
import { company, poll, round } from './company.ts'

const BERLIN = 'Europe/Berlin'
const LONG = "every: week, on: mon, at: '09:00', window: 3d, reminder: 1d"
const rituals = round(LONG)
const long = company({ rituals })

for (const engine of databases) {
  describe(`gone meanwhile, on ${engine.name}`, () => {
    it('reminds nobody who has gone away since they were asked, not at a leader’s wish either', async () => {
      await using story = await tell(engine, { manifest: long, now: '2026-12-06T12:00' })
      await story.command('ana', 'weg vom 8.12. bis 9.12.')
      await story.to('2026-12-07T19:00')
      await story.command('lead', 'erinnern runde')
      await story.to('2026-12-10T12:00')
      const reminded = async (who: string): Promise<string[]> => [
        ...(await reached(story, who, BERLIN, 'reminder')),
        ...(await reached(story, who, BERLIN, 'reminder/extra')),
      ]
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T09:00'])
      expect(await reminded('ana')).toEqual([])
      expect(await reminded('ben')).toEqual(['2026-12-08T09:00', '2026-12-08T08:00'])
    })

    it('asks nobody who has gone away before a round is caught up with', async () => {
      await using story = await tell(engine, { manifest: long, now: '2026-12-06T12:00' })
      await story.command('ana', 'weg vom 8.12. bis 9.12.')
      story.jump('2026-12-08T12:00')
      await story.restart()
      await story.to('2026-12-09T12:00')
      expect(await reached(story, 'ana', BERLIN)).toEqual([])
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-12-08T12:00'])
    })

    it('asks nobody who has left before their own morning, and tells them no result', async () => {
      const people = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn'].map((name) => ({ name }))
      const nora = { name: 'nora', zone: 'America/New_York' }
      const ritualsOf = rituals + poll("every: week, on: mon, at: '10:00', window: 26h, reminder: none")
      await using story = await tell(engine, {
        manifest: company({ rituals: ritualsOf, people: [...people, nora] }),
        now: '2026-12-06T12:00',
      })
      await story.to('2026-12-07T11:00')
      await story.restart(company({ rituals: ritualsOf, people }).replaceAll('lead@', 'heir@'))
      await story.to('2026-12-10T12:00')
      expect(await reached(story, 'nora', 'America/New_York')).toEqual([])
      expect(await reached(story, 'ana', BERLIN)).toEqual(['2026-12-07T09:00', '2026-12-07T10:00'])
      const before = story.standing('@lead').filter(({ at }) => at < '2026-12-07T10:00')
      expect(story.standing('@lead')).toEqual(before)
    })

    it('asks nobody who has changed teams before their own morning, and reminds nobody who has since', async () => {
      const nora = { name: 'nora', zone: 'America/New_York' }
      const people = [{ name: 'ana' }, { name: 'ben' }, { name: 'cem' }, nora]
      const twoTeams = (moved: string[]): string => {
        const text = company({
          rituals: round("every: week, on: mon, at: '09:00', window: 9h, reminder: 3h"),
          people,
        })
        const emails = moved.map((name) => `${name}@nordlicht.example`)
        const left = emails.reduce((all, email) => all.replace(new RegExp(`(members: .*), ${email}`), '$1'), text)
        const other = `  - { id: office, name: Office, leaders: [lead@nordlicht.example], members: [${['cem@nordlicht.example', ...emails].join(', ')}], channels: [web:office] }`
        return left.replace('rituals:', `${other}\nrituals:`)
      }
      await using story = await tell(engine, { manifest: twoTeams([]), now: '2026-12-06T12:00' })
      await story.to('2026-12-07T10:00')
      await story.restart(twoTeams(['ben', 'nora']))
      await story.to('2026-12-07T10:30')
      await story.command('lead', 'erinnern runde')
      await story.to('2026-12-08T12:00')
      expect(await reached(story, 'nora', 'America/New_York')).toEqual([])
      expect(await reached(story, 'ben', BERLIN)).toEqual(['2026-12-07T09:00'])
      for (const key of ['reminder', 'reminder/extra']) expect(await reached(story, 'ben', BERLIN, key)).toEqual([])
      expect(await reached(story, 'ana', BERLIN, 'reminder')).toEqual(['2026-12-07T12:00'])
      expect(await reached(story, 'ana', BERLIN, 'reminder/extra')).toEqual(['2026-12-07T10:30'])
    })
  })
}
