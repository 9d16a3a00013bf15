/** A poll begins for everyone by their own clock: until then it takes nothing from them, though it takes it from others already. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const SPIRIT = 'spirit@2026-12-03T10:00'
const manifest = manifestOf(`
  - { id: spirit, kind: pulse, team: service, name: Teamgeist, schedule: { every: week, on: thu, at: '10:00', window: 26h } }
`).replace('name: Ben }', 'name: Ben, zone: America/New_York }')

describe.each(databases)('a poll over several zones on $name', (engine) => {
  it('refuses a vote from somebody whose morning has not come, and takes it then', async () => {
    await using story = await tell(engine, { manifest, now: '2026-12-02T12:00' })
    await story.to('2026-12-03T10:00')
    const press = { type: 'press' as const, action: 'answer', occurrence: SPIRIT }
    const opened = await story.send({ ...press, person: 'ana' })
    if (opened.type !== 'form') throw new Error(textOf(opened))
    expect(textOf(await story.send({ ...press, person: 'ben' }))).toContain('noch nicht offen')
    const early = await story.send({
      type: 'submit',
      person: 'ben',
      ticket: opened.ticket,
      answers: { spirit: '4', goal: '4', way: '4', candour: '4' },
    })
    expect(textOf(early)).toContain('noch nicht offen')
    const declined = await story.send({ ...press, action: 'decline', person: 'ben' })
    expect(textOf(declined)).toContain('noch nicht offen')
    expect(await story.db.kysely.selectFrom('spool').selectAll().execute()).toEqual([])
    await story.to('2026-12-03T10:00', 'America/New_York')
    expect((await story.send({ ...press, person: 'ben' })).type).toBe('form')
  })
})
