/** Away until Friday: nobody asks, nobody reminds, nobody misses the answer; and back before that, on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { buttonsOf, type Story, tell, textOf } from '../house.ts'
import { companyOf, offered, tap, vote } from './company.ts'

const manifest = companyOf()
const sunday = '2026-12-06T12:00'

/** What somebody was asked or reminded of, without the welcome. */
const asked = (story: Story, person: string): string[] =>
  story
    .standing(`@${person}`)
    .slice(1)
    .map((each) => each.text)

async function place(story: Story, person: string, occurrence: string) {
  return story.db.kysely
    .selectFrom('participant')
    .innerJoin('member', 'member.id', 'participant.member_id')
    .select(['status', 'reason', 'until', 'remind_at'])
    .where('member.email', '=', `${person}@nordlicht.example`)
    .where('occurrence_id', '=', occurrence)
    .executeTakeFirst()
}

for (const engine of databases) {
  describe(`being away on ${engine.name}`, () => {
    it('holds for everything until the day it ends, and ends by itself', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const reply = await story.command('ben', 'abwesend bis Freitag')
      expect(textOf(reply)).toContain('bis einschließlich Freitag, 11. Dezember')
      await story.to('2026-12-11T18:00')
      expect(asked(story, 'ben')).toEqual([])
      await story.to('2026-12-14T09:00')
      expect(asked(story, 'ben')).toHaveLength(1)
    })

    it('begun in the middle of a round stops the reminder, and the report says until when', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T09:30')
      await story.command('ben', 'away until 11.12.')
      expect(await place(story, 'ben', 'morning@2026-12-07T09:00')).toMatchObject({
        status: 'absent',
        reason: 'away',
        until: '2026-12-11',
      })
      await story.to('2026-12-07T14:00')
      expect(asked(story, 'ben')).toHaveLength(1)
      expect(story.standing('service')[0]!.text).toContain('Ben ist bis Freitag weg')
      // What was asked before stops asking as it does for everyone: late is still possible, and too late is not.
      const actions = (): string[] => buttonsOf(story.standing('@ben')[1]!.message).map(({ action }) => action)
      expect(actions()).toEqual(['answer'])
      await story.to('2026-12-09T09:00')
      expect(actions()).toEqual([])
    })

    it('ends early: what is still open is asked then, once', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.command('ben', 'away until 2026-12-18')
      await story.to('2026-12-07T10:00')
      expect(asked(story, 'ben')).toEqual([])
      const reply = await story.command('ben', 'zurück')
      expect(textOf(reply)).toContain('Willkommen zurück')
      expect(offered(reply)).toMatchObject([{ action: 'answer', occurrence: 'morning@2026-12-07T09:00' }])
      await story.engine.drain()
      expect(asked(story, 'ben')).toHaveLength(1)
      await story.answer('ben', { done: 'Reifenlager', next: null, blocker: null })
      await story.to('2026-12-07T14:00')
      expect(story.standing('service')[0]!.text).not.toContain('weg')
      await story.to('2026-12-09T09:00')
      expect(asked(story, 'ben').length).toBeGreaterThan(1)
    })

    it('ends early on a later day: what has been open since is asked then', async () => {
      const long = companyOf(`
  - id: long
    kind: check-in
    team: service
    name: Wochenrunde
    schedule: { every: week, on: mon, at: '09:00', window: 3d, reminder: none }
`)
      await using story = await tell(engine, { manifest: long, now: sunday })
      await story.command('ben', 'away until 2026-12-18')
      await story.to('2026-12-08T10:00')
      await story.command('ben', 'back')
      await story.engine.drain()
      expect(asked(story, 'ben')).toHaveLength(1)
      await story.to('2026-12-10T10:00')
      expect(story.standing('service')[0]!.text).not.toContain('weg')
    })

    it('coming back after having been asked asks nothing twice', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T09:30')
      await story.command('ben', 'away until friday')
      await story.command('ben', 'back')
      await story.to('2026-12-07T10:00')
      expect(asked(story, 'ben')).toHaveLength(1)
      expect(await place(story, 'ben', 'morning@2026-12-07T09:00')).toMatchObject({ status: 'asked', reason: null })
      await story.to('2026-12-07T11:30')
      expect(asked(story, 'ben')).toHaveLength(2)
    })

    it('takes back a question that waits for the end of the quiet hours, and asks it on the return', async () => {
      const night = companyOf(`
  - id: night
    kind: check-in
    team: service
    name: Frühschicht
    schedule: { every: week, on: mon, at: '06:00', window: 6h }
`)
      await using story = await tell(engine, { manifest: night, now: sunday })
      await story.to('2026-12-07T06:30')
      await story.command('ben', 'weg bis morgen')
      await story.to('2026-12-07T08:00')
      expect(asked(story, 'ben')).toEqual([])
      expect(asked(story, 'ana')).toHaveLength(1)
      await story.command('ben', 'bin wieder da')
      await story.engine.drain()
      expect(asked(story, 'ben')).toHaveLength(1)
    })

    it('in a poll leaves no mark that tells who has voted', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-10T10:30')
      await vote(story, 'ana')
      await story.command('ana', 'away until friday')
      await story.command('ben', 'away until friday')
      const poll = 'spirit@2026-12-10T10:00'
      expect(await place(story, 'ana', poll)).toEqual(await place(story, 'ben', poll))
      expect(await place(story, 'ben', poll)).toMatchObject({ status: 'asked', remind_at: null })
      const before = asked(story, 'ben').length
      await story.to('2026-12-11T10:00')
      expect(asked(story, 'ben')).toHaveLength(before)
    })

    it('may lie ahead, be changed and be called off', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      expect(textOf(await story.command('ben', 'abwesend vom 9.12. bis 11.12.'))).toContain(
        'von Mittwoch, 9. Dezember bis einschließlich Freitag, 11. Dezember',
      )
      await story.to('2026-12-07T09:00')
      expect(asked(story, 'ben')).toHaveLength(1)
      await story.to('2026-12-09T09:00')
      // The reminder of Monday, and nothing of Wednesday.
      expect(asked(story, 'ben')).toHaveLength(2)
      await story.command('ben', 'away until 2027-01-08')
      const absences = await story.db.kysely.selectFrom('absence').select(['from_date', 'until_date']).execute()
      expect(absences).toEqual([{ from_date: '2026-12-09', until_date: '2027-01-08' }])
      await story.command('ben', 'back')
      expect(await story.db.kysely.selectFrom('absence').selectAll().execute()).toEqual([])
      await story.command('ben', 'away from monday to friday')
      expect(textOf(await story.command('ben', 'away back'))).toContain('gestrichen')
    })

    it('without a date asks for it in a form, and checks what comes back', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const form = await story.command('ben', 'away')
      if (form.type !== 'form') throw new Error('no form')
      const send = (answers: Record<string, unknown>) =>
        story.send({ type: 'submit', person: 'ben', ticket: form.ticket, answers })
      expect(await send({ from: '2026-12-09', until: '2026-12-08' })).toMatchObject({
        type: 'errors',
        errors: { until: expect.stringContaining('tauschen') },
      })
      expect(await send({ from: '2026-12-01', until: null })).toMatchObject({
        type: 'errors',
        errors: { from: expect.any(String) },
      })
      expect(textOf(await send({ from: '2026-12-06', until: null }))).toContain('bis du dich zurückmeldest')
      await story.to('2026-12-09T09:00')
      expect(asked(story, 'ben')).toEqual([])
    })

    it('counts days by the clock of whoever is away', async () => {
      await using story = await tell(engine, { manifest, now: '2026-12-07T04:00' })
      // In New York it is still Sunday.
      expect(textOf(await story.command('fred', 'away until tomorrow'))).toContain('Monday, 7 December')
      expect(textOf(await story.command('ana', 'away until tomorrow'))).toContain('Dienstag, 8. Dezember')
    })
  })
}

