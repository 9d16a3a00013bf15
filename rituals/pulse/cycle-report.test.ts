import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEADER, type Nine, played, type PlayedCycle, SIX } from '../../test/pulse-cycle-scene.ts'
import { messageTo, textTo } from '../../test/pulse-scene.ts'
import { anke, readerOf } from '../../test/views.ts'
import { checkMessage } from '../../src/message/limits.ts'
import { plainText } from '../../src/message/text.ts'
import type { Block } from '#ritual'
import { closingCycle } from './cycle.ts'
import { gap } from './leader-report.ts'
import { measured } from './measure.ts'
import { gapIn } from './standing.ts'
import { tries } from '../../test/depth.ts'

const me = { ...anke, role: 'leader' as const, status: 'answered' as const, opensAt: '' }
const report = (cycles: PlayedCycle[], language: 'de' | 'en' = 'de') => textTo(played(cycles), 'leader-anke', language)
const chartsIn = (blocks: Block[]) => blocks.filter((block) => block.type === 'chart')
const tablesIn = (blocks: Block[]) => blocks.filter((block) => block.type === 'table')
/** Each of the same people, more than once. */
const times = (count: number, ballots: Nine[]): Nine[] => Array.from({ length: count }, () => ballots).flat()

const FIRST: PlayedCycle = { ballots: SIX, leader: LEADER, invited: 8 }

describe('the worked example, through what is kept of three weeks', () => {
  const view = played([FIRST])

  test('has the published index, interval and gap', () => {
    const { n, index, half } = measured(closingCycle(view)!)!
    expect({ n, index: index.toFixed(2), low: (index - half).toFixed(2), high: (index + half).toFixed(2) }).toEqual({
      n: 6,
      index: '56.48',
      low: '37.18',
      high: '75.78',
    })
    // 86.11, 29.63 and 10.33 to 48.93, told to five points because there are six answers
    expect(gapIn(closingCycle(view)!, 'anke', 5)).toEqual({
      own: 85,
      gap: 30,
      low: 10,
      high: 50,
      category: 'over-estimator',
    })
  })

  test('is told in one plain sentence, as a hint, with the numbers it follows from', () => {
    const text = textTo(view, 'leader-anke')
    expect(text).toMatch(/^Alle neun Aussagen: ein Hinweis, noch kein Befund\./m)
    expect(text).toContain('Du siehst dein Team 30 Punkte höher als es sich selbst; 10 bis 50 sind plausibel.')
    expect(text).toContain('Das ist ein Hinweis, noch kein Befund')
    expect(text).toContain('steht dein Team bei 55; 35 bis 75 sind plausibel. Deine Antworten ergeben 85.')
    expect(text).toContain('Gerundet auf fünf Punkte')
    const english = textTo(view, 'leader-anke', 'en')
    expect(english).toContain('You see your team 30 points higher than the team does; 10 to 50 is plausible.')
    expect(english).toContain('This is a hint, not yet a finding')
  })

  test('shows the nine statements as pairs of bars, in bands, with their table', () => {
    const { blocks } = messageTo(view, 'leader-anke')
    const [nine, trend] = chartsIn(blocks)
    expect(nine!.series.map(({ name, points }) => [name, points.length])).toEqual([
      ['Du', 9],
      ['Team', 9],
    ])
    // 2 to 4 of 6 agree: the mean lies between 25 and 83
    expect(nine!.series[0]!.points[0]).toEqual({ label: 'Ziel', value: 100 })
    expect(nine!.series[1]!.points[0]).toEqual({ label: 'Ziel', value: 54, low: 25, high: 83 })
    expect(nine!.alt).toContain('der Bereich, in dem der Mittelwert deines Teams liegen kann')
    expect(tablesIn(blocks)[0]!.rows).toHaveLength(9)
    expect(tablesIn(blocks)[0]!.rows[0]).toEqual([
      'Wir arbeiten alle auf dasselbe Ziel hin.',
      'ja',
      '2 bis 4 von 6',
      '10 bis 90 %',
    ])
    expect(trend).toMatchObject({ kind: 'lines', series: [{ points: [{ label: '18.11.' }, {}, { label: '2.12.' }] }] })
  })

  test('tells the team its number, and nothing of the leader', () => {
    const text = textTo(view, 'team')
    expect(text).toContain('Über alle neun Aussagen steht ihr auf einer Skala von 0 bis 100 bei 55; 35 bis 75')
    expect(text).not.toMatch(/85|30 Punkte/)
    expect(text).toBe(textTo(played([{ ...FIRST, leader: null }]), 'team'))
  })
})

