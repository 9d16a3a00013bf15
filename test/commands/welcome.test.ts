/** The one message on the first day, the home view, and what is kept for how long. */
import { describe, expect, it } from 'vitest'
import { enforceRetention } from '../../src/engine/retention.ts'
import { checkMessage } from '../../src/message/limits.ts'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { companyOf, RITUALS, offered, tap, vote } from './company.ts'

const manifest = companyOf()
const sunday = '2026-12-06T12:00'

for (const engine of databases) {
  describe(`the welcome on ${engine.name}`, () => {
    it('is one message to everyone of a team that has rituals, in their language', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const ana = story.standing('@ana')
      expect(ana).toHaveLength(1)
      expect(ana[0]!.text).toContain('Dein Team Service hat mich eingeladen (Leitung: Jana Petersen).')
      expect(ana[0]!.text).toContain('Eingerichtet hat mich: Birte Clausen.')
      expect(ana[0]!.text).toContain('Morgenrunde: montags und mittwochs um 9 Uhr ein paar kurze Fragen')
      expect(ana[0]!.text).toContain('anonym, sobald die Umfrage geschlossen ist')
      expect(ana[0]!.text).toContain('[Was speicherst du?] [Nur die Umfrage] [Nicht für mich]')
      expect(story.last('@dana').text).toContain('Your team Service has invited me')
      expect(story.last('@lead').text).toContain('Was du nie siehst: wer in einer Umfrage was geantwortet hat')
      expect(story.last('@olga').text).toContain('du bekommst die Berichte, und ich frage dich nichts')
      for (const person of ['paul', 'solo', 'birte']) expect(story.standing(`@${person}`)).toEqual([])
    })

    it('comes once, however often the bot starts, and not at night', async () => {
      await using story = await tell(engine, { manifest, now: '2026-12-06T22:00' })
      const replica = await story.again()
      await Promise.all([replica.start(), story.engine.tick()])
      await story.engine.drain()
      expect(story.standing('@ana')).toEqual([])
      await story.to('2026-12-07T07:00')
      expect(story.standing('@ana')).toHaveLength(1)
      await story.to('2026-12-07T08:00')
      expect(story.standing('@ana')).toHaveLength(1)
    })

    it('answers its own questions', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const privacy = textOf(await story.press('ana', 'privacy'))
      expect(privacy).toContain('Unter 5 Antworten bleibt gar nichts')
      expect(privacy).toContain('Ich hebe es 12 Monate lang auf')
      expect(privacy).toContain('Ich beobachte nicht, wann du online bist')
      expect(textOf(await story.press('lead', 'command'))).toContain('Für dein Team')
    })
  })

  describe(`home on ${engine.name}`, () => {
    it('has for everyone what is open, what comes and the ways out', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.command('ana', 'away from 9.12. to 10.12.')
      await story.to('2026-12-07T09:30')
      const home = await story.send({ type: 'home', person: 'ana' })
      const text = textOf(home)
      expect(text).toContain('Hallo Ana')
      expect(text).toContain('Jetzt offen')
      expect(text).toContain('Mo, 14. Dez., 09:00 · Morgenrunde')
      expect(text).not.toContain('Mi, 9. Dez.')
      expect(text).toContain('[Doch nicht weg]')
      expect((await tap(story, 'ana', home, 'Antworten')).type).toBe('form')
      expect(textOf(await tap(story, 'ana', home, 'Doch nicht weg'))).toContain('gestrichen')
      expect((await tap(story, 'ana', home, 'Ich bin weg')).type).toBe('form')
      expect(textOf(await tap(story, 'ana', home, 'Nicht mehr fragen'))).toContain('ich frage dich nicht mehr')
    })

    it('has for leaders their rituals with what can be done now', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T09:30')
      const home = await story.send({ type: 'home', person: 'lead' })
      expect(textOf(home)).toContain('läuft bis 14:00, 0 von 6 haben geantwortet')
      const values = offered(home).map((button) => button.value)
      expect(values).toEqual(expect.arrayContaining(['remind morning', 'start spirit', 'pause morning', 'skip spirit']))
      expect(values).not.toContain('report morning')
      await story.to('2026-12-11T16:00')
      const later = offered(await story.send({ type: 'home', person: 'lead' })).map((button) => button.value)
      expect(later).toEqual(expect.arrayContaining(['report morning', 'gap spirit', 'start morning']))
      await story.command('lead', 'pause spirit')
      const paused = await story.send({ type: 'home', person: 'lead' })
      expect(offered(paused).map((button) => button.value)).toContain('resume spirit')
      expect(textOf(await story.send({ type: 'home', person: 'paul' }))).toContain('Für dich ist gerade nichts offen')
    })
  })

  describe(`retention on ${engine.name}`, () => {
    const rows = async (story: Story, table: 'response' | 'participant' | 'result' | 'event') =>
      (await story.db.kysely.selectFrom(table).selectAll().execute()).length

    it('deletes answers, results and old messages when their time is up, and nothing that is open', async () => {
      const short = `${manifest}
privacy: { retention: { responses: 2 weeks, results: 3 weeks } }
`
      await using story = await tell(engine, { manifest: short, now: sunday })
      await story.to('2026-12-07T10:10')
      await story.answer('ana', { done: 'Reifenlager', next: null, blocker: null })
      expect(await rows(story, 'event')).toBeGreaterThan(0)
      await story.to('2026-12-10T11:00')
      for (const person of ['ana', 'ben', 'cem', 'dana', 'elif']) await vote(story, person)
      await story.to('2026-12-11T16:00')
      expect([await rows(story, 'response'), await rows(story, 'result')]).toEqual([1, 1])
      await story.to('2026-12-22T02:00')
      expect([await rows(story, 'response'), await rows(story, 'result'), await rows(story, 'event')]).toEqual([
        0, 2, 0,
      ])
      const messages = await story.db.kysely
        .selectFrom('delivery')
        .select('message')
        .where('occurrence_id', '=', 'morning@2026-12-07T09:00')
        .execute()
      expect(
        messages.every(
          ({ message }) => message.includes('weil seine Zeit abgelaufen ist') || message.includes('its time was up'),
        ),
      ).toBe(true)
      const early = await story.db.kysely
        .selectFrom('participant')
        .select('occurrence_id')
        .where('occurrence_id', '=', 'morning@2026-12-07T09:00')
        .execute()
      expect(early).toEqual([])
      // What stands in the chat stays as it is: the platform's own retention holds there.
      expect(story.standing('service')[1]!.text).toContain('Reifenlager')

      await story.to('2027-01-04T10:00')
      expect(
        await story.db.kysely
          .selectFrom('result')
          .select('occurrence_id')
          .where('occurrence_id', '=', 'spirit@2026-12-10T10:00')
          .execute(),
      ).toEqual([])
      expect(
        await story.db.kysely
          .selectFrom('participant')
          .select('status')
          .where('occurrence_id', '=', 'morning@2027-01-04T09:00')
          .execute(),
      ).not.toEqual([])
      expect(await enforceRetention(story.house)).toEqual({ responses: 0, results: 0, events: 0, deliveries: 0 })
    })
  })
}

