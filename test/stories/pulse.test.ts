/** A poll from its opening to what is left of it, on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn', 'greta', 'hassan']

const spirit = (members = STAFF): string =>
  manifestOf(
    `
  - id: spirit
    kind: pulse
    team: service
    name: Teamgeist
    schedule: { every: week, on: thu, at: '10:00', window: 26h }
`,
    members,
  )

/** Everyone gives the same number to every statement. */
const all = (fields: string[], value: unknown): Record<string, unknown> =>
  Object.fromEntries(fields.map((name) => [name, value]))
const WEEK_ONE = ['spirit', 'goal', 'way', 'candour']

async function vote(story: Story, who: string, value: unknown): Promise<string> {
  return textOf(await story.answer(who, all(WEEK_ONE, value)))
}

async function rows(
  story: Story,
  table: 'spool' | 'response' | 'participant' | 'result',
): Promise<Record<string, unknown>[]> {
  return story.db.kysely.selectFrom(table).selectAll().execute()
}

for (const engine of databases) {
  describe(`a pulse on ${engine.name}`, () => {
    it('is answered in one form, changed until the close, and leaves only a tally', async () => {
      await using story = await tell(engine, { manifest: spirit(), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      const predicted = await story.answer('lead', { ...all(WEEK_ONE, 4), guess: '80' })
      expect(textOf(predicted)).toContain('Einschätzung')
      const thanks = await vote(story, 'ana', 5)
      expect(thanks).toContain('versiegelt')
      expect(thanks).not.toMatch(/stimme voll zu|\b5\b/)
      const changed = await story.press('ana', 'answer')
      expect(changed.type === 'form' && changed.form.fields.every((field) => field.initial === undefined)).toBe(true)
      for (const who of ['ana', 'ben', 'cem', 'dana']) await vote(story, who, 2)
      for (const who of ['elif', 'finn', 'greta']) await vote(story, who, 4)

      expect(await rows(story, 'spool')).toHaveLength(7)
      const named = await rows(story, 'response')
      expect(named).toHaveLength(1)
      expect(
        (await rows(story, 'participant')).filter((row) => row['role'] === 'member').map((row) => row['status']),
      ).toEqual(STAFF.map(() => 'asked'))

      await story.to('2026-12-04T12:00')
      expect(await rows(story, 'spool')).toEqual([])
      const report = story.last('@lead').text
      expect(report).toContain('Teamgeist: du siehst')
      expect(report).toContain('7 von 8 haben geantwortet')
      expect(story.last('service').text).toContain('Teamgeist')
      const [result] = await rows(story, 'result')
      expect(String(result!['document'])).not.toMatch(/m-[0-9a-f]{10}/)
    })

    it('reminds only who has not voted, and forgets afterwards who that was', async () => {
      await using story = await tell(engine, { manifest: spirit(), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      await vote(story, 'ana', 3)
      await story.press('ben', 'decline')
      await story.to('2026-12-04T09:30')
      const reminded = STAFF.filter((who) => story.standing(`@${who}`).some((each) => each.at > '2026-12-04'))
      expect(reminded).toEqual(['cem', 'dana', 'elif', 'finn', 'greta', 'hassan'])
      await story.to('2026-12-04T12:00')
      const left = await story.db.kysely
        .selectFrom('delivery')
        .select('recipient')
        .where('key', '=', 'reminder')
        .execute()
      const lead = await story.db.kysely
        .selectFrom('identity')
        .select('member_id')
        .where('external_id', '=', 'lead')
        .executeTakeFirstOrThrow()
      // Whether the leader gave their view is no secret: what they were told stands, and says that it is over.
      expect(left).toEqual([{ recipient: `member:${lead.member_id}` }])
      const theirs = story.standing('@lead').find(({ at, edits }) => at > '2026-12-04' && edits > 0)
      expect(theirs!.text).toBe('Diese Erinnerung hat sich erledigt.')
    })

    it('shows nothing below the threshold, however it came about', async () => {
      await using story = await tell(engine, { manifest: spirit(), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      for (const who of ['ana', 'ben', 'cem', 'dana']) await vote(story, who, 1)
      await story.press('elif', 'decline')
      await story.to('2026-12-04T12:00')
      const [result] = await rows(story, 'result')
      expect(JSON.parse(String(result!['document']))).toEqual({
        invited: 8,
        answered: null,
        tally: null,
        withheld: 'few',
      })
      expect(story.last('@lead').text).not.toMatch(/\b4\b/)
    })

    it('tells a team of three the friendly truth', async () => {
      await using story = await tell(engine, { manifest: spirit(['ana', 'ben', 'cem']), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      for (const who of ['ana', 'ben', 'cem']) await vote(story, who, 5)
      await story.to('2026-12-04T12:00')
      expect(story.last('service').text).toContain('Ihr seid drei')
    })

    it('refuses a vote after the close with a friendly sentence, and keeps the second of two changes of mind', async () => {
      await using story = await tell(engine, { manifest: spirit(), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      const opened = await story.press('ana', 'answer')
      if (opened.type !== 'form') throw new Error('no form')
      await story.to('2026-12-04T12:00')
      const late = await story.send({ type: 'submit', person: 'ana', ticket: opened.ticket, answers: all(WEEK_ONE, 3) })
      expect(textOf(late)).toContain('geschlossen')
      expect(await rows(story, 'spool')).toEqual([])
    })

    it('is void when its key is lost, says so, and nothing else breaks', async () => {
      await using story = await tell(engine, { manifest: spirit(), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      for (const who of STAFF) await vote(story, who, 4)
      await story.house.ballots.destroyKey('spirit@2026-12-03T10:00')
      const refused = await story.press('ana', 'answer')
      expect(refused.type).toBe('notice')
      await story.to('2026-12-04T12:00')
      expect(JSON.parse(String((await rows(story, 'result'))[0]!['document']))).toMatchObject({
        tally: null,
        withheld: 'lost-key',
      })
      await story.to('2026-12-10T10:00')
      expect(await vote(story, 'ben', null)).toBeDefined()
    })

    it('finishes a close that broke off before the key was destroyed', async () => {
      await using story = await tell(engine, { manifest: spirit(), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      for (const who of STAFF) await vote(story, who, 4)
      const { destroyKey } = story.house.ballots
      story.house.ballots.destroyKey = async () => {
        throw new Error('the process died here')
      }
      await story.to('2026-12-04T12:00')
      expect(story.standing('service')).toEqual([])
      story.house.ballots.destroyKey = destroyKey
      await story.to('2026-12-04T12:01')
      expect(story.last('service').text).toContain('Teamgeist')
      expect(story.house.ballots.lost('spirit@2026-12-03T10:00')).toBe(true)
    })
  })
}
