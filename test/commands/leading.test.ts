/** What leaders do with their rituals, and what they are not told. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { buttonsOf, type Story, tell, textOf } from '../house.ts'
import { companyOf, offered, tap, vote } from './company.ts'

const manifest = companyOf()
const sunday = '2026-12-06T12:00'

const say = async (story: Story, text: string, person = 'lead'): Promise<string> =>
  textOf(await story.command(person, text))

/** Messages about the check-in that can still be answered. */
const prompts = (story: Story, person: string): number =>
  story
    .standing(`@${person}`)
    .filter((each) =>
      buttonsOf(each.message).some((button) => button.action === 'answer' && button.occurrence?.startsWith('morning')),
    ).length

for (const engine of databases) {
  describe(`leading on ${engine.name}`, () => {
    it('starts an extra round that asks everyone now, whatever their clock says, and closes in time', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-08T13:20')
      expect(await say(story, 'starten morgenrunde')).toContain('beginnt jetzt, außer der Reihe, und läuft bis 17:20')
      await story.engine.drain()
      for (const person of ['ana', 'dana', 'lead']) {
        const last = story.last(`@${person}`)
        expect([last.at, buttonsOf(last.message)[0]!.occurrence]).toEqual([story.now(), 'morning@2026-12-08T12:20'])
      }
      expect(await say(story, 'start morning')).toContain('läuft schon, bis 17:20')
      await story.to('2026-12-08T17:21')
      expect(story.standing('service')).toHaveLength(2)
    })

    it('does not start what would run into the next one, into the night, or too close to the last poll', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-09T08:00')
      const soon = await story.command('lead', 'start morning')
      expect(textOf(soon)).toContain('beginnt ohnehin am Mi, 9. Dez., 09:00')
      await tap(story, 'lead', soon, 'Nächstes auslassen')
      expect(await say(story, 'start morning')).toContain('beginnt jetzt')
      await story.to('2026-12-08T20:00')
      await story.to('2026-12-11T13:00')
      expect(await say(story, 'start spirit')).toContain('verrieten, wer den Unterschied macht')
      await story.to('2026-12-14T20:00')
      expect(await say(story, 'start morning')).toContain('kannst du ab Di, 15. Dez., 07:00 starten')
    })

    it('skips the next one, once even when the platform says it twice, and brings it back', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const event = { type: 'command' as const, person: 'lead', id: 'twice', text: 'skip morning', conversation: null }
      const done = await story.send(event)
      await story.send(event)
      expect(textOf(done)).toContain('fällt am Montag, 7. Dezember aus')
      expect(textOf(await tap(story, 'lead', done, 'Doch stattfinden lassen'))).toContain(
        'findet am Montag, 7. Dezember doch statt',
      )
      await story.command('lead', 'auslassen Morgenrunde')
      await story.to('2026-12-07T12:00')
      expect(prompts(story, 'ana')).toBe(0)
      expect(textOf(await tap(story, 'lead', done, 'Doch stattfinden lassen'))).toContain(
        'lässt sich nicht mehr zurückholen',
      )
      await story.to('2026-12-09T09:00')
      expect(prompts(story, 'ana')).toBe(1)
    })

    it('pauses for the whole team until a day, and lets it go on', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      expect(await say(story, 'pause morning until 9.12.')).toContain(
        'für das ganze Team angehalten, bis einschließlich Mittwoch, 9. Dezember',
      )
      await story.to('2026-12-09T12:00')
      expect(prompts(story, 'ana')).toBe(0)
      await story.to('2026-12-14T09:00')
      expect(prompts(story, 'ana')).toBe(1)
      await story.command('lead', 'anhalten morgenrunde')
      expect(await say(story, 'status')).toContain('angehalten, bis du sie weiterlaufen lässt')
      await story.to('2026-12-16T12:00')
      expect(await say(story, 'fortsetzen')).toContain('läuft wieder, das nächste Mal am Mo, 21. Dez., 09:00')
      expect(await say(story, 'resume')).toContain('Es ist nichts angehalten')
    })

    it('"pause" means the team to a leader and themselves to a member; a tap mends a mistake', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      expect(await say(story, 'pause morning', 'ana')).toContain('du setzt bis einschließlich')
      const paused = await story.command('lead', 'pause morning')
      expect(textOf(await tap(story, 'lead', paused, 'Ich meinte nur mich'))).toContain('du setzt bis einschließlich')
      await story.to('2026-12-07T09:00')
      expect([prompts(story, 'ben'), prompts(story, 'lead'), prompts(story, 'ana')]).toEqual([1, 0, 0])
    })

    it('closes a named round early, and never a poll', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T10:30')
      await story.answer('ana', { done: 'Reifenlager', next: null, blocker: null })
      expect(await say(story, 'abschließen morgenrunde')).toContain('ist abgeschlossen')
      await story.engine.drain()
      expect(story.standing('service')[0]!.text).toContain('Eine Antwort')
      await story.to('2026-12-10T10:30')
      expect(await say(story, 'close spirit')).toContain('allen ist versprochen, dass sie „Teamgeist“ bis Fr, 11. Dez.')
      expect(await say(story, 'close morning')).toContain('läuft gerade nicht')
    })

    it('reminds once more, those who have not answered, and names nobody', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T10:10')
      await story.answer('ana', { done: 'Reifenlager', next: null, blocker: null })
      const said = await say(story, 'erinnern morgenrunde')
      expect(said).toContain('bekommen 4 Personen')
      expect(said).not.toMatch(/Ben|Cem|Dana|Elif/)
      await story.engine.drain()
      expect(story.standing('@ana').filter((each) => each.at === story.now())).toHaveLength(0)
      expect(story.standing('@ben').filter((each) => each.at === story.now())).toHaveLength(1)
      expect(story.standing('@lead').filter((each) => each.at === story.now())).toHaveLength(0)
      expect(await say(story, 'remind morning')).toContain('schon einmal erinnert')
    })

    it('of a poll learns neither who, nor how many, nor whether anyone is left', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-10T11:00')
      for (const person of ['ana', 'ben', 'cem', 'dana', 'elif']) await vote(story, person)
      const nobodyLeft = await say(story, 'remind spirit')
      expect(nobodyLeft).toContain('Wer das ist und wie viele, erfährt niemand.')
      expect(nobodyLeft).not.toMatch(/\d/)
      expect(await say(story, 'remind spirit')).toContain('schon einmal erinnert')
      await story.engine.drain()
      expect(story.standing('@ana').filter((each) => each.at === story.now())).toHaveLength(0)
      const status = await say(story, 'status spirit')
      expect(status).toContain('wie viele geantwortet haben, zeige ich erst danach')
      expect(status).not.toContain('Morgenrunde')
      expect(status).not.toContain('5')
    })

    it('and of a poll’s reminders to the staff nothing is left once it is closed', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-10T11:00')
      await vote(story, 'ana')
      await story.command('lead', 'remind spirit')
      await story.engine.drain()
      expect(story.standing('@ben').filter((each) => each.at === story.now())).toHaveLength(1)
      expect(story.standing('@ana').filter((each) => each.at === story.now())).toHaveLength(0)
      await story.to('2026-12-11T16:00')
      const leader = await story.db.kysely
        .selectFrom('identity')
        .select('member_id')
        .where('external_id', '=', 'lead')
        .executeTakeFirstOrThrow()
      const reminders = story.db.kysely.selectFrom('delivery').select('recipient').where('key', 'like', 'reminder%')
      // That a leader has given no view is no secret.
      expect(await reminders.where('occurrence_id', 'like', 'spirit%').execute()).toEqual([
        { recipient: `member:${leader.member_id}` },
      ])
    })

    it('reads the last report once more, and so does everyone else what is theirs', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      expect(await say(story, 'report morning')).toContain('noch nie abgeschlossen')
      await story.to('2026-12-07T10:10')
      await story.answer('ana', { done: 'Reifenlager', next: 'Angebot Nord', blocker: 'Hebebühne defekt' })
      expect(await say(story, 'report morning')).toContain(
        'läuft gerade zum ersten Mal. Der Bericht kommt am Mo, 7. Dez., 14:00',
      )
      await story.to('2026-12-10T11:00')
      for (const person of ['ana', 'ben', 'cem', 'dana', 'elif']) await vote(story, person, person < 'd' ? 2 : 4)
      await vote(story, 'lead', 5)
      await story.to('2026-12-11T16:00')
      for (const person of ['lead', 'ana', 'olga']) {
        const report = await say(story, 'bericht morgenrunde', person)
        expect(report).toContain('9. Dezember')
      }
      const leader = await say(story, 'report spirit')
      expect(leader).toContain('Du: ja.')
      const member = await say(story, 'report spirit', 'ana')
      expect(member).not.toContain('Du: ja.')
      expect(member.length).toBeGreaterThan(20)
      expect(await say(story, 'lücke')).toContain('Du: ja.')
      expect(await say(story, 'gap')).toContain('Du: ja.')
      expect(await say(story, 'gap', 'ana')).toContain('Das können nur diejenigen, die ein Team leiten')
      expect(await say(story, 'gap', 'birte')).toContain('die ein Team leiten')
      expect(await say(story, 'report', 'birte')).toContain('in deinen Teams gerade kein Ritual')
      // While the next one runs, they are still the last ones.
      await story.to('2026-12-17T11:00')
      expect(await say(story, 'status')).not.toContain('noch nie abgeschlossen')
      expect(await say(story, 'status')).toContain('zuletzt am Donnerstag, 10. Dezember')
      expect(await say(story, 'report spirit')).toContain('Du: ja.')
      expect(await say(story, 'gap')).toContain('Du: ja.')
      expect(textOf((await story.send({ type: 'home', person: 'lead' })) as never)).toContain('Letzter Bericht')
    })

    it('is for leaders; admins may steer, but not read', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      for (const text of [
        'start morning',
        'skip morning',
        'close morning',
        'remind morning',
        'resume morning',
        'status',
      ])
        expect(await say(story, text, 'ana')).toContain('die ein Team leiten')
      expect(await say(story, 'plan', 'lead')).toContain('die mich betreuen')
      expect(await say(story, 'status', 'birte')).toContain('Morgenrunde (Service)')
      expect(await say(story, 'skip morning', 'birte')).toContain('fällt am Montag, 7. Dezember aus')
      expect(await say(story, 'remind morning', 'birte')).toContain('die ein Team leiten')
      const plan = await say(story, 'plan', 'birte')
      expect(plan).toContain('09:00 Morgenrunde (Service) · fällt aus, ausgelassen')
      expect(plan).toContain('10:00 Teamgeist (Service)')
      expect(await say(story, 'skip morning', 'solo')).toContain('in deinen Teams gerade kein Ritual')
    })
  })
}

