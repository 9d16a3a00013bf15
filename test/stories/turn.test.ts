/** One round ends at the very moment at which the next begins: whichever of the two the bot comes to first, the old one stops asking. */
import { describe, expect, it } from 'vitest'
import { advance } from '../../src/engine/occurrence.ts'
import { databases } from '../databases.ts'
import { buttonsOf, tell } from '../house.ts'

const MANIFEST = `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin, holidays: { country: DE, region: SH } }
admins: [jana@x.example]
people:
  - { email: jana@x.example, name: Jana }
  - { email: ben@x.example, name: Ben }
teams:
  - { id: service, name: Service, leaders: [jana@x.example], members: [ben@x.example], channels: [web:service] }
rituals:
  - id: talks
    kind: one-on-one
    team: service
    schedule: { every: week, on: mon, at: '08:30' }
    options: { every: 2w, newcomers: 1w }
`

for (const engine of databases) {
  describe(`the turn of two rounds on ${engine.name}`, () => {
    for (const first of ['the next', 'the old'] as const) {
      it(`leaves one question standing when ${first} one comes first`, async () => {
        await using story = await tell(engine, { manifest: MANIFEST, now: '2026-11-29T12:00' })
        await story.to('2026-11-30T08:31')
        const asked = story.last('@ben')
        expect(buttonsOf(asked.message).length).toBeGreaterThan(3)

        story.jump('2026-12-07T08:30')
        const rounds = ['talks@2026-12-07T08:30', 'talks@2026-11-30T08:30']
        for (const round of first === 'the next' ? rounds : rounds.toReversed()) await advance(story.house, round)
        await story.to('2026-12-07T08:31')

        expect(story.last('@ben').id).not.toBe(asked.id)
        expect(buttonsOf(story.last('@ben').message).length).toBeGreaterThan(3)
        expect(buttonsOf(story.standing('@ben').find(({ id }) => id === asked.id)!.message)).toEqual([])
      })
    }
  })
}
