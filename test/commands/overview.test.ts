/** All teams together: who may see it, when it may be seen, and that it stays the same until the next whole week. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { type Story, tell, textOf } from '../house.ts'
import { tap, vote } from './company.ts'

const TEAMS = ['a', 'b', 'c', 'd', 'e']
const staffOf = (team: string): string[] => [1, 2, 3, 4, 5].map((number) => `${team}${number}`)
const mail = (person: string): string => `${person}@nordlicht.example`
const everyone = TEAMS.flatMap((team) => [`lead-${team}`, ...staffOf(team)])

const manifest = `
organisation: { name: Nordlicht, language: de, zone: Europe/Berlin, overview: [${mail('vera')}] }
admins: [${mail('birte')}]
people:
${[...everyone, 'vera', 'birte'].map((person) => `  - { email: ${mail(person)}, name: ${person} }`).join('\n')}
teams:
${TEAMS.map(
  (team) => `  - id: ${team}
    name: Team ${team}
    leaders: [${mail(`lead-${team}`)}]
    members: [${staffOf(team).map(mail).join(', ')}]
    channels: [web:${team}]`,
).join('\n')}
rituals:
${TEAMS.map(
  (team) => `  - { id: spirit-${team}, kind: pulse, team: ${team}, schedule: { every: week, on: thu, at: '10:00' } }`,
).join('\n')}
`

const seen = async (story: Story, person: string): Promise<string> => textOf(await story.command(person, 'overview'))

for (const engine of databases) {
  describe(`the overview on ${engine.name}`, () => {
    it('tells of whole weeks only, to those who may see it', async () => {
      await using story = await tell(engine, { manifest, now: '2026-11-08T12:00' })
      await story.to('2026-11-12T10:01')
      for (const team of TEAMS) {
        await vote(story, `lead-${team}`, 4)
        for (const [index, person] of staffOf(team).entries()) await vote(story, person, index === 0 ? 4 : 2)
      }
      await story.to('2026-11-13T15:00')
      expect(await seen(story, 'vera')).toContain('lässt sich über alle Teams zusammen nichts sagen')

      await story.to('2026-11-16T08:00')
      const told = await seen(story, 'vera')
      expect(told).toContain('5 Teams, Woche vom Montag, 9. November bis Sonntag, 15. November')
      expect(told).toContain('Führungskräfte sehen mehr Teamgeist als ihre Mitarbeitenden.')
      expect(told).toContain('5 von 5 Führungskräften (100 %) und 5 von 25 Mitarbeitenden (20 %)')
      expect(told).not.toMatch(/Team [a-e]/)
      expect(await seen(story, 'birte')).toBe(told)
      // A leader who is forgotten takes their answers along; what was told of a week stands, or the difference would be theirs.
      await tap(story, 'lead-e', await story.command('lead-e', 'forget me'), 'Ja, alles löschen')
      expect(await seen(story, 'vera')).toBe(told)
      expect(await seen(story, 'lead-a')).toContain('Alle Teams zusammen sehen nur die')

      await story.to('2026-11-19T10:01')
      for (const person of staffOf('a')) await vote(story, person, 5)
      await story.to('2026-11-20T15:00')
      expect(await seen(story, 'vera')).toBe(told)
      await story.to('2026-11-23T08:00')
      expect(await seen(story, 'vera')).toContain('lässt sich über alle Teams zusammen nichts sagen')
    })
  })
}
