/** From a plan to what came of it, through the whole house on both databases: "you said, we did". */
import { describe, expect, it } from 'vitest'
import { itemsOf } from '../rituals/pulse/instrument.ts'
import { databases } from './databases.ts'
import { buttonsOf, type Story, tell, textOf } from './house.ts'
import { manifestOf } from './stories/manifest.ts'

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn']
const spirit = `
  - id: team-spirit
    kind: pulse
    team: service
    name: Teamgeist
    schedule: { every: week, on: thu, at: '10:00', window: 26h }
`

async function vote(story: Story, week: number): Promise<void> {
  for (const who of STAFF) await story.answer(who, Object.fromEntries(itemsOf(week).map((item) => [item, '4'])))
}

/** Presses one of the three ways to say what came of it and sends the form that opens. */
async function say(story: Story, how: string, answers: Record<string, unknown>): Promise<string> {
  const asked = story
    .standing('@lead')
    .findLast(({ message }) => buttonsOf(message).some(({ value }) => value === how))!
  const button = buttonsOf(asked.message).find(({ value }) => value === how)!
  const opened = await story.send({
    type: 'press',
    person: 'lead',
    action: button.action,
    value: how,
    occurrence: button.occurrence!,
    delivery: asked.id,
  })
  if (opened.type !== 'form') throw new Error(textOf(opened))
  return textOf(await story.send({ type: 'submit', person: 'lead', ticket: opened.ticket, answers }))
}

async function plan(story: Story, what: string, by: string): Promise<void> {
  const opened = await story.press('lead', 'plan-step')
  if (opened.type !== 'form') throw new Error(textOf(opened))
  await story.send({ type: 'submit', person: 'lead', ticket: opened.ticket, answers: { what, by } })
}

for (const engine of databases) {
  describe(`a next step on ${engine.name}`, () => {
    it('is asked for again at the next opening, and opens the next report to the team', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, STAFF), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      await vote(story, 1)
      await story.to('2026-12-04T12:00')
      await plan(story, 'Retro abgeben', '2026-12-10')

      await story.to('2026-12-10T10:00')
      expect(story.last('@lead').text).toContain('Was ist daraus geworden?')
      await say(story, 'done', { note: 'Ben hat moderiert' })
      await vote(story, 2)
      await story.to('2026-12-11T12:00')
      expect(story.last('service').text).toMatch(/^Ihr habt geantwortet, Jana Petersen hat gehandelt: „Retro abgeben“/)
      expect(story.last('service').text).toContain('Dazu: „Ben hat moderiert“')
      expect(story.last('@lead').text).not.toContain('Was ist daraus geworden?')

      await story.to('2026-12-17T10:00')
      expect(story.last('@lead').text).not.toContain('Retro abgeben')
    })

    it('may be told of after the report too, which then says so, and moves on to its new date', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, STAFF), now: '2026-12-02T12:00' })
      await story.to('2026-12-03T10:00')
      await vote(story, 1)
      await story.to('2026-12-04T12:00')
      await plan(story, 'Retro abgeben', '2026-12-10')
      await story.to('2026-12-10T10:00')
      await vote(story, 2)
      await story.to('2026-12-11T12:00')
      expect(story.last('service').text).toMatch(/^Jana Petersen hat sich nach dem letzten Mal vorgenommen/)
      await say(story, 'not-yet', { by: '2026-12-18', note: '' })
      await story.to('2026-12-11T12:01')
      expect(story.last('service').text).toContain('Noch nicht; jetzt bis Freitag, 18. Dezember.')
      await story.to('2026-12-17T10:00')
      expect(story.last('@lead').text).toContain('bis Freitag, 18. Dezember: „Retro abgeben“')
    })
  })
}
