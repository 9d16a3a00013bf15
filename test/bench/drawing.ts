/** Opening a coffee for ten thousand people with a year of rounds behind them: read who met whom, draw, write to everyone, in one transaction. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Group } from '#ritual'
import { act } from '../../src/engine/act.ts'
import type { House } from '../../src/engine/house.ts'
import { advance } from '../../src/engine/occurrence.ts'
import { seeded } from '../../src/engine/seed.ts'
import { keepGroups } from '../../src/store/pairings.ts'
import { instantText } from '../../src/time/format.ts'
import { companyOf, groundOf, plan } from './pulse-company.ts'
import { judged, progress, type Result } from './result.ts'

const PEOPLE = 10_000
const ROUNDS = 52

const schedule = { every: 'week', on: 'thu', at: '10:00', zone: 'team', window: '7d', reminder: '5d' }
const coffee = { id: 'coffee', kind: 'coffee', team: 'all', schedule }

export async function drawingBench(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'teamrunde-bench-'))
  try {
    return [await opening(folder)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function opening(folder: string): Promise<Result> {
  await using ground = await groundOf(folder, companyOf(PEOPLE, [coffee]))
  const { house } = ground
  const members = (await house.db.kysely.selectFrom('member').select('id').execute()).map(({ id }) => id)
  for (let ago = ROUNDS; ago >= 1; ago -= 1) await live(house, members, ago)
  progress(`  ${ROUNDS} rounds of ${PEOPLE} people are kept`)
  const occurrence = await plan(house, 'coffee', 168)
  const begun = performance.now()
  await advance(house, occurrence)
  const seconds = (performance.now() - begun) / 1000
  const { drawn } = await house.db.kysely
    .selectFrom('pairing')
    .select((select) => select.fn.countAll<number>().as('drawn'))
    .where('occurrence_id', '=', occurrence)
    .executeTakeFirstOrThrow()
  return judged({
    name: 'opening a coffee for 10,000 people, 52 rounds behind them',
    goal: 'under 8 s, in which nobody else can write',
    unit: 's',
    value: seconds,
    meets: (value) => value < 8,
    details: { drawn, messages: await messagesOf(house, occurrence) },
  })
}

/** An earlier round, with the facts that a drawing keeps. */
async function live(house: House, members: readonly string[], ago: number): Promise<void> {
  const chance = seeded(`round ${ago}`)
  const order = members.map((id) => ({ id, at: chance() })).toSorted((a, b) => a.at - b.at)
  const at = instantText(house.clock.now().subtract({ hours: 168 * ago }))
  const facts = { ago: null, newcomers: '', across: true, wished: false, starters: '3 17 29', times: at }
  const groups = Array.from({ length: members.length >> 1 }, (_, index): Group => ({
    key: String(index + 1).padStart(5, '0'),
    members: [order[2 * index]!.id, order[2 * index + 1]!.id],
    facts,
  }))
  await act(house, async (trx) => {
    await trx
      .insertInto('occurrence')
      .values({
        id: `coffee@${ago}`,
        ritual_id: 'coffee',
        nominal: at,
        local_at: at.slice(0, 19),
        state: 'closed',
        reason: null,
        number: ROUNDS - ago + 1,
        phase: 'over',
        opens_at: at,
        closes_at: at,
        next_at: null,
        frozen: null,
      })
      .execute()
    await keepGroups(trx, `coffee@${ago}`, groups)
  })
}

async function messagesOf(house: House, occurrence: string): Promise<number> {
  const { queued } = await house.db.kysely
    .selectFrom('delivery')
    .select((select) => select.fn.countAll<number>().as('queued'))
    .where('occurrence_id', '=', occurrence)
    .executeTakeFirstOrThrow()
  return queued
}
