/** What is open for me, what comes, why I was asked and why not. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell, textOf } from '../house.ts'
import { companyOf, offered, tap, vote } from './company.ts'

const manifest = companyOf()
const sunday = '2026-12-06T12:00'

for (const engine of databases) {
  describe(`answering on ${engine.name}`, () => {
    it('today shows what is open and what comes, by everyone’s own clock and in their language', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T09:30')
      const ana = await story.command('ana', 'heute')
      expect(textOf(ana)).toContain('Heute, Montag, 7. Dezember')
      expect(textOf(ana)).toContain('Morgenrunde: offen bis 14:00.')
      expect(textOf(ana)).toContain('Mi, 9. Dez., 09:00 · Morgenrunde')
      const dana = await story.command('dana', 'today')
      expect(textOf(dana)).toContain('Nothing is open for you right now.')
      // Her nine o'clock is ten in Berlin.
      expect(textOf(dana)).toContain('Mo, 7. Dez., 10:00 · Morgenrunde')
      await story.to('2026-12-07T10:00')
      expect(textOf(await story.command('dana', 'today'))).toContain('Morgenrunde: open until')
    })

    it('answer opens the one thing that is open, and asks which when there are two', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T09:30')
      expect(await story.command('ana', 'antworten')).toMatchObject({ type: 'form', form: { title: 'Check-in' } })
      await story.command('lead', 'start spirit')
      await story.engine.drain()
      const which = await story.command('ana', 'answer')
      expect(offered(which).map((button) => button.label)).toEqual(['Morgenrunde', 'Teamgeist'])
      expect((await tap(story, 'ana', which, 'Teamgeist')).type).toBe('form')
      await vote(story, 'ana')
      expect(await story.command('ana', 'answer')).toMatchObject({ form: { title: 'Check-in' } })
      expect(textOf(await story.command('ana', 'today'))).toContain('Teamgeist: deine Antwort liegt versiegelt.')
      expect(textOf(await story.command('ben', 'today'))).not.toContain('versiegelt')
    })

    it('answer opens tonight what comes tomorrow, but never a poll', async () => {
      await using story = await tell(engine, { manifest, now: '2026-12-08T20:00' })
      const form = await story.command('ana', 'answer morning')
      expect(form).toMatchObject({ type: 'form', ticket: { occurrence: 'morning@2026-12-09T09:00' } })
      expect(textOf(await story.command('ana', 'answer spirit'))).toContain(
        'Teamgeist beginnt für dich am Do, 10. Dez., 10:00',
      )
      await story.to('2026-12-10T09:00')
      expect(textOf(await story.command('ana', 'answer spirit'))).toContain('beginnt für dich am')
    })

    it('answer offers what may still be added to', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T15:00')
      const late = await story.command('ana', 'answer')
      expect(textOf(late)).toContain('nachreichen kannst du noch')
      expect((await tap(story, 'ana', late, 'Nachreichen')).type).toBe('form')
      expect(textOf(await story.command('paul', 'answer'))).toContain('Für dich ist gerade nichts offen')
    })
  })

  describe(`why on ${engine.name}`, () => {
    it('tells who is asked which ritual, whose, when, who reads it and how to leave', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T09:30')
      const why = textOf(await story.press('ana', 'why'))
      expect(why).toContain('Ich habe dich am Montag, 7. Dezember gefragt, weil du zum Team Service gehörst.')
      expect(why).toContain('Wann: montags und mittwochs um 9 Uhr')
      expect(why).toContain('Eingerichtet von: Birte Clausen')
      expect(why).toContain('Alle im Team Service')
      expect(why).toContain('[Zwei Wochen aussetzen] [Nicht mehr fragen]')
      await story.to('2026-12-10T10:00')
      expect(textOf(await story.press('ana', 'why'))).toContain('Niemand liest deine Antwort.')
      expect(textOf(await story.press('lead', 'why'))).toContain('Deine Einschätzung trägt deinen Namen')
    })

    it('tells everyone who was passed over why', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.command('ana', 'away until 8.12.')
      await story.command('ben', 'leave morning')
      await story.command('cem', 'snooze morning until 2026-12-20')
      await story.to('2026-12-07T12:00')
      const why = async (person: string) => textOf(await story.command(person, 'warum morgenrunde'))
      expect(await why('ana')).toContain('bis Dienstag, 8. Dezember bist du als abwesend eingetragen')
      expect(await why('ben')).toContain('weil du hier nicht gefragt werden möchtest')
      expect(await why('cem')).toContain('bis Sonntag, 20. Dezember setzt du hier aus')
      expect(await why('olga')).toContain('Fragen stelle ich dir dazu keine')
      expect(await why('paul')).toContain('Dein Team hat gerade kein Ritual')
      expect(await why('elif')).toContain('gefragt, weil du zum Team Service gehörst')
    })

    it('tells of days on which nobody was asked', async () => {
      const daily = companyOf(`
  - id: daily
    kind: check-in
    team: service
    name: Tagesrunde
    schedule: { every: day, at: '09:00', window: 4h }
`)
      await using story = await tell(engine, { manifest: daily, now: '2026-12-22T12:00' })
      await story.command('lead', 'skip daily')
      await story.to('2026-12-23T12:00')
      expect(textOf(await story.command('ana', 'why'))).toContain('weil die Leitung diesen Termin ausgelassen hat')
      await story.to('2026-12-25T12:00')
      expect(textOf(await story.command('ana', 'why'))).toContain(
        'Am Freitag, 25. Dezember habe ich niemanden gefragt: da war frei.',
      )
      await story.command('lead', 'pause daily')
      await story.to('2026-12-28T12:00')
      expect(textOf(await story.command('ana', 'why'))).toContain('weil das Ritual angehalten war')
      expect(textOf(await story.command('ana', 'why'))).toContain('an jedem Arbeitstag um 9 Uhr')
    })
  })
}
