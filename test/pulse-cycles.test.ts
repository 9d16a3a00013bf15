/** Three weeks of a pulse and more, through the whole house on both databases: what leader and team read at the end of a cycle. */
import { describe, expect, it } from 'vitest'
import { databases } from './databases.ts'
import { type Story, tell, textOf } from './house.ts'
import { inWeek, LEADER, SIX } from './pulse-cycle-scene.ts'
import { manifestOf } from './stories/manifest.ts'

const STAFF = ['ana', 'ben', 'cem', 'dana', 'elif', 'finn']
const spirit = `
  - id: team-spirit
    kind: pulse
    team: service
    name: Teamgeist
    schedule: { every: week, on: thu, at: '10:00', window: 26h }
`
const THURSDAYS = ['2026-12-03', '2026-12-10', '2026-12-17', '2027-01-07', '2027-01-14', '2027-01-21'].map((date) =>
  Temporal.PlainDate.from(date),
)

const asSent = (answers: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, String(value)]))

/** One week: everyone answers as in the worked example, the leader predicts, the poll closes. */
async function live(story: Story, week: number, people = STAFF): Promise<void> {
  const day = THURSDAYS[week - 1]!
  await story.to(`${day.toString()}T10:00`)
  for (const [voter, who] of people.entries()) await story.answer(who, asSent(inWeek(SIX[voter]!, week)))
  await story.answer('lead', asSent({ ...inWeek(LEADER, week), guess: '80' }))
  await story.to(`${day.add({ days: 1 }).toString()}T12:00`)
}

for (const engine of databases) {
  describe(`a cycle on ${engine.name}`, () => {
    it('ends with an index, a gap and its interval, told as a hint', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, STAFF), now: '2026-12-02T12:00' })
      await live(story, 1)
      expect(story.last('@lead').text).toContain('nach drei Wochen steht die erste belastbare Zahl')
      expect(textOf(await story.command('lead', 'lücke'))).not.toContain('auf einer Skala')
      await live(story, 2)
      expect(story.last('@lead').text).not.toContain('auf einer Skala von 0 bis 100')
      await live(story, 3)
      const sentence = 'Du siehst dein Team 30 Punkte höher als es sich selbst; 10 bis 50 sind plausibel.'
      expect(story.last('@lead').text).toContain(sentence)
      expect(story.last('@lead').text).toContain('Das ist ein Hinweis, noch kein Befund')
      expect(story.last('service').text).toContain('auf einer Skala von 0 bis 100 bei 55; 35 bis 75')
      expect(story.last('service').text).not.toContain(sentence)
      expect(textOf(await story.command('lead', 'lücke'))).toContain(sentence)
      expect(textOf(await story.command('ana', 'gap'))).not.toContain('Punkte höher')
    })

    it('holds the index back when a week of it had too few answers', async () => {
      await using story = await tell(engine, { manifest: manifestOf(spirit, STAFF), now: '2026-12-02T12:00' })
      await live(story, 1)
      await live(story, 2, STAFF.slice(0, 4))
      await live(story, 3)
      expect(story.last('@lead').text).toContain('In mindestens einer der Wochen ließ sich nichts zeigen.')
      expect(story.last('@lead').text).not.toContain('auf einer Skala von 0 bis 100')
    })
  })
}
