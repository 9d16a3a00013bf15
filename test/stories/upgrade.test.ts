/** A new version comes while things are open: what they began with was written by one that knew fewer options, or others. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { buttonsOf, type Standing, type Story, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn']
const manifest = manifestOf(
  `
  - { id: spirit, kind: pulse, team: service, name: Teamgeist, schedule: { every: week, on: thu, at: '10:00', window: 26h } }
  - { id: coffee, kind: coffee, team: service, name: Kaffee, schedule: { every: week, on: thu, at: '10:00', window: 7d } }
  - { id: retro, kind: retro, team: service, name: Retro, schedule: { every: week, on: thu, at: '10:00' } }
  - { id: morning, kind: check-in, team: service, name: Morgenrunde, schedule: { every: week, on: thu, at: '10:00', window: 4h } }
`,
  STAFF,
)

/** As the first version would have written it, which had none of today's options and one that is gone. */
async function written(story: Story): Promise<void> {
  const rows = await story.db.kysely
    .selectFrom('occurrence')
    .select(['id', 'frozen'])
    .where('state', '=', 'open')
    .execute()
  expect(rows).toHaveLength(4)
  for (const { id, frozen } of rows) {
    const old = JSON.stringify({ ...(JSON.parse(frozen!) as object), options: { colour: 'green' } })
    await story.db.kysely.updateTable('occurrence').set({ frozen: old }).where('id', '=', id).execute()
  }
}

/** What somebody was asked by the pulse. */
const poll = (story: Story, who: string): Standing =>
  story
    .standing(`@${who}`)
    .find(({ message }) => buttonsOf(message).some(({ occurrence }) => occurrence?.startsWith('spirit@')))!

describe.each(databases)('an upgrade on $name', (engine) => {
  it('lets what is open go on: forms are built, ballots taken, reports written', async () => {
    await using story = await tell(engine, { manifest, now: '2026-12-02T12:00' })
    await story.to('2026-12-03T10:00')
    await written(story)
    await story.restart()
    expect((await story.press('lead', 'answer', poll(story, 'lead'))).type).toBe('form')
    for (const who of STAFF) {
      const reply = await story.answer(who, { spirit: 4, goal: 4, way: 3, candour: 5 }, poll(story, who))
      expect(textOf(reply)).toContain('versiegelt')
    }
    await story.to('2026-12-04T12:00')
    const { document } = await story.db.kysely.selectFrom('result').select('document').executeTakeFirstOrThrow()
    expect(JSON.parse(document)).toMatchObject({ answered: 6, tally: { n: 6 } })
    await story.to('2026-12-10T09:00')
    const open = await story.db.kysely.selectFrom('occurrence').select('id').where('state', '=', 'open').execute()
    expect(open.map(({ id }) => id).filter((id) => id.startsWith('spirit') || id.startsWith('morning'))).toEqual([])
  })
})
