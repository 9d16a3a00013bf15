/** `forget me`: what goes, what stays, and what stands in the channel afterwards. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { companyOf, offered, tap, vote } from './company.ts'

const manifest = companyOf()
const sunday = '2026-12-06T12:00'
const canary = 'Kanarienvogel 4711'

/** Every value of every table, except the manifest, which is the admin's. */
async function everything(story: Story): Promise<string> {
  const tables = [
    'member',
    'identity',
    'membership',
    'participant',
    'response',
    'delivery',
    'absence',
    'opt_out',
    'occurrence',
    'setting',
    'spool',
    'result',
  ] as const
  const rows: unknown[] = []
  for (const table of tables) rows.push(...(await story.db.kysely.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows)
}

const memberOf = (story: Story, person: string) =>
  story.db.kysely
    .selectFrom('member')
    .select('id')
    .where('email', '=', `${person}@nordlicht.example`)
    .executeTakeFirstOrThrow()

for (const engine of databases) {
  describe(`forgetting on ${engine.name}`, () => {
    it('lists what goes and what was never linked, and does nothing before the one button is pressed', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T09:30')
      await story.answer('ana', { done: canary, next: null, blocker: null })
      const asked = await story.command('ana', 'vergiss mich')
      expect(textOf(asked)).toContain('eine Antwort mit deinem Namen, auch dort, wo sie im Kanal steht')
      expect(textOf(asked)).toContain('Geschlossene Umfragen waren nie mit dir verbunden.')
      expect(textOf(asked)).toContain('Das ändert: Birte Clausen.')
      expect(offered(asked)).toEqual([{ action: 'forget-me', label: 'Ja, alles löschen', style: 'danger' }])
      expect((await everything(story)).includes(canary)).toBe(true)
    })

    it('deletes every word and the person, and takes both out of the channel', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.command('ana', 'away from 24.12. to 31.12.')
      await story.command('ana', 'snooze spirit until friday')
      await story.to('2026-12-07T10:10')
      await story.answer('ana', { done: 'Übergabe', next: canary, blocker: `${canary}, Hebebühne` })
      await story.answer('ben', { done: 'Reifenlager', next: null, blocker: null })
      await story.to('2026-12-07T14:00')
      const [report, first] = story.standing('service')
      expect(report!.text).toContain(canary)
      expect(first!.text).toContain('Ana')
      expect(story.standing('@olga').some((each) => each.text.includes(canary))).toBe(true)
      const { id } = await memberOf(story, 'ana')

      const done = await tap(story, 'ana', await story.command('ana', 'forget me'), 'Ja, alles löschen')
      expect(textOf(done)).toContain('Alles gelöscht.')
      await story.engine.drain()

      const left = await everything(story)
      const traces = [canary, id, '"ana@', '"ana"', '@ana']
      expect(traces.filter((trace) => left.includes(trace))).toEqual([])
      const [after, thread, ben] = story.standing('service')
      expect(after!.text).not.toContain(canary)
      expect(after!.text).toContain('Eine Antwort')
      expect(thread!.text).toBe('Diese Antwort wurde auf Wunsch gelöscht.')
      expect(ben!.text).toContain('Reifenlager')
      expect(story.standing('@olga').some((each) => each.text.includes(canary))).toBe(false)
      expect(story.standing('service')).toHaveLength(3)

      expect(textOf(await story.command('ana', 'heute'))).toContain('Ich kenne dich hier noch nicht')
      await story.to('2026-12-09T14:00')
      expect(story.standing('@ana').filter((each) => each.at > '2026-12-08')).toEqual([])
      expect(story.standing('service').some((each) => each.text.includes('Ana'))).toBe(false)
    })

    it('also out of reports after which further rounds have begun', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T10:10')
      await story.answer('ana', { done: 'Übergabe', next: null, blocker: canary })
      await story.answer('ben', { done: 'Reifenlager', next: null, blocker: null })
      await story.to('2026-12-15T12:00')
      expect(story.standing('service').some(({ text }) => text.includes(canary))).toBe(true)
      await tap(story, 'ana', await story.command('ana', 'forget me'), 'Ja, alles löschen')
      await story.engine.drain()
      expect((await everything(story)).includes(canary)).toBe(false)
      expect(story.standing('service').some(({ text }) => text.includes(canary) || text.includes('Ana'))).toBe(false)
      expect(story.standing('@olga').some(({ text }) => text.includes(canary))).toBe(false)
      expect(story.standing('service').some(({ text }) => text.includes('Reifenlager'))).toBe(true)
    })

    it('leaves no id behind in what others have chosen', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T10:10')
      const [ana, ben] = [(await memberOf(story, 'ana')).id, (await memberOf(story, 'ben')).id]
      await story.answer('ben', { done: 'Reifenlager', next: null, blocker: null })
      const chosen = JSON.stringify({ done: `${ana} 2026-12-07T09:00:00.000Z ${ben}`, next: ana, blocker: null })
      await story.db.write((trx) =>
        trx.updateTable('response').set({ answers: chosen }).where('member_id', '=', ben).execute(),
      )
      await tap(story, 'ana', await story.command('ana', 'forget me'), 'Ja, alles löschen')
      const { answers } = await story.db.kysely.selectFrom('response').select('answers').executeTakeFirstOrThrow()
      const left = { done: `gone 2026-12-07T09:00:00.000Z ${ben}`, next: null, blocker: null }
      expect(JSON.parse(answers!)).toEqual(left)
    })

    it('leaves no id behind in what was emptied long ago', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-07T10:10')
      await story.answer('ana', { done: 'Übergabe', next: null, blocker: canary })
      await story.to('2026-12-07T14:00')
      const { id } = await memberOf(story, 'ana')
      story.jump('2027-12-14T12:00')
      await story.restart()
      await story.engine.tick()
      expect((await everything(story)).includes(canary)).toBe(false)
      await tap(story, 'ana', await story.command('ana', 'forget me'), 'Ja, alles löschen')
      expect((await everything(story)).includes(id)).toBe(false)
    })

    it('takes back the ballot in an open poll, so that it does not count', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-10T11:00')
      for (const person of ['ana', 'ben', 'cem', 'dana', 'elif']) await vote(story, person)
      const asked = await story.command('ana', 'forget me')
      expect(textOf(asked)).toContain('deine Antworten in offenen Umfragen')
      await tap(story, 'ana', asked, 'Ja, alles löschen')
      const { ballots } = await story.db.kysely
        .selectFrom('spool')
        .select((select) => select.fn.countAll<number>().as('ballots'))
        .executeTakeFirstOrThrow()
      expect(Number(ballots)).toBe(4)
      await story.to('2026-12-11T16:00')
      const { document } = await story.db.kysely.selectFrom('result').select('document').executeTakeFirstOrThrow()
      expect(JSON.parse(document)).toMatchObject({ withheld: 'few', invited: 4 })
    })

    it('of a leader takes their name out of what was frozen, and reports go on', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.to('2026-12-10T11:00')
      for (const person of ['ana', 'ben', 'cem', 'dana', 'elif']) await vote(story, person)
      await vote(story, 'lead', 5)
      await story.to('2026-12-11T16:00')
      const { id } = await memberOf(story, 'lead')
      await tap(story, 'lead', await story.command('lead', 'vergiss mich'), 'Ja, alles löschen')
      await story.engine.drain()
      // Only in the welcomes of the others their name still stands, as the list had said.
      await story.db.write((trx) => trx.deleteFrom('delivery').where('key', '=', 'welcome').execute())
      const left = await everything(story)
      expect([id, 'Jana', 'lead@'].filter((trace) => left.includes(trace))).toEqual([])
      expect(textOf(await story.command('ana', 'report spirit'))).toContain('Teamgeist')
      await story.to('2026-12-17T11:00')
      expect(story.last('@ana').text.length).toBeGreaterThan(0)
    })

    it('twice over changes nothing more', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      const event = { type: 'press' as const, person: 'ana', id: 'same', action: 'forget-me' }
      expect(textOf(await story.send(event))).toContain('Alles gelöscht')
      expect(textOf(await story.send(event))).toContain('Ich kenne dich hier noch nicht')
    })
  })

  describe(`an export on ${engine.name}`, () => {
    it('holds everything that is theirs, their own open ballot too, and nobody else’s', async () => {
      await using story = await tell(engine, { manifest, now: sunday })
      await story.command('ana', 'away from 24.12. to 31.12.')
      await story.to('2026-12-07T09:30')
      await story.answer('ana', { done: `${canary} "in Anführung" <b>`, next: null, blocker: null })
      await story.answer('ben', { done: 'Bens Wort', next: null, blocker: null })
      await story.to('2026-12-10T11:00')
      await vote(story, 'ana', 2)
      const reply = await story.command('ana', 'export')
      const text = textOf(reply)
      expect(text).toContain('eine Antwort mit deinem Namen')
      expect(text).toContain('eine versiegelte Antwort in einer offenen Umfrage')
      expect(text).not.toContain('Bens Wort')
      const code =
        'message' in reply
          ? reply.message.blocks
              .flatMap((block) => (block.type === 'text' ? block.text : []))
              .filter((node) => node.type === 'code')
          : []
      const data = JSON.parse(code.map((node) => ('text' in node ? node.text : '')).join('\n')) as Record<
        string,
        unknown[]
      >
      expect(data['answers']).toMatchObject([
        { occurrence: 'morning@2026-12-07T09:00', answers: { done: `${canary} "in Anführung" <b>` } },
      ])
      expect(data['openBallots']).toMatchObject([{ poll: 'spirit@2026-12-10T10:00' }])
      expect(data['absences']).toEqual([{ from_date: '2026-12-24', until_date: '2026-12-31' }])
      expect(textOf(await story.command('ben', 'meine daten'))).not.toContain('versiegelte')
    })
  })
}
