/** Promises from the first word to the last: told of in time, kept, moved, dropped, and never seen by a third. On both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { buttonsOf, type Standing, type Story, tell, textOf } from '../house.ts'
import { promising, weekly } from '../promising.ts'

const idOf = async (story: Story, who: string): Promise<string> =>
  (
    await story.db.kysely
      .selectFrom('identity')
      .select('member_id')
      .where('external_id', '=', who)
      .executeTakeFirstOrThrow()
  ).member_id

const ledger = (story: Story) =>
  story.db.kysely.selectFrom('promise').selectAll().orderBy('made_at').orderBy('key').execute()

const nudges = (story: Story, who: string): Standing[] =>
  story
    .standing(`@${who}`)
    .filter(
      ({ message }) =>
        buttonsOf(message).some(({ action }) => action === 'promise-move') || /Zusage|promise/.test(message.summary),
    )

const promise = async (story: Story, who: string, given: Record<string, unknown>): Promise<void> => {
  await story.answer(
    who,
    given,
    story.standing(`@${who}`).findLast(({ text }) => text.startsWith('Runde,'))!,
  )
  await story.engine.drain()
}

/** Fills in the form that a press opened. */
const fill = async (story: Story, who: string, answers: Record<string, unknown>) => {
  const opened = await story.press(who, 'promise-move')
  if (opened.type !== 'form') throw new Error(JSON.stringify(opened))
  return story.send({ type: 'submit', person: who, ticket: opened.ticket, answers })
}

