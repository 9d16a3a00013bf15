import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ballotsOf } from '../../test/pulse-scene.ts'
import { plainText } from '../../src/message/text.ts'
import { readerOf } from '../../test/views.ts'
import { gapAcross, moving, type Polls, weekAcross } from './across.ts'
import type { ToldWeek } from '#ritual'
import { across as acrossTeams } from './across-report.ts'
import { itemsOf } from './instrument.ts'
import { tally } from './tally.ts'
import { tries } from '../../test/depth.ts'

const MONDAY = '2026-11-09'

interface Given {
  team: string
  answered: number
  agree: number
  /** The leader's step on the global statement and on all others. */
  leader?: number | null
  number?: number
  week?: string
}

function poll({ team, answered, agree, leader = 5, number = 1, week = MONDAY }: Given): Polls[number] {
  const agreement = Object.fromEntries(itemsOf(number).map((item) => [item, agree]))
  const ballots = ballotsOf({ answered, week: number, agreement })
  const counted = answered < 5 ? null : tally(ballots, { occurrence: { number }, threshold: 5 })
  const answers = Object.fromEntries(itemsOf(number).map((item) => [item, leader]))
  return {
    ritual: team,
    team,
    number,
    week,
    state: { predictions: leader === null ? {} : { [`lead-${team}`]: answers }, plans: {}, outcomes: {}, begun: [] },
    result: { invited: answered + 1, answered, tally: counted, withheld: counted ? null : 'few' },
  }
}

const teams = (count: number, of: (index: number) => Omit<Given, 'team'>): Polls =>
  Array.from({ length: count }, (_, index) => poll({ team: `t${index}`, ...of(index) }))

/** 13 of 20 leaders, 24 of 100 staff. */
const twenty = teams(20, (index) => ({ answered: 5, agree: index < 4 ? 2 : 1, leader: index < 13 ? 4 : 2 }))

describe('all teams together', () => {
  test('say what leaders and what staff see, with an interval for the difference', () => {
    const across = weekAcross(MONDAY, twenty, 5)!
    expect(across).toMatchObject({ teams: 20, leftOut: 0, leaders: { count: 13, n: 20 }, staff: { count: 24, n: 100 } })
    expect(across.difference).toBeCloseTo(0.41, 6)
    expect(across.low).toBeGreaterThan(0.1)
    expect(across.p).toBeLessThan(0.01)
  })

  test('count a team once a week, with its last poll, and nobody who gave no view', () => {
    const twice = [
      ...teams(6, () => ({ answered: 10, agree: 3 })),
      poll({ team: 't0', answered: 12, agree: 12, leader: null }),
    ]
    expect(weekAcross(MONDAY, twice, 5)).toMatchObject({
      teams: 6,
      leaders: { count: 5, n: 5 },
      staff: { count: 5 * 3 + 12, n: 62 },
    })
  })

  test('leave a team out whose answers could be worked out from the rest', () => {
    // Six teams tell exact shares of their own; whoever adds them up knows what the seventh, told in bands, answered.
    const large = teams(6, () => ({ answered: 10, agree: 3 }))
    const alone = weekAcross(MONDAY, [...large, poll({ team: 'small', answered: 6, agree: 6 })], 5)!
    expect(alone).toMatchObject({ teams: 6, leftOut: 1, staff: { count: 18, n: 60 } })
    const pair = [poll({ team: 'small', answered: 6, agree: 6 }), poll({ team: 'other', answered: 5, agree: 0 })]
    expect(weekAcross(MONDAY, [...large, ...pair], 5)).toMatchObject({
      teams: 8,
      leftOut: 0,
      staff: { count: 24, n: 71 },
    })
  })

  test('leave the small ones out where the weeks before would tell of a single one that came or went', () => {
    const large = teams(6, () => ({ answered: 10, agree: 3 }))
    const small = (...sizes: number[]): Polls =>
      sizes.map((answered, index) => poll({ team: `s${index}`, answered, agree: 2 }))
    const first = weekAcross('2026-11-02', [...large, ...small(6, 5, 7)], 5)!
    expect(first).toMatchObject({ teams: 9, small: [{ team: 's0' }, { team: 's1' }, { team: 's2' }] })
    // Only four of the third team answer: who takes this sum from the last one has what five or more of it said before.
    const second = weekAcross('2026-11-09', [...large, ...small(6, 5, 4)], 5, [first])!
    expect(second).toMatchObject({ teams: 6, leftOut: 3, small: [], staff: { n: 60 } })
    expect(weekAcross('2026-11-16', [...large, ...small(6, 5, 7)], 5, [first, second])).toMatchObject({ teams: 9 })
    // One that has ten answers is told exactly: the others must not be what is left of an earlier sum.
    expect(weekAcross('2026-11-16', [...large, ...small(6, 10, 7)], 5, [first, second])).toMatchObject({ small: [] })
    // Two that go have ten answers together, as one larger team might.
    expect(weekAcross('2026-11-16', [...large, ...small(6, 5, 4, 8, 7)], 5, [])).toMatchObject({ teams: 10 })
    expect(weekAcross('2026-11-16', [...large, ...small(6, 5, 7, 8, 7)], 5, [first])).toMatchObject({ teams: 11 })
    expect(weekAcross('2026-11-30', [...large, ...small(6, 5, 4)], 5, [first])).toMatchObject({ teams: 8 })
  })

  test('say nothing of fewer leaders than the threshold, and nothing of teams below it', () => {
    expect(
      weekAcross(
        MONDAY,
        teams(4, () => ({ answered: 12, agree: 6 })),
        5,
      ),
    ).toBeNull()
    const some = [...teams(5, () => ({ answered: 12, agree: 6 })), poll({ team: 'tiny', answered: 3, agree: 3 })]
    expect(weekAcross(MONDAY, some, 5)).toMatchObject({ teams: 5, leftOut: 1, staff: { n: 60 } })
  })

  test('never let a single small team be told by subtraction, whatever the teams', () => {
    const team = fc.record({ answered: fc.integer({ min: 0, max: 14 }), agree: fc.nat(14) })
    fc.assert(
      fc.property(fc.array(team, { maxLength: 12 }), (given) => {
        const held = teams(given.length, (index) => ({
          answered: given[index]!.answered,
          agree: Math.min(given[index]!.agree, given[index]!.answered),
        }))
        const across = weekAcross(MONDAY, held, 5)
        if (!across) return
        const exact = given.filter(({ answered }) => answered >= 10)
        const rest = across.staff.n - exact.reduce((sum, { answered }) => sum + answered, 0)
        expect(rest === 0 || rest >= 10).toBe(true)
        expect(across.small.reduce((sum, { n }) => sum + n, 0)).toBe(rest)
        expect(across.leaders.n).toBeGreaterThanOrEqual(5)
      }),
      tries(300),
    )
  })
})