describe('a gap is claimed', () => {
  test('when it shows in two cycles in a row', () => {
    const text = report([FIRST, FIRST])
    expect(text).toMatch(/^Alle neun Aussagen: du siehst dein Team höher, als es sich selbst sieht\./m)
    expect(text).toContain('zum zweiten Mal hintereinander')
  })

  test('in the other direction too', () => {
    const doubting = { ...FIRST, leader: [1, 1, 2, 1, 1, 2, 1, 1, 1] }
    const text = report([doubting, doubting])
    expect(text).toMatch(/^Alle neun Aussagen: dein Team sieht sich höher, als du es siehst\./m)
    expect(text).toContain('Dein Team sieht sich 50 Punkte höher als du; 30 bis 70 sind plausibel.')
    expect(report([doubting], 'en')).toContain('Your team sees itself 50 points higher than you do')
  })

  test('not by a single cycle, not after one in between that showed nothing, not below 60 %', () => {
    expect(report([FIRST, { ...FIRST, few: [2] }, FIRST])).toContain('noch kein Befund')
    expect(report([FIRST, { ...FIRST, leader: [4, 4, 3, 3, 4, 3, 3, 3, 3] }])).not.toContain('Hinweis')
    const quiet = { ...FIRST, invited: 11 }
    expect(report([quiet, quiet])).toContain('weniger als 60 % geantwortet')
    expect(report([quiet, quiet])).not.toContain('zum zweiten Mal')
  })
})

test('people who went away after voting break nothing', () => {
  const fewer = { ...FIRST, invited: 5 }
  expect(report([fewer, fewer])).toContain('zum zweiten Mal hintereinander')
})

describe('what is not said', () => {
  test('nothing is claimed when it is undetermined', () => {
    const text = report([{ ...FIRST, leader: [4, 4, 3, 4, 4, 4, 4, 3, 4] }])
    expect(text).toContain('lässt sich noch nicht sagen')
    expect(text).toContain('zwischen „5 Punkte niedriger“ und „35 Punkte höher“')
  })

  test('a divided team has no mean, for leader and team', () => {
    const camps: Nine[] = [...times(3, [Array(9).fill(1)]), ...times(4, [Array(9).fill(5)])]
    const text = report([{ ballots: camps, leader: LEADER }])
    expect(text).toMatch(/^Alle neun Aussagen: dein Team ist geteilter Meinung\./m)
    expect(text).not.toMatch(/auf einer Skala|Punkte höher/i)
    expect(textTo(played([{ ballots: camps }]), 'team')).toContain('liegen eure Antworten weit auseinander')
  })

  test('a week with too few answers holds the index back, and says why', () => {
    const text = report([{ ...FIRST, few: [1] }])
    expect(text).toMatch(/^Alle neun Aussagen: diesmal noch keine Zahl\./m)
    expect(text).toContain('In mindestens einer der Wochen ließ sich nichts zeigen.')
    expect(text).not.toContain('auf einer Skala')
  })

  test('a team that never reaches the threshold is not told so twice', () => {
    const view = played([{ ...FIRST, few: [1, 2, 3] }])
    for (const key of ['leader-anke', 'team'] as const) expect(textTo(view, key)).not.toContain('alle neun')
  })

  test('so does a statement that too few could judge', () => {
    const unsure = SIX.map((nine, voter): Nine => (voter < 2 ? nine.with(4, null) : nine))
    expect(report([{ ...FIRST, ballots: unsure }])).toContain('Nicht jede konnten genug Leute beurteilen.')
  })

  test('a leader who left one out sees where the team stands, and why nothing is compared', () => {
    const text = report([{ ...FIRST, leader: LEADER.with(4, null) }])
    expect(text).toContain('steht dein Team bei 55')
    expect(text).toContain('Dein eigener Wert fehlt')
    expect(text).not.toContain('Punkte höher')
  })

  test('from ten answers on, numbers are whole points, and a statement that divides has no mean', () => {
    const many = times(3, SIX).map((nine, voter): Nine => nine.with(0, voter % 2 === 0 ? 1 : 5))
    const view = played([{ ballots: many, leader: LEADER }])
    const { blocks } = messageTo(view, 'leader-anke')
    expect(chartsIn(blocks)[0]!.series[1]!.points[0]).toEqual({ label: 'Ziel', value: null })
    expect(chartsIn(blocks)[0]!.series[1]!.points[1]).toEqual({ label: 'Weg', value: 67, low: 57, high: 76 })
    const text = textTo(view, 'leader-anke')
    expect(text).toContain('Geteilter Meinung ist dein Team bei „Wir arbeiten alle auf dasselbe Ziel hin.“')
    expect(text).not.toContain('Gerundet auf fünf Punkte')
  })
})