for (const engine of databases) {
  describe(`promises on ${engine.name}`, () => {
    it('stand in their owner’s list as soon as they are saved, before the round itself is looked at again', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      await story.to('2026-12-07T09:10')
      const prompt = story.standing('@ana').findLast(({ text }) => text.startsWith('Runde,'))!
      await story.answer('ana', { text: 'Übergabe klären', due: '2026-12-14' }, prompt)
      expect(textOf(await story.command('ana', 'promises'))).toContain('Übergabe klären')
      expect(await ledger(story)).toHaveLength(1)
      await story.engine.drain()
      expect(await ledger(story)).toHaveLength(1)
    })

    it('are told of the working day before and on the day, asked about once, and then left alone', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'Übergabe klären', trigger: 'der Wagen da ist', due: '2026-12-14' })
      await promise(story, 'ana', { slot: '2', text: 'Reifen bestellen', due: '2026-12-14' })
      expect(story.last('service').text).toContain('Übergabe klären bis 2026-12-14 (open, 0)')
      await story.to('2026-12-11T07:59')
      expect(nudges(story, 'ana')).toEqual([])
      // The Monday's working day before is a Friday; both come in one message.
      await story.to('2026-12-11T23:00')
      expect(nudges(story, 'ana')).toHaveLength(1)
      const [friday] = nudges(story, 'ana')
      expect(friday!.at).toBe('2026-12-11T07:00:00.000Z')
      expect(friday!.text).toContain('Wenn der Wagen da ist: Übergabe klären')
      expect(friday!.text).toContain('Reifen bestellen')
      expect(friday!.message.summary).not.toContain('Reifen')
      expect(nudges(story, 'ben')).toEqual([])
      await story.to('2026-12-14T23:00')
      expect(nudges(story, 'ana')[1]!.text).toContain('Heute')
      await story.to('2026-12-15T23:00')
      expect(nudges(story, 'ana')[2]!.text).toContain('Was ist aus diesen Zusagen geworden?')
      await story.to('2026-12-17T10:00')
      expect(nudges(story, 'ana')).toHaveLength(3)
      expect(textOf(await story.command('ana', 'zusagen'))).toContain(
        'Reifen bestellen (aus Runde), offen seit Montag, 14. Dezember',
      )
    })

    it('are marked in place: kept in time, late, dropped; a second press changes nothing', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'Eins', due: '2026-12-09' })
      await promise(story, 'ana', { slot: '2', text: 'Zwei', due: '2026-12-09' })
      await promise(story, 'ana', { slot: '3', text: 'Drei', due: '2026-12-09' })
      await story.to('2026-12-08T10:00')
      const [nudge] = nudges(story, 'ana')
      const kept = await story.press('ana', 'promise-kept', nudge)
      expect(kept.type).toBe('replace')
      expect(textOf(kept)).toContain('Erledigt, danke.')
      expect(textOf(kept)).toContain('Zwei')
      const [first] = await ledger(story)
      expect(first).toMatchObject({ text: 'Eins', state: 'kept', settled: '2026-12-08', next_at: null })
      await story.engine.drain()
      expect(story.last('service').text).toContain('Eins bis 2026-12-09 (kept, 0)')
      const again = await story.press('ana', 'promise-dropped', nudge)
      expect(textOf(again)).toContain('Erledigt, danke.')
      // The answer is written anew; what is settled stays so.
      await promise(story, 'ana', { text: 'Eins, doch anders', due: '2026-12-20' })
      expect((await ledger(story))[0]).toEqual(first)
      await story.to('2026-12-10T10:00')
      const asked = nudges(story, 'ana').at(-1)!
      expect(asked.text).not.toContain('Eins')
      expect(textOf(await story.press('ana', 'promise-kept', asked))).toContain('nach dem vereinbarten Tag')
      const dropping = buttonsOf(asked.message).findLast(({ action }) => action === 'promise-dropped')!
      await story.send({
        type: 'press',
        person: 'ana',
        action: 'promise-dropped',
        value: dropping.value!,
        delivery: asked.id,
      })
      expect((await ledger(story)).map(({ state }) => state)).toEqual(['kept', 'late', 'dropped'])
      const { message } = await story.db.kysely
        .selectFrom('delivery')
        .select('message')
        .where('id', '=', asked.id)
        .executeTakeFirstOrThrow()
      expect(message).not.toContain('promise-')
      expect(message).toContain('Entfällt.')
    })

    it('go by the clock of whoever made them', async () => {
      const manifest = weekly.replace('name: Ana }', 'name: Ana, zone: America/New_York, language: en }')
      await using story = await tell(engine, { manifest, now: '2026-12-06T12:00', ritual: promising() })
      await story.to('2026-12-07T15:10')
      await promise(story, 'ana', { text: 'In New York', due: '2026-12-09' })
      await story.to('2026-12-10T04:00')
      expect(nudges(story, 'ana').map(({ at }) => at)).toEqual(['2026-12-08T13:00:00.000Z', '2026-12-09T13:00:00.000Z'])
      // Ten in the evening there; in Berlin the day is over.
      await story.press('ana', 'promise-kept', nudges(story, 'ana').at(-1))
      expect(await ledger(story)).toMatchObject([{ state: 'kept', settled: '2026-12-09' }])
    })

    it('may get a new day, in time or too late; a day that is over is refused in words', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'Eins', due: '2026-12-09' })
      await story.to('2026-12-08T10:00')
      expect(textOf(await fill(story, 'ana', { due: '2026-12-07' }))).toBe(
        'Dieser Tag ist schon vorbei. Nimm bitte einen ab Dienstag, 8. Dezember.',
      )
      expect(textOf(await fill(story, 'ana', { due: '2026-11-31' }))).toContain('gibt es nicht')
      expect(textOf(await fill(story, 'ana', { due: '2030-01-01' }))).toContain('weit weg')
      expect(textOf(await fill(story, 'ana', { due: '2026-12-09' }))).toContain('der schon gilt')
      expect(buttonsOf(nudges(story, 'ana').at(-1)!.message)).toHaveLength(3)
      expect(textOf(await fill(story, 'ana', { due: '2026-12-17' }))).toContain('Neuer Tag: Donnerstag, 17. Dezember.')
      expect(await ledger(story)).toMatchObject([{ due: '2026-12-17', moved: 1, missed: null, state: 'open' }])
      // The answer it stood in is sent once more as it was: that undoes nothing.
      await promise(story, 'ana', { text: 'Eins', due: '2026-12-09' })
      expect(await ledger(story)).toMatchObject([{ due: '2026-12-17', moved: 1 }])
      await promise(story, 'ana', { text: 'Eins, genauer', due: '2026-12-18' })
      expect(await ledger(story)).toMatchObject([{ text: 'Eins, genauer', due: '2026-12-18', moved: 2 }])
      await story.to('2026-12-21T10:00')
      expect(nudges(story, 'ana').map(({ at }) => at.slice(0, 10))).toEqual([
        '2026-12-08',
        '2026-12-17',
        '2026-12-18',
        '2026-12-21',
      ])
      expect(textOf(await fill(story, 'ana', { due: '2026-12-23' }))).toContain(
        'zählt die Zusage nicht mehr als pünktlich',
      )
      expect(await ledger(story)).toMatchObject([{ due: '2026-12-23', moved: 2, missed: '2026-12-18' }])
      await story.to('2026-12-22T10:00')
      await story.press('ana', 'promise-kept', nudges(story, 'ana').at(-1))
      expect(await ledger(story)).toMatchObject([{ state: 'late', settled: '2026-12-22' }])
    })

    it('between two people reach no third, and each learns once what the other says', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      const ben = await idOf(story, 'ben')
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'KANARIE eins', due: '2026-12-09', to: ben })
      await promise(story, 'ana', { slot: '2', text: 'KANARIE zwei', due: '2026-12-09', to: ben })
      for (const who of ['ana', 'ben'])
        expect(story.standing(`@${who}`).some(({ text }) => text.includes('KANARIE zwei bis 2026-12-09'))).toBe(true)
      await story.to('2026-12-08T10:00')
      const nudge = nudges(story, 'ana').at(-1)!
      expect(nudge.text).toContain('(zugesagt an Ben)')
      expect(textOf(await story.press('ana', 'promise-kept', nudge))).toContain('Ben bekommt kurz Bescheid.')
      await story.engine.drain()
      expect(story.last('@ben').text).toContain('Ana meldet als erledigt: KANARIE eins')
      const two = (await ledger(story))[1]!
      expect(textOf(await story.command('ben', 'promises'))).toContain('Ana: KANARIE zwei')
      // Neither the leader nor a colleague can do or see anything, whatever they send.
      for (const third of ['cem', 'lead']) {
        expect(textOf(await story.command(third, 'promises'))).not.toContain('KANARIE')
        for (const action of ['promise-kept', 'promise-dropped', 'promise-move'])
          expect(textOf(await story.send({ type: 'press', person: third, action, value: two.id }))).toContain(
            'gibt es nicht mehr',
          )
      }
      expect(
        textOf(await story.send({ type: 'press', person: 'ben', action: 'promise-dropped', value: two.id })),
      ).toContain('nur sagen, wer')
      expect(
        textOf(await story.send({ type: 'press', person: 'ben', action: 'promise-kept', value: two.id })),
      ).toContain('Ana bekommt')
      await story.send({ type: 'press', person: 'ben', action: 'promise-kept', value: two.id })
      await story.engine.drain()
      expect(story.standing('@ana').filter(({ text }) => text.includes('Ben sagt, dass es erledigt ist'))).toHaveLength(
        1,
      )
      await story.to('2026-12-14T12:00')
      for (const place of ['service', '@cem', '@dana', '@elif', '@lead'])
        for (const { text } of story.standing(place)) expect(text).not.toContain('KANARIE')
    })

    it('are on the table when two meet again, whatever rounds of others lay between', async () => {
      const everyOther = (number: number): string[] => (number % 2 === 1 ? ['Ana', 'Ben'] : ['Cem', 'Dana'])
      const ritual = promising('group', everyOther)
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual })
      const ben = await idOf(story, 'ben')
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'Zeigen, was wurde', due: '2026-12-09', to: ben })
      await story.to('2026-12-08T10:00')
      await story.press('ana', 'promise-kept', nudges(story, 'ana').at(-1))
      await story.to('2026-12-21T09:10')
      const told = (who: string): string =>
        story.standing(`@${who}`).findLast(({ text }) => text.startsWith('Runde,'))!.text
      expect(told('ben')).toContain('Zeigen, was wurde bis 2026-12-09 (kept, 0)')
      expect(told('cem')).toContain('nichts')
      await story.to('2027-01-04T09:10')
      expect(told('ben')).toContain('nichts')
    })

    it('are settled once when both press at the same moment', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      const ben = await idOf(story, 'ben')
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'Zugleich', due: '2026-12-09', to: ben })
      const value = (await ledger(story))[0]!.id
      const press = (person: string, action: string) => story.send({ type: 'press', person, action, value })
      await Promise.all([
        press('ana', 'promise-kept'),
        press('ben', 'promise-kept'),
        press('ana', 'promise-dropped'),
        press('ana', 'promise-kept'),
        story.engine.drain(),
      ])
      await story.engine.drain()
      const news = ['ana', 'ben']
        .flatMap((who) => story.standing(`@${who}`))
        .filter(({ text }) => /erledigt|zurück/.test(text))
      expect(news).toHaveLength(1)
      expect((await ledger(story))[0]!.state).toMatch(/^(kept|dropped)$/)
    })

    it('go with whoever wants to be forgotten, also from what others were told', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      const [ana, ben] = [await idOf(story, 'ana'), await idOf(story, 'ben')]
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'KANARIE für Ben', due: '2026-12-09', to: ben })
      await promise(story, 'ana', { slot: '2', text: 'KANARIE fürs Team', due: '2026-12-09' })
      await promise(story, 'ben', { text: 'Für Ana', due: '2026-12-09', to: ana })
      await promise(story, 'ben', { slot: '2', text: 'Fürs Team', due: '2026-12-09' })
      const value = (await ledger(story)).find(({ text }) => text === 'Für Ana')!.id
      await story.to('2026-12-08T10:00')
      await story.press('ana', 'promise-kept')
      await story.engine.drain()
      expect(story.last('@ben').text).toContain('KANARIE')
      expect(textOf(await story.command('ben', 'export'))).toContain('KANARIE für Ben')
      expect(textOf(await story.command('ana', 'forget me'))).toContain('3 Zusagen, von dir oder an dich')
      await story.send({ type: 'press', person: 'ana', action: 'forget-me' })
      await story.engine.drain()
      expect((await ledger(story)).map(({ text }) => text)).toEqual(['Fürs Team'])
      for (const place of ['service', '@ben', '@lead'])
        for (const { text } of story.standing(place)) expect(text).not.toContain('KANARIE')
      const kept = await story.db.kysely.selectFrom('delivery').select('message').execute()
      expect(JSON.stringify(kept)).not.toContain('KANARIE')
      const late = await story.send({ type: 'press', person: 'ben', action: 'promise-kept', value })
      expect(textOf(late)).toContain('gibt es nicht mehr')
    })

    it('go with whoever wants to be forgotten from what their owners were reminded of, settled or not', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      const ana = await idOf(story, 'ana')
      await story.to('2026-12-07T09:10')
      await promise(story, 'ben', { text: 'KANARIE eins', due: '2026-12-09', to: ana })
      await promise(story, 'ben', { slot: '2', text: 'KANARIE zwei', due: '2026-12-09', to: ana })
      await promise(story, 'ben', { slot: '3', text: 'Fürs Team', due: '2026-12-09' })
      await story.to('2026-12-08T10:00')
      expect(story.last('@ben').text).toContain('KANARIE')
      await story.press('ben', 'promise-kept', story.last('@ben'))
      await story.command('ana', 'forget me')
      await story.send({ type: 'press', person: 'ana', action: 'forget-me' })
      await story.engine.drain()
      const told = story.db.kysely.selectFrom('delivery').select('message').where('key', 'like', 'promises/%')
      expect(JSON.stringify(await told.execute())).not.toMatch(/KANARIE|zugesagt an Ana/)
      const nudge = story.standing('@ben').find(({ text }) => text.includes('Fürs Team') && text.includes('Erledigt'))!
      expect(textOf(await story.press('ben', 'promise-kept', nudge))).not.toContain('gibt es nicht mehr')
    })

    it('are deleted when their time is up, and so is what was told of them', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      const ben = await idOf(story, 'ben')
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'KANARIE', due: '2026-12-09', to: ben })
      await story.to('2026-12-08T10:00')
      await story.press('ana', 'promise-kept')
      await story.to('2026-12-08T10:30')
      story.jump('2027-12-06T10:00')
      await story.engine.tick()
      expect(await ledger(story)).toHaveLength(1)
      story.jump('2027-12-12T10:00')
      await story.engine.tick()
      expect(await ledger(story)).toEqual([])
      const kept = await story.db.kysely.selectFrom('delivery').select('message').execute()
      expect(JSON.stringify(kept)).not.toContain('KANARIE')
    })

    it('wait for whoever is away, off or paused for the ritual, and end with whoever leaves', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      const [ben, cem] = [await idOf(story, 'ben'), await idOf(story, 'cem')]
      await story.to('2026-12-07T09:10')
      await promise(story, 'ana', { text: 'Weg', due: '2026-12-09' })
      await promise(story, 'dana', { text: 'Pause', due: '2026-12-09' })
      await promise(story, 'ben', { text: 'Für Cem', due: '2026-12-16', to: cem })
      await promise(story, 'cem', { text: 'Für Ben', due: '2026-12-16', to: ben })
      await promise(story, 'ben', { slot: '2', text: 'Für alle', due: '2026-12-16' })
      await story.command('ana', 'away until 2026-12-10')
      await story.command('lead', 'pause round')
      await story.to('2026-12-10T23:00')
      expect(nudges(story, 'ana')).toEqual([])
      expect(nudges(story, 'dana')).toHaveLength(3)
      await story.to('2026-12-11T23:00')
      expect(nudges(story, 'ana')).toHaveLength(1)
      expect(nudges(story, 'ana')[0]!.text).toContain('Was ist daraus geworden?')
      await story.restart(
        weekly
          .replace('ana@nordlicht.example, ben@nordlicht.example,', 'ana@nordlicht.example,')
          .replace(/ {2}- \{ email: ben@.*\n/, ''),
      )
      const isAsLeft = async (): Promise<void> => {
        const stands = (await ledger(story)).filter(({ owner_id }) => owner_id === ben || owner_id === cem)
        expect(stands.map(({ text, state, next_at }) => [text, state, next_at]).toSorted()).toEqual([
          ['Für Ben', 'withdrawn', null],
          ['Für Cem', 'withdrawn', null],
          // What somebody took on for the team is still to be done; nobody is nudged of it.
          ['Für alle', 'open', null],
        ])
      }
      await isAsLeft()
      // The round is looked at again, and the day comes and goes.
      await promise(story, 'ana', { text: 'Neu', due: '2026-12-30' })
      await story.to('2026-12-18T12:00')
      await isAsLeft()
      expect(nudges(story, 'cem')).toEqual([])
      expect(textOf(await story.command('cem', 'promises'))).not.toContain('Für')
    })

    it('are told in a rate to their owner alone, from five on', async () => {
      await using story = await tell(engine, { manifest: weekly, now: '2026-12-06T12:00', ritual: promising() })
      await story.to('2026-12-07T09:10')
      for (const slot of [1, 2, 3, 4, 5, 6, 7])
        await promise(story, 'ana', {
          slot: String(slot),
          text: `Nummer ${slot}`,
          due: slot === 7 ? '2026-12-10' : '2026-12-09',
        })
      for (const { id } of (await ledger(story)).slice(0, 4))
        await story.send({ type: 'press', person: 'ana', action: 'promise-kept', value: id })
      await promise(story, 'ana', { slot: '7', text: 'Nummer 7', due: '2026-12-18' })
      expect(textOf(await story.command('ana', 'promises'))).toContain('Ab 5 fälligen Zusagen')
      await story.to('2026-12-10T09:00')
      const told = textOf(await story.command('ana', 'promises'))
      expect(told).toContain(
        'Von 6 fälligen Zusagen hast du 4 zum vereinbarten Tag gehalten (67 %; bei 6 ist 30 bis 90 % möglich).',
      )
      expect(told).toContain('Eine hast du rechtzeitig neu vereinbart')
      expect(textOf(await story.command('lead', 'promises'))).not.toContain('%')
      expect(textOf(await story.send({ type: 'home', person: 'ana' }))).toContain('Nummer 5')
    })
  })
}