describe('a leader of several rituals', () => {
  it('is asked which one, with a button for each', async () => {
    await using story = await tell(databases[0]!, { manifest, now: sunday })
    for (const text of ['start', 'skip', 'pause', 'report', 'why']) {
      const which = await story.command('lead', text)
      expect(offered(which).map((button) => button.value)).toEqual([`${text} morning`, `${text} spirit`])
    }
    expect(textOf(await story.command('lead', 'pause until friday'))).toContain('anhalten?')
    expect(offered(await story.command('lead', 'pause until friday'))[0]!.value).toBe('pause morning 2026-12-11')
  })

  it('is offered for reminding and closing what runs, and nothing else', async () => {
    await using story = await tell(databases[0]!, { manifest, now: sunday })
    for (const text of ['remind', 'close']) {
      expect(textOf(await story.command('lead', text))).toBe('Gerade läuft keine deiner Runden.')
    }
    expect(textOf(await story.command('lead', 'remind morning'))).toContain('läuft gerade nicht')
    await story.to('2026-12-07T09:30')
    // A reminder is sent at once; what would end is asked for.
    expect(offered(await story.command('lead', 'close')).map(({ value }) => value)).toEqual(['close morning'])
    expect(textOf(await story.command('lead', 'remind'))).not.toContain('Woran')
  })
})
