/** Sitting out, leaving and coming back: a tap each, told to nobody. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { companyOf, offered, tap } from './company.ts'

const manifest = companyOf()
const sunday = '2026-12-06T12:00'

const optOuts = (story: Story) =>
  story.db.kysely.selectFrom('opt_out').select(['ritual_id', 'until_at']).orderBy('ritual_id').execute()

for (const engine of databases) {
  describe(`sitting out on ${engine.name}`, () => {
    it('one ritual for two weeks ends by itself', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const which = await story.command('ana', 'snooze')
      expect(offered(which).map((button) => button.label)).toEqual(['Morgenrunde', 'Teamgeist', 'Alles zusammen'])
      const done = await tap(story, 'ana', which, 'Morgenrunde')
      expect(textOf(done)).toContain('bis einschließlich Sonntag, 20. Dezember')
      expect(await optOuts(story)).toEqual([{ ritual_id: 'morning', until_at: '2026-12-20T23:00:00.000Z' }])
      await story.to('2026-12-16T12:00')
      expect(story.standing('@ana').some((each) => each.text.includes('Guten Morgen'))).toBe(false)
      expect(story.standing('@ben').some((each) => each.text.includes('Guten Morgen'))).toBe(true)
      expect(story.standing('service').some((each) => each.text.includes('Ana'))).toBe(false)
      await story.to('2026-12-21T09:00')
      expect(story.last('@ana').text).toContain('Guten Morgen')
    })

    it('until a day, by the German word for it and by the name of the ritual', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      expect(textOf(await story.command('ana', 'pause bis Freitag'))).toContain('Was möchtest du aussetzen?')
      const reply = await tap(story, 'ana', await story.command('ana', 'pause bis Freitag'), 'Teamgeist')
      expect(textOf(reply)).toContain('Teamgeist: du setzt bis einschließlich Freitag, 11. Dezember aus')
      expect(textOf(await story.command('ben', 'aussetzen morgenrunde bis 24.12.'))).toContain(
        'Donnerstag, 24. Dezember',
      )
      expect(textOf(await story.command('ben', 'snooze morning until 31.11.2027'))).toContain('Meintest du den 30.?')
      expect(textOf(await story.command('ben', 'snooze mornign'))).toContain('Meintest du „Morgenrunde“?')
    })

    it('in the middle of a round takes effect at once, and so does coming back', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T09:30')
      await story.command('ana', 'snooze morning')
      await story.to('2026-12-07T11:30')
      expect(story.standing('@ana')).toHaveLength(2)
      expect(story.standing('@ben')).toHaveLength(3)
      const back = await story.command('ana', 'join morning')
      expect(textOf(back)).toContain('schön, du bist wieder dabei')
      expect(offered(back)[0]).toMatchObject({ action: 'answer', occurrence: 'morning@2026-12-07T09:00' })
      expect(textOf(await story.command('ana', 'join morning'))).toContain('ohnehin dabei')
    })

    it('leaving everything and coming back to one thing keeps the rest left', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const left = await story.press('ana', 'leave')
      expect(textOf(left)).toContain('alles: ich frage dich nicht mehr')
      await story.to('2026-12-07T13:00')
      expect(story.standing('@ana')).toHaveLength(1)
      await story.command('ana', 'join morning')
      expect(await optOuts(story)).toEqual([{ ritual_id: 'spirit', until_at: null }])
      await story.to('2026-12-10T10:00')
      const asked = story.standing('@ana').slice(1)
      expect(asked.map((each) => each.text)).toContainEqual(expect.stringContaining('Der Bericht ist schon da'))
      expect(asked.some((each) => each.text.includes('Teamgeist'))).toBe(false)
      await tap(story, 'ana', await story.command('ana', 'mitmachen'), 'Alles zusammen')
      expect(await optOuts(story)).toEqual([])
    })

    it('everything for a while leaves for good what was left for good', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.command('ana', 'leave spirit')
      await story.command('ana', 'snooze all until friday')
      await story.to('2026-12-12T12:00')
      expect(textOf(await story.command('ana', 'heute'))).toContain('Teamgeist: ich frage dich nicht.')
      expect(textOf(await story.command('ana', 'heute'))).toContain('Mo, 14. Dez., 09:00 · Morgenrunde')
      expect(textOf(await story.command('ana', 'heute'))).not.toContain('· Teamgeist')
    })

    it('only the poll: one tap on the welcome, and one to undo it', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const done = await story.press('ana', 'only-poll')
      expect(textOf(done)).toContain('Nicht mehr gefragt wirst du bei: Morgenrunde')
      expect(await optOuts(story)).toEqual([{ ritual_id: 'morning', until_at: null }])
      await tap(story, 'ana', done, 'Wieder dabei: Morgenrunde')
      expect(await optOuts(story)).toEqual([])
    })
  })
}