describe('a day that can not be', () => {
  it('is answered kindly, with the day that was meant one tap away', async () => {
    await using story = await tell(databases[0]!, { manifest, now: '2026-11-02T12:00' })
    const reply = await story.command('ana', 'abwesend bis 31.11.')
    expect(textOf(reply)).toContain('Den 31. November gibt es nicht. Meintest du den 30.?')
    expect(textOf(await tap(story, 'ana', reply, '30. November'))).toContain('Montag, 30. November')
    expect(textOf(await story.command('dana', 'away until 31 Nov'))).toContain(
      'There is no 31 November. Did you mean the 30th?',
    )
    expect(textOf(await story.command('ana', 'away until 29.2.2027'))).toContain('gibt es 2027 nicht')
    expect(textOf(await story.command('ana', 'away until 1.11.'))).toContain('Sonntag, 1. November ist schon vorbei')
    expect(textOf(await story.command('ana', 'away until 31.9.'))).toContain(
      'Den 31. September gibt es nicht. Welchen Tag meinst du?',
    )
    expect(textOf(await story.command('dana', 'away until 4/12'))).toContain('two ways')
    expect(textOf(await story.command('ana', 'away until irgendwann'))).toContain(
      '„irgendwann“ kann ich nicht als Tag lesen',
    )
    expect(await story.db.kysely.selectFrom('absence').selectAll().execute()).toHaveLength(1)
  })
})
