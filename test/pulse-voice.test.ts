/** Two sealed forms, one ballot: the two questions of week 13 join the statements in the same slot, on both databases. */
import { describe, expect, it } from 'vitest'
import { itemsOf } from '../rituals/pulse/instrument.ts'
import { databases } from './databases.ts'
import { type Story, tell, textOf } from './house.ts'
import { manifestOf } from './stories/manifest.ts'

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn', 'greta', 'hassan', 'ida', 'jan', 'kim']
const spirit = `
  - id: team-spirit
    kind: pulse
    team: service
    name: Teamgeist
    schedule: { every: week, on: thu, at: '10:00', window: 26h }
`
const POLL = 'team-spirit@2026-12-03T10:00'
const WEEK = 13
const steps = (value: string) => Object.fromEntries(itemsOf(WEEK).map((item) => [item, value]))
const spool = (story: Story) => story.db.kysely.selectFrom('spool').selectAll().execute()
const own = (story: Story, member: string) => story.house.ballots.own(story.db.kysely, POLL, member)

/** The thirteenth poll, without living through twelve. */
async function thirteenth(story: Story): Promise<void> {
  await story.to('2026-12-03T10:00')
  await story.db.kysely.updateTable('occurrence').set({ number: WEEK }).where('id', '=', POLL).execute()
}

async function idOf(story: Story, name: string): Promise<string> {
  const rows = await story.db.kysely.selectFrom('member').selectAll().execute()
  return rows.find((row) => JSON.stringify(row).includes(`"${name}@`))!.id
}

const ticket = (form: string) => ({ occurrence: POLL, form, delivery: null })
const submit = (story: Story, person: string, form: string, answers: Record<string, unknown>) =>
  story.send({ type: 'submit', person, ticket: ticket(form), answers })
const say = (story: Story, person: string, comment: string) =>
  submit(story, person, 'voice', { recommend: '9', comment, publish: ['yes'] })

for (const engine of databases) {
  describe(`week 13 on ${engine.name}`, () => {
    it('seals the two more questions into the same ballot, and shows the comments at the close', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, STAFF), now: '2026-12-02T12:00' })
      await thirteenth(story)
      for (const who of STAFF) await submit(story, who, 'ballot', steps('4'))
      const thanks = textOf(await say(story, 'ana', 'Mehr Zeit\u0000 füreinander\uD83D'))
      expect(thanks).toContain('Danke. Deine Antwort liegt versiegelt.')
      expect(thanks).not.toContain('Mehr Zeit')
      expect(await spool(story)).toHaveLength(STAFF.length)
      expect(await own(story, await idOf(story, 'ana'))).toEqual({
        answers: {
          ...Object.fromEntries(itemsOf(WEEK).map((item) => [item, 4])),
          recommend: 9,
          comment: 'Mehr Zeit  füreinander\uFFFD',
          publish: ['yes'],
        },
      })
      const rows = await story.db.kysely.selectFrom('response').selectAll().execute()
      expect(rows).toEqual([])
      await story.to('2026-12-04T12:00')
      expect(story.last('service').text).toContain('Mehr Zeit  füreinander')
      expect(story.last('service').text).toContain('11 von 11 haben geantwortet')
    })

    it('asks for the statements first where there is no ballot, and counts nobody twice', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, STAFF), now: '2026-12-02T12:00' })
      await thirteenth(story)
      const reply = await say(story, 'ana', 'Zu früh')
      expect(reply).toMatchObject({ type: 'form', ticket: { form: 'ballot' } })
      expect(await spool(story)).toEqual([])
      await submit(story, 'ana', 'ballot', steps('4'))
      await say(story, 'ana', 'Jetzt')
      await say(story, 'ana', 'Doch anders')
      expect(await spool(story)).toHaveLength(1)
      await submit(story, 'ana', 'ballot', steps('2'))
      expect((await own(story, await idOf(story, 'ana')))!.answers).toEqual(
        Object.fromEntries(itemsOf(WEEK).map((item) => [item, 2])),
      )
    })

    it('takes nothing after the close', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, STAFF), now: '2026-12-02T12:00' })
      await thirteenth(story)
      await submit(story, 'ana', 'ballot', steps('4'))
      await story.to('2026-12-04T12:00')
      expect(textOf(await say(story, 'ana', 'Zu spät'))).toContain('geschlossen')
      expect(await spool(story)).toEqual([])
    })
  })
}
