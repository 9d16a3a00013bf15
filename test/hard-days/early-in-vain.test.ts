/** An answer given ahead to a round that was then skipped, or missed, is kept no longer than the others: told on both databases. */
import { expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell, textOf } from '../house.ts'
import { company, round } from './company.ts'

const manifest = company({ rituals: round("every: week, on: mon, at: '09:00', window: 4h, reminder: none") })
const answered = { done: 'Übergabe Ost', next: null, blocker: null }

for (const engine of databases) {
  it.each([
    ['skipped', 'überspringen runde'],
    ['missed', 'status'],
  ])(`an answer to a round that was %s goes when its time is over, on ${engine.name}`, async (state, command) => {
    await using story = await tell(engine, { manifest, now: '2026-12-06T20:00' })
    const opened = await story.command('ana', 'antworten runde')
    if (opened.type !== 'form') throw new Error(textOf(opened))
    await story.send({ type: 'submit', person: 'ana', ticket: opened.ticket, answers: answered })
    await story.command('lead', command)
    story.jump('2026-12-08T12:00')
    await story.restart()
    const kept = async () => story.db.kysely.selectFrom('response').select('occurrence_id').execute()
    expect(await kept()).toEqual([{ occurrence_id: 'round@2026-12-07T09:00' }])
    const { state: was } = await story.db.kysely
      .selectFrom('occurrence')
      .select('state')
      .where('id', '=', 'round@2026-12-07T09:00')
      .executeTakeFirstOrThrow()
    expect(was).toBe(state)
    story.jump('2027-12-06T12:00')
    await story.engine.tick()
    expect(await kept()).toHaveLength(1)
    story.jump('2027-12-09T12:00')
    await story.engine.tick()
    expect(await kept()).toEqual([])
  })
}
