/** A team of more people than are asked in one transaction: everyone is asked, and once. */
import { expect, it } from 'vitest'
import { company, round } from '../../test/hard-days/company.ts'
import { databases } from '../../test/databases.ts'
import { tell } from '../../test/house.ts'
import { AT_ONCE } from './asking.ts'
import { advance } from './occurrence.ts'

const ROUND = 'round@2026-12-07T09:00'

const sqlite = databases.find(({ dialect }) => dialect === 'sqlite')!

it('asks a large team in portions, each person once', async () => {
  const people = Array.from({ length: AT_ONCE + 2 }, (_, index) => ({ name: `p${index}` }))
  const manifest = company({ people, rituals: round("every: day, at: '09:00', window: 4h, reminder: none") })
  await using story = await tell(sqlite, { manifest, now: '2026-12-07T08:00' })
  await story.db.kysely.updateTable('member').set({ welcomed_at: '2026-12-01T08:00:00.000Z' }).execute()
  story.jump('2026-12-07T09:00')
  const asked = async (): Promise<number> => {
    const rows = await story.db.kysely.selectFrom('delivery').select('id').where('key', '=', 'prompt').execute()
    return rows.length
  }
  const standing = () =>
    story.db.kysely
      .selectFrom('occurrence')
      .select(['state', 'next_at'])
      .where('id', '=', ROUND)
      .executeTakeFirstOrThrow()

  await advance(story.house, ROUND)
  expect(await asked()).toBe(AT_ONCE)
  expect(await standing()).toEqual({ state: 'open', next_at: '2026-12-07T08:00:00.000Z' })
  await advance(story.house, ROUND)
  const everyone = await asked()
  expect(everyone).toBeGreaterThan(AT_ONCE)
  expect(await standing()).toEqual({ state: 'open', next_at: '2026-12-07T12:00:00.000Z' })
  expect(await advance(story.house, ROUND)).toBe(false)
  expect(await asked()).toBe(everyone)
})