test('the weeks between say when the number comes', () => {
  const view = played([FIRST])
  const after = (number: number) => ({ ...view, occurrence: { ...view.occurrence, number } })
  expect(textTo(after(4), 'leader-anke')).toContain('Noch 2 Umfragen, dann kommt die Zahl über alle neun.')
  expect(textTo(after(5), 'leader-anke')).toContain('Mit der nächsten Umfrage kommt die Zahl über alle neun.')
  expect(textTo(after(5), 'leader-anke')).not.toContain('auf einer Skala')
})

describe('/teamrunde gap', () => {
  const answer = (view: Parameters<typeof gap>[0], language: 'de' | 'en' = 'de') =>
    plainText(gap(view, readerOf('pulse', { me, language })), { language, zone: 'Europe/Berlin' })

  test('shows the index, its sentence and the nine statements, and nothing of the week', () => {
    const text = answer(played([FIRST]))
    expect(text).toContain('Du siehst dein Team 30 Punkte höher')
    expect(text).toContain('Die neun Aussagen, jede in ihrer Woche')
    expect(text).not.toContain('Die Aussagen der Woche')
    expect(answer(played([FIRST]), 'en')).toContain('On a scale from 0 to 100 your team stands at 55')
  })

  test('keeps showing the last cycle in the weeks after it', () => {
    const view = played([FIRST, FIRST])
    const [, ...history] = view.history
    const later = { ...view, ...view.history[0]!, history, occurrence: { ...view.occurrence, number: 5 } }
    expect(answer(later)).toContain('Du siehst dein Team 30 Punkte höher')
    expect(answer(later)).toContain('Mit der nächsten Umfrage kommt die Zahl über alle neun.')
  })
})

const step = fc.constantFrom(1, 2, 3, 4, 5)
const nine = fc.tuple(step, step, step, step, step, step, step, step, step)
const anyCycle = fc.record({
  ballots: fc.array(nine, { minLength: 5, maxLength: 14 }),
  leader: nine,
  invited: fc.integer({ min: 14, max: 18 }),
})
/** Teams that mostly agree with each other, so that there is something to say. */
const closeCycle = fc
  .tuple(nine, fc.array(fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), { minLength: 5, maxLength: 14 }), nine)
  .map(([usual, slips, leader]) => ({
    ballots: slips.map((each) => usual.map((value, index) => (each[index] && value < 5 ? value + 1 : value))),
    leader,
    invited: 14,
  }))

test('what is said and what is found agree, and everything fits, in both languages', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyCycle, closeCycle), { minLength: 1, maxLength: 2 }), (cycles) => {
      const view = played(cycles)
      const found = gapIn(closingCycle(view)!, 'anke', 5)
      for (const [language, higher, lower] of [
        ['de', /Du siehst dein Team \d+ Punkte höher/, /Dein Team sieht sich \d+ Punkte höher/],
        ['en', /You see your team \d+ points higher/, /Your team sees itself \d+ points higher/],
      ] as const) {
        const message = messageTo(view, 'leader-anke', language)
        checkMessage(message, 'pulse cycle')
        checkMessage(messageTo(view, 'team', language), 'pulse cycle, team')
        const text = plainText(message, { language, zone: 'Europe/Berlin' })
        expect(higher.test(text)).toBe(found?.category === 'over-estimator')
        expect(lower.test(text)).toBe(found?.category === 'under-estimator')
        if (found?.category === 'over-estimator') expect(found.low).toBeGreaterThan(0)
        if (found?.category === 'under-estimator') expect(found.high).toBeLessThan(0)
        if (found === null || cycles.length === 1) expect(text).not.toMatch(/zum zweiten Mal|second time/)
      }
    }),
    tries(60),
  )
})
