/** The view across 1,000 teams and 52 weeks: the first look, which reads and tells all of them, and those that follow. */
import { lastWholeWeek, toldAcross } from '../../src/engine/across.ts'
import { act } from '../../src/engine/act.ts'
import { companyOf, groundOf } from './pulse-company.ts'
import { judged, median, type Result } from './result.ts'
import { itemsOf } from '../../rituals/pulse/instrument.ts'
import { tally } from '../../rituals/pulse/tally.ts'

const TEAMS = 1000
const WEEKS = 52
const ROUNDS = 3

export async function acrossBench(folder: string): Promise<Result[]> {
  await using ground = await groundOf(folder, companyOf(12, []))
  const { house } = ground
  await fill((run) => act(house, run), lastWholeWeek(house))
  const first: number[] = []
  const later: number[] = []
  let blocks = 0
  for (let round = 0; round < ROUNDS; round++) {
    await house.db.kysely.deleteFrom('setting').where('key', 'like', 'across.%').execute()
    first.push(await look())
    later.push(await look())
  }
  const details = { polls: TEAMS * WEEKS, blocks }
  return [
    judged({
      name: 'all teams together, 1,000 of them over 52 weeks, when none has been told yet',
      goal: 'under 1 s',
      unit: 's',
      value: median(first),
      meets: (value) => value < 1,
      details: { times: first, ...details },
    }),
    judged({
      name: 'all teams together, 1,000 of them over 52 weeks, from then on',
      goal: 'under 0.1 s',
      unit: 's',
      value: median(later),
      meets: (value) => value < 0.1,
      details: { times: later, ...details },
    }),
  ]

  async function look(): Promise<number> {
    const kind = house.rituals.get('pulse')!
    const begun = performance.now()
    const told = await toldAcross(house, kind, kind.across!, lastWholeWeek(house))
    const reader = { t: house.texts.speak('en', 'pulse'), zone: 'Europe/Berlin', me: null }
    blocks = kind.across!.report(told, house.manifest.privacy.minimumGroup, reader).blocks.length
    return (performance.now() - begun) / 1000
  }
}

/** Written straight into the tables: what counts is what reading them costs. */
async function fill(
  within: (run: (trx: Parameters<Parameters<typeof act>[1]>[0]) => Promise<void>) => Promise<void>,
  last: Temporal.PlainDate,
): Promise<void> {
  const results = Array.from({ length: 4 }, (_, kind) =>
    Array.from({ length: 13 }, (__, week) => JSON.stringify(resultOf(kind, week + 1))),
  )
  for (let team = 0; team < TEAMS; team++) {
    await within(async (trx) => {
      const leader = `leader-${team}`
      await trx
        .insertInto('member')
        .values({
          id: leader,
          email: null,
          name: leader,
          language: null,
          zone: null,
          unit: null,
          joined_at: '',
          left_at: null,
          welcomed_at: null,
        })
        .execute()
      await trx
        .insertInto('team')
        .values({ id: `t${team}`, document: '{}', removed_at: null })
        .execute()
      await trx
        .insertInto('ritual')
        .values({
          id: `r${team}`,
          kind: 'pulse',
          team_id: `t${team}`,
          name: `r${team}`,
          schedule: '{}',
          options: '{}',
          state: 'active',
          paused_until: null,
          planned_until: '',
          with_teams: '[]',
        })
        .execute()
      const weeks = Array.from({ length: WEEKS }, (_, index) => {
        const closes = `${last
          .subtract({ weeks: WEEKS - 1 - index })
          .add({ days: 4 })
          .toString()}T11:00:00.000Z`
        return { id: `r${team}@${index}`, number: index + 1, closes }
      })
      await trx
        .insertInto('occurrence')
        .values(
          weeks.map(({ id, number, closes }) => ({
            id,
            ritual_id: `r${team}`,
            nominal: id,
            local_at: closes.slice(0, 19),
            state: 'closed' as const,
            reason: null,
            number,
            phase: 'over',
            opens_at: closes,
            closes_at: closes,
            next_at: null,
            frozen: null,
          })),
        )
        .execute()
      await trx
        .insertInto('result')
        .values(
          weeks.map(({ id, number, closes }) => ({
            occurrence_id: id,
            document: results[team % 4]![(number - 1) % 13]!,
            published_at: closes,
          })),
        )
        .execute()
      await trx
        .insertInto('response')
        .values(
          weeks.map(({ id, number, closes }) => ({
            occurrence_id: id,
            member_id: leader,
            form: 'prediction',
            at: closes,
            late: 0,
            answers: JSON.stringify(
              Object.fromEntries(itemsOf(number).map((item) => [item, 1 + ((team + number) % 5)])),
            ),
          })),
        )
        .execute()
    })
  }
}

/** Teams of 8, 10, 12 and 14, in which more agree from kind to kind. */
function resultOf(kind: number, number: number): object {
  const n = 8 + 2 * kind
  const ballots = Array.from({ length: n }, (_, voter) =>
    Object.fromEntries(itemsOf(number).map((item, index) => [item, (voter + index) % 4 < kind + 1 ? 4 : 2])),
  )
  return { invited: n, answered: n, tally: tally(ballots, { occurrence: { number }, threshold: 5 }), withheld: null }
}
