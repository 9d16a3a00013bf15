/** A report that is too long for one message goes on in a second one; when an answer is shortened, nothing stands there twice. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'

const members = Array.from({ length: 12 }, (_, index) => `m${index}`)
const all = ['olga', 'lead', ...members]

const MANIFEST = `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin, holidays: none }
admins: [lead@x.example]
people: [${all.map((name) => `{ email: ${name}@x.example, name: ${name} }`).join(', ')}]
teams:
  - id: service
    name: Service
    leaders: [lead@x.example]
    members: [${members.map((name) => `${name}@x.example`).join(', ')}]
    observers: [olga@x.example]
    channels: [web:service]
rituals:
  - id: morning
    kind: check-in
    team: service
    schedule: { every: week, on: mon, at: '09:00', window: 4h }
`

for (const engine of databases) {
  describe(`a long report on ${engine.name}`, () => {
    it('gives up its second message when it has become short enough for one', async () => {
      await using story = await tell(engine, { manifest: MANIFEST, now: '2026-11-29T12:00' })
      await story.to('2026-11-30T09:01')
      for (const name of members) {
        await story.answer(name, { done: `Lager ${name}`, next: `Reifen ${name}`, blocker: `Hebebühne ${name}` })
      }
      await story.to('2026-11-30T13:01')
      const before = story.standing('@olga').slice(-2)
      expect(before[1]!.under).toBe(before[0]!.id)
      expect(before[1]!.text).toContain('m11')

      for (const name of members) {
        const opened = await story.press(name, 'change')
        if (opened.type !== 'form') throw new Error('no form')
        const answers = { done: 'Reifen', next: null, blocker: null }
        await story.send({ type: 'submit', person: name, ticket: opened.ticket, answers })
      }
      await story.to('2026-11-30T13:30')
      const after = story.standing('@olga').slice(-2)
      expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
      expect(after[0]!.text).toContain('m11')
      expect(after[1]!.text).toBe('Das Ganze ist kürzer geworden und steht jetzt vollständig oben.')
    })
  })
}
