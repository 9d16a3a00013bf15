import { describe, expect, it } from 'vitest'
import { databases } from '../../test/databases.ts'
import { tell } from '../../test/house.ts'
import { manifestOf } from '../../test/stories/manifest.ts'

const SIX = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn']
const spirit = `
  - { id: spirit, kind: pulse, team: service, schedule: { every: week, on: thu, at: '10:00', window: 26h } }
`

describe.each(databases)('a poll on $name', (engine) => {
  it('never tells of more answers than people, though somebody who is away has voted', async () => {
    await using story = await tell(engine, { manifest: manifestOf(spirit, SIX), now: '2026-12-02T12:00' })
    await story.command('ana', 'abwesend vom 3.12. bis 3.12.')
    await story.to('2026-12-03T10:00')
    for (const person of SIX) {
      const opened = await story.command(person, 'antworten')
      if (opened.type !== 'form') throw new Error(`${person} could not answer.`)
      const answers = Object.fromEntries(opened.form.fields.map(({ name }) => [name, 4]))
      await story.send({ type: 'submit', person, ticket: opened.ticket, answers })
    }
    await story.to('2026-12-04T12:30')
    const { document } = await story.db.kysely.selectFrom('result').select('document').executeTakeFirstOrThrow()
    expect(JSON.parse(document)).toMatchObject({ invited: 6, answered: 6 })
  })
})
