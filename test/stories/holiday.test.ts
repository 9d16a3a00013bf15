/** Days off: who is asked when the calendar gets in the way, on both databases. */
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { tell } from '../house.ts'
import { manifestOf } from './manifest.ts'

for (const engine of databases) {
  describe(`holidays on ${engine.name}`, () => {
    it('closes a moved occurrence when the following one opens, and says so from the start', async () => {
      const manifest = manifestOf(`
  - id: twice
    kind: check-in
    team: service
    name: Zweimal
    schedule: { every: week, on: [mon, wed], at: '09:00', window: 2d, onHoliday: next, reminder: none }
`)
      // Easter Monday 2027 is 29 March: it moves to Tuesday, a day before Wednesday's.
      await using story = await tell(engine, { manifest, now: '2027-03-27T12:00' })
      await story.to('2027-03-30T09:00')
      const [moved] = await story.db.kysely.selectFrom('occurrence').selectAll().where('state', '=', 'open').execute()
      expect(moved).toMatchObject({ nominal: '2027-03-29T09:00:00', closes_at: '2027-03-31T07:00:00.000Z' })
      await story.to('2027-03-31T09:00')
      const open = await story.db.kysely
        .selectFrom('occurrence')
        .select('nominal')
        .where('state', '=', 'open')
        .execute()
      expect(open).toEqual([{ nominal: '2027-03-31T09:00:00' }])
    })
  })
}