describe('the home view of a leader with many teams', () => {
  it('shows the nearest and says how many more there are', async () => {
    const many = Array.from(
      { length: 12 },
      (_, index) => `
  - id: extra-${index}
    kind: check-in
    team: service
    name: ${'Runde '.repeat(12)}${index}
    schedule: { every: week, on: ${['mon', 'tue', 'wed'][index % 3]}, at: '${String(8 + (index % 9)).padStart(2, '0')}:00', window: 3h }`,
    ).join('')
    await using story = await tell(databases[0]!, { manifest: companyOf(`${RITUALS}${many}`), now: sunday })
    await story.to('2026-12-07T15:30')
    for (const person of ['lead', 'ana']) {
      const home = await story.send({ type: 'home', person })
      if (home.type !== 'home') throw new Error('no home')
      checkMessage(home.message, 'home')
      const all = [
        await story.command(person, 'today'),
        await story.command(person, 'why'),
        await story.command(person, 'snooze'),
        await story.command(person, 'help'),
      ]
      for (const reply of all) if ('message' in reply) checkMessage(reply.message, 'many')
    }
    const home = textOf(await story.send({ type: 'home', person: 'lead' }))
    expect(home).toContain('10 weitere sind hier nicht dabei')
    for (const text of ['status', 'plan', 'start', 'pause']) {
      const reply = await story.command('lead', text)
      if ('message' in reply) checkMessage(reply.message, text)
    }
  })
})
