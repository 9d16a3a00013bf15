/** A pulse from the sealed ballots to the leader's next step, through the whole house, on both databases. */
import { describe, expect, it } from 'vitest'
import { itemsOf } from '../rituals/pulse/instrument.ts'
import { databases } from './databases.ts'
import { buttonsOf, type Story, type Standing, tell, textOf } from './house.ts'
import { manifestOf } from './stories/manifest.ts'

const SIX = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn']
const spirit = `
  - id: team-spirit
    kind: pulse
    team: service
    name: Teamgeist
    schedule: { every: week, on: thu, at: '10:00', window: 26h, reminder: 4h }
`

const ballot = (step: string, week = 1) => Object.fromEntries(itemsOf(week).map((item) => [item, step]))
const PREDICTION = { spirit: '4', goal: '4', way: '4', candour: '5', guess: '80' }

const texts = (standing: Standing[]): string => standing.map(({ text }) => text).join('\n')
const spool = (story: Story) => story.db.kysely.selectFrom('spool').selectAll().execute()

async function vote(story: Story, people: string[], step: string, week = 1): Promise<void> {
  for (const person of people) await story.answer(person, ballot(step, week))
}

/** On the first prompt, which still stands in the recorded chat. */
const decline = (story: Story, person: string) =>
  story.press(person, 'decline', story.standing(`@${person}`).find(offersDecline)!)

const offersDecline = ({ message }: Standing): boolean => buttonsOf(message).some(({ action }) => action === 'decline')

for (const engine of databases) {
  describe(`a pulse on ${engine.name}`, () => {
    it('is asked on Thursday, sealed until Friday noon, and then tells the leader how far apart they are', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, SIX), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      expect(story.last('@ana').text).toContain('versiegelt, bis die Umfrage schließt (Fr, 12:00)')

      const predicted = await story.answer('lead', PREDICTION)
      expect(textOf(predicted)).toContain('deine Einschätzung steht')
      const thanks = await story.answer('ana', ballot('5'))
      expect(textOf(thanks)).toContain('Danke. Deine Antwort liegt versiegelt.')
      expect(textOf(thanks)).not.toContain('stimme')
      await vote(story, ['ben', 'cem', 'dana', 'elif'], '2')
      expect(await spool(story)).toHaveLength(5)

      await story.to('2026-12-03T14:00')
      const reminded = SIX.filter((person) => texts(story.standing(`@${person}`)).includes('Magst du noch kurz'))
      expect(reminded).toEqual(['finn'])
      expect(story.standing('service')).toEqual([])

      await story.to('2026-12-04T12:00')
      const report = story.last('@lead').text
      expect(report).toContain(
        'Teamgeist: du siehst ihn; von denen, die geantwortet haben, stimmt mindestens die Hälfte nicht zu.',
      )
      expect(report).toContain('Zustimmung im Team: höchstens 1 von 5')
      expect(report).toContain('5 von 6 haben geantwortet.')
      expect(story.last('service').text).toContain('Teamgeist diese Woche: höchstens 1 von 5')
      expect(story.last('service').text).not.toContain('80')
      expect(textOf(await story.command('lead', 'gap'))).toContain('Zustimmung im Team: höchstens 1 von 5')
      expect(textOf(await story.command('ana', 'gap'))).not.toContain('Zustimmung im Team')
      expect(await spool(story)).toEqual([])
    })

    it('begins the next report with what the leader planned', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, SIX), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      await vote(story, SIX, '2')
      await story.answer('lead', PREDICTION)
      await story.to('2026-12-04T12:00')
      const opened = await story.press('lead', 'plan-step')
      if (opened.type !== 'form') throw new Error(textOf(opened))
      await story.send({
        type: 'submit',
        person: 'lead',
        ticket: opened.ticket,
        answers: { what: 'Retro abgeben <b>jetzt</b>', by: '2026-12-10' },
      })
      await story.to('2026-12-04T12:01')
      expect(texts(story.standing('@lead'))).toContain('Du hast dir vorgenommen, bis Donnerstag, 10. Dezember')

      await story.to('2026-12-10T10:00')
      await vote(story, SIX, '4', 2)
      await story.to('2026-12-11T12:00')
      expect(story.last('@lead').text).toMatch(
        /^Letztes Mal hast du dir vorgenommen, bis Donnerstag, 10. Dezember: „Retro/m,
      )
      expect(story.last('service').text).toContain('Jana Petersen hat sich nach dem letzten Mal vorgenommen')
    })

    it('lets people change their mind or decline, counts them once, and shows nothing below five', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, SIX), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      await vote(story, SIX, '5')
      await decline(story, 'ana')
      await decline(story, 'ben')
      expect(await spool(story)).toHaveLength(6)
      await story.to('2026-12-04T12:00')
      expect(story.last('service').text).toContain('Diesmal haben weniger als fünf geantwortet.')
      expect(story.last('service').text).not.toMatch(/\d von \d/)
    })

    it('says plainly when the key was lost, and holds the next poll as if nothing had been', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, SIX), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      await vote(story, SIX.slice(0, 5), '5')
      await story.house.ballots.destroyKey((await spool(story))[0]!.occurrence_id)
      expect(textOf(await story.press('finn', 'answer'))).toContain('der Schlüssel verloren gegangen')
      await story.to('2026-12-04T12:00')
      expect(story.last('service').text).toContain('Diese Umfrage ist ungültig')
      expect(story.last('@lead').text).toContain('Diese Umfrage ist ungültig')
      expect(await spool(story)).toEqual([])

      await story.to('2026-12-10T10:00')
      await vote(story, SIX, '5', 2)
      await story.to('2026-12-11T12:00')
      expect(story.last('service').text).toContain('Teamgeist diese Woche: mindestens 5 von 6')
    })

    it('tells a team of three the friendly truth', async () => {
      await using story = await tell(engine, {
        manifest: manifestOf(spirit, ['ana', 'ben', 'cem']),
        now: '2026-12-02T12:00',
      })
      await story.to('2026-12-03T10:00')
      await vote(story, ['ana', 'ben', 'cem'], '5')
      await story.to('2026-12-04T12:00')
      expect(story.last('service').text).toContain('Ihr seid drei.')
      expect(story.last('@lead').text).toMatch(/Dein Team .+ hat drei Leute\./)
    })
  })
}
