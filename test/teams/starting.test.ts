/** A leader's report in Teams: one press begins something in another ritual, and the report says so in its place. */
import { expect, it } from 'vitest'
import type { Json } from './card-check.ts'
import { type Company, companyIn, manifestFor, MORNING, SPIRIT } from './company.ts'
import { tellInTeams, type TeamsStory } from './house.ts'
import { inputsOn } from './reading.ts'
import { shownOn } from './shown.ts'
import type { Person } from './world.ts'

async function vote({ teams }: TeamsStory, person: Person): Promise<void> {
  const acts = teams.as(person)
  await acts.press('answer')
  const scales = inputsOn(teams.world.dialogs.get(person.id)!.card).filter(({ type }) => type === 'Input.ChoiceSet')
  const chosen = scales.map(({ id, choices }) => [String(id), String((choices as { value: string }[])[4]!.value)])
  await acts.submit(Object.fromEntries(chosen))
  acts.closeDialog()
}

it('a topic is given to the next check-in from a report', async () => {
  let company: Company | undefined
  await using story = await tellInTeams({
    now: '2026-12-02T14:00',
    found(teams) {
      company = companyIn(teams, 6)
      return manifestFor(company, SPIRIT, MORNING)
    },
  })
  const { teams } = story
  const { lead, ana, staff } = company!
  for (const person of staff) Object.assign(person, { locale: 'de-DE', zone: 'Europe/Berlin', country: 'DE' })
  await story.to('2026-12-03T11:00')
  for (const person of staff) await vote(story, person)
  await story.to('2026-12-04T13:01')
  const report = () =>
    teams
      .as(lead)
      .inbox()
      .find(({ card }) => card !== null && shownOn(card as Json).includes('Service · Teamgeist'))!
  expect(shownOn(report().card!)).toContain('Thema mitgeben')
  await teams.as(lead).press('start-step', report())
  await story.settle()
  expect(shownOn(report().card!)).toContain('ein Thema für „Morgenrunde“ mitgegeben')
  expect(shownOn(report().card!)).not.toContain('Thema mitgeben')
  await story.to('2026-12-07T09:01')
  expect(teams.as(ana).chat()).toContain('Was läuft bei uns so gut, dass wir es behalten wollen?')
  expect(teams.world.complaints).toEqual([])
})