describe('over all nine statements', () => {
  const cycle = (team: string, agree: number, leader: number): Polls =>
    [1, 2, 3].map((number) => poll({ team, answered: 10, agree, leader, number, week: `2026-11-0${2 + number}` }))

  test('the mean of the gaps that leaders were told, and how probable it is by chance', () => {
    const six = Array.from({ length: 6 }, (_, index) => cycle(`t${index}`, 8, 4)).flat()
    // Eight at 75 and two at 25 make 65; the leader stands at 75.
    expect(gapAcross(six, 5)).toMatchObject({ teams: 6, mean: 10, p: 2 / 64 })
    expect(gapAcross(cycle('t0', 8, 4), 5)).toBeNull()
  })
})

describe('the report', () => {
  function told(held: Polls, language: 'de' | 'en'): string {
    const weeks = [...new Set([...held.map(({ week }) => week), MONDAY])].toSorted()
    const before: ToldWeek[] = []
    for (const week of weeks) {
      const own = held.filter((each) => each.week === week)
      const recent = week === MONDAY ? held : null
      before.push({
        week,
        told: kept(acrossTeams.tell({ week, held: own, recent, before: [...before], threshold: 5 })),
      })
    }
    return plainText(acrossTeams.report(before, 5, readerOf('pulse', { language })), {
      language,
      zone: 'Europe/Berlin',
    })
  }

  /** As the engine keeps it. */
  const kept = (document: unknown): unknown => JSON.parse(JSON.stringify(document))

  test('says it in sentences, in both languages', () => {
    expect(told(twenty, 'en')).toContain('Leaders see more team spirit than their staff do.')
    expect(told(twenty, 'en')).toContain('13 of 20 leaders say so (65%), and 24 of 100 staff (24%).')
    expect(told(twenty, 'en')).toMatch(/That is 41 percentage points apart; \d+ to \d+ is plausible/)
    expect(told(twenty, 'de')).toContain('13 von 20 Führungskräften (65 %) und 24 von 100 Mitarbeitenden (24 %)')
  })

  test('claims nothing where chance may be at work', () => {
    const alike = teams(6, () => ({ answered: 5, agree: 2, leader: 3 }))
    expect(told(alike, 'en')).toContain("It can't be said whether")
  })

  test('says what it would take where nothing can be told', () => {
    expect(told([], 'en')).toContain('nothing can be told of all teams together')
    expect(told([], 'de')).toContain('mindestens fünf Führungskräfte')
  })

  test('names a movement only when chance hardly explains it', () => {
    const weeks = Array.from({ length: 10 }, (_, index) => {
      const week = Temporal.PlainDate.from(MONDAY)
        .subtract({ weeks: 9 - index })
        .toString()
      return teams(5, () => ({ answered: 20, agree: 15 - index, leader: 4, week }))
    }).flat()
    const across = [...new Set(weeks.map(({ week }) => week))].map((week) =>
      weekAcross(
        week,
        weeks.filter((each) => each.week === week),
        5,
      )!,
    )
    expect(moving(across)).toBe(65)
    expect(moving(across.slice(0, 3))).toBeNull()
    expect(told(weeks, 'en')).toContain('Over 10 weeks the difference has moved towards the leaders')
  })
})
