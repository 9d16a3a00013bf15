/** Transactions that share one: what each of them may count on. */
import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { company, round } from '../../test/hard-days/company.ts'
import { databases } from '../../test/databases.ts'
import { type Story, tell } from '../../test/house.ts'
import { actTogether } from './act-together.ts'
import type { Writes } from './house.ts'

const manifest = company({ rituals: round("every: day, at: '09:00', window: 4h, reminder: none") })

const keep = (trx: Writes, key: string): Promise<unknown> =>
  trx.insertInto('setting').values({ key, value: '1' }).execute()

const kept = async ({ db }: Story): Promise<string[]> => {
  const rows = await db.kysely.selectFrom('setting').select('key').where('key', 'like', 'kept %').execute()
  return rows.map(({ key }) => key).toSorted()
}

describe.each(databases)('what is asked for together on $name', (engine) => {
  const begin = (): Promise<Story> => tell(engine, { manifest, now: '2026-12-07T08:00' })

  it('is done, whoever fails beside it, and who fails leaves nothing', async () => {
    await using story = await begin()
    const works = ['a', 'b', 'c'].map((key) =>
      actTogether(story.house, 'openings', key, async (trx) => {
        await keep(trx, `kept ${key}`)
        if (key === 'b') throw new Error('b is at fault')
        return key
      }),
    )
    const outcomes = await Promise.allSettled(works)
    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : String(outcome.reason))),
    ).toEqual(['a', 'Error: b is at fault', 'c'])
    expect(await kept(story)).toEqual(['kept a', 'kept c'])
  })

  it('is done by all when the database itself refuses one of them', async () => {
    await using story = await begin()
    const works = ['a', 'b', 'a'].map((key, index) =>
      actTogether(story.house, 'openings', `${index}`, (trx) => keep(trx, `kept ${key}`)),
    )
    const outcomes = await Promise.allSettled(works)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await kept(story)).toEqual(['kept a', 'kept b'])
  })
})

const postgres = databases.filter(({ dialect }) => dialect === 'postgres')

it.each(postgres)('on $name shares a transaction, except with its own kind', async (engine) => {
  await using story = await tell(engine, { manifest, now: '2026-12-07T08:00' })
  const transactionOf = (key: string): Promise<string> =>
    actTogether(story.house, 'openings', key, async (trx, isAlone) => {
      const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(trx)
      return `${rows[0]!.id} ${isAlone ? 'alone' : 'in company'}`
    })
  const [a, b, again] = await Promise.all(['a', 'b', 'a'].map(transactionOf))
  expect(a).toMatch(/in company$/)
  expect(b).toBe(a)
  expect(again).toMatch(/alone$/)
})
