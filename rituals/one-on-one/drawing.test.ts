/** Which pairs a week is for: told week by week, with people who meet, don't, join and are away. */
import * as fc from 'fast-check'
import type { Absent, Candidate, Entry, Group, Past, Round } from '#ritual'
import { describe, expect, it } from 'vitest'
import { viewOf } from '../../test/views.ts'
import { daysAfter, daysBetween } from './cadence.ts'
import { draw } from './drawing.ts'
import { factsIn } from './pairs.ts'
import oneOnOne from './ritual.ts'
import { initial, type OneOnOneView, reduce, type State } from './state.ts'
import { tries } from '../../test/depth.ts'

const MONDAY = '2026-09-07'

const lead = { id: 'lead', name: 'Lead', unit: null }

function candidate(id: string, more: Partial<Candidate> = {}): Candidate {
  return {
    id,
    name: id,
    unit: null,
    email: `${id}@nordlicht.example`,
    role: 'member',
    zone: 'Europe/Berlin',
    since: '2026-01-01',
    leaders: ['lead'],
    workingHours: { from: '08:00', to: '17:00' },
    workDays: [1, 2, 3, 4, 5],
    ...more,
  }
}

const leading = (id = 'lead', more: Partial<Candidate> = {}): Candidate =>
  candidate(id, { role: 'leader', leaders: [], ...more })

interface Week {
  /** Who takes part; the leader belongs to it. */
  here: Candidate[]
  absent?: Absent[]
  /** What is answered in this week, given the pairs it is for. */
  log?: (groups: Group[], date: string) => Entry[]
}

/** Lives through these weeks and says for each which members it was for, in order. */
function through(weeks: Week[], options: unknown = {}, leaders = [lead]): Group[][] {
  const drawn: Group[][] = []
  let rounds: Round[] = []
  let history: Past<State, never>[] = []
  for (const [index, { here, absent = [], log }] of weeks.entries()) {
    const date = daysAfter(MONDAY, 7 * index)
    const occurrence = {
      id: `o${index}`,
      number: index + 1,
      date,
      opensAt: `${date}T07:00:00.000Z`,
      closesAt: `${daysAfter(date, 7)}T07:00:00.000Z`,
    }
    const base = viewOf(oneOnOne, { options, absent, leaders, members: [], now: occurrence.opensAt })
    const view: OneOnOneView = { ...base, occurrence, history: history.slice(0, oneOnOne.remembers) }
    const groups = draw(view, here, rounds)
    drawn.push(groups)
    const state = (log?.(groups, date) ?? []).reduce(reduce, initial())
    rounds = [{ occurrence, groups }, ...rounds]
    history = [{ occurrence, groups, state, result: null, started: [] }, ...history]
  }
  return drawn
}

const namesIn = (drawn: Group[][]): string[][] => drawn.map((groups) => groups.map(({ key }) => key))

const entry = (member: string, form: string, answers: Entry['answers'], at: string): Entry => ({
  member,
  role: 'member',
  form,
  answers,
  at,
  late: false,
})

/** All of them choose a day and talk on it; `day` counts from Monday. */
const everyoneTalks =
  (day = 2) =>
  (groups: Group[], date: string): Entry[] =>
    groups.flatMap(({ key }) => [
      entry(key, 'day', { date: daysAfter(date, day), time: '10:00' }, `${date}T08:00:00.000Z`),
      entry(key, 'talked', { met: 'yes' }, `${daysAfter(date, day)}T12:00:00.000Z`),
    ])

const named = (count: number): Candidate[] =>
  Array.from({ length: count }, (_, index) => candidate(`m${String(index).padStart(2, '0')}`))

const away = (
  id: string,
  until: string | null,
  reason: Absent['reason'] = 'away',
  role: Absent['role'] = 'member',
) => ({
  id,
  name: id,
  unit: null,
  role,
  reason,
  until,
})

describe('a week', () => {
  it('is for half of fifteen people when nobody has had a talk yet, and for the others in the next', () => {
    const here = [leading(), ...named(15)]
    const [first, second, third] = through(Array.from({ length: 3 }, () => ({ here, log: everyoneTalks() })))
    expect(first).toHaveLength(8)
    expect(second).toHaveLength(7)
    expect(new Set([...first!, ...second!].map(({ key }) => key)).size).toBe(15)
    expect(third!.map(({ key }) => key).toSorted()).toEqual(first!.map(({ key }) => key).toSorted())
  })

  it('comes again until they have talked, the longest gap first', () => {
    const here = [leading(), candidate('ana'), candidate('ben'), candidate('cem')]
    const onlyBen = (groups: Group[], date: string): Entry[] =>
      everyoneTalks()(groups, date).filter(({ member }) => member === 'ben')
    const weeks = through([{ here, log: everyoneTalks() }, { here, log: onlyBen }, { here }, { here }], { every: '1w' })
    expect(namesIn(weeks)).toEqual([
      ['ana', 'ben', 'cem'],
      ['ana', 'ben', 'cem'],
      ['ana', 'cem', 'ben'],
      ['ana', 'cem', 'ben'],
    ])
  })

  it('is weekly for whoever is new, and every two weeks from the ninety-first day on', () => {
    const here = [leading(), candidate('ana')]
    const withNew = [...here, candidate('neu', { since: '2026-09-09' })]
    const weeks = through([{ here }, ...Array.from({ length: 18 }, () => ({ here: withNew, log: everyoneTalks() }))])
    const asked = namesIn(weeks).flatMap((names, index) => (names.includes('neu') ? [index] : []))
    // The ninetieth day is 8 December, a Tuesday in the fourteenth week.
    expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 17])
  })

  it('takes nobody for new who was there when the bot came', () => {
    const everyone = [leading(), ...named(6).map((each) => ({ ...each, since: MONDAY }))]
    expect(through([{ here: everyone }])[0]).toHaveLength(3)
  })

  it('keeps what the manifest says of a pair: how often, with whom, or never', () => {
    const here = [
      leading(),
      leading('anke'),
      ...['ana', 'ben', 'cem'].map((id) => candidate(id, { leaders: ['anke', 'lead'] })),
    ]
    const options = {
      pairs: [
        { member: 'Ana@nordlicht.example', every: '1w' },
        { member: 'ben@nordlicht.example', leader: 'anke@nordlicht.example', every: '4w' },
        { member: 'cem@nordlicht.example', every: 'never' },
      ],
    }
    const leaders = [lead, { id: 'anke', name: 'Anke', unit: null }]
    const weeks = through(
      Array.from({ length: 5 }, () => ({ here, log: everyoneTalks() })),
      options,
      leaders,
    )
    expect(namesIn(weeks).map((names) => names.toSorted())).toEqual([
      ['ana', 'ben'],
      ['ana'],
      ['ana'],
      ['ana'],
      ['ana', 'ben'],
    ])
    expect(weeks[0]!.map(({ facts }) => facts['leader'])).toEqual(['lead', 'anke'])
  })

  it('gives everyone the first of the team’s leaders, and waits for one who is not there', () => {
    const leaders = [{ id: 'anke', name: 'Anke', unit: null }, lead]
    const member = candidate('ana', { leaders: ['anke', 'lead'] })
    expect(through([{ here: [leading(), leading('anke'), member] }], {}, leaders)[0]![0]!.facts['leader']).toBe('anke')
    expect(through([{ here: [leading(), member] }], {}, leaders)[0]).toEqual([])
    expect(through([{ here: [member] }])[0]).toEqual([])
  })

  it('begins anew with a new leader, at once', () => {
    const before = [leading(), candidate('ana')]
    const after = [leading('anke'), candidate('ana', { leaders: ['anke'] })]
    const weeks = through([{ here: before, log: everyoneTalks() }, { here: before }, { here: after }], {}, [
      lead,
      { id: 'anke', name: 'Anke', unit: null },
    ])
    expect(namesIn(weeks)).toEqual([['ana'], [], ['ana']])
    expect(factsIn(weeks[2]![0]!.facts)).toMatchObject({ leader: 'anke', held: 0, lastMet: null })
  })

  it('waits for who is away, and asks at once whoever is back', () => {
    const here = [leading(), candidate('ana')]
    const weeks = through([
      { here, log: everyoneTalks() },
      { here, absent: [away('ana', '2026-10-02')] },
      { here, absent: [away('ana', '2026-10-02')] },
      { here, absent: [away('ana', '2026-10-02')] },
      { here },
    ])
    expect(namesIn(weeks)).toEqual([['ana'], [], [], [], ['ana']])
  })

  it('is not lost when the leader is off on Monday, and is when nobody knows until when they are away', () => {
    const here = [leading(), candidate('ana')]
    const off = (until: string | null, reason: Absent['reason'] = 'away') => [away('lead', until, reason, 'leader')]
    expect(through([{ here, absent: off(MONDAY, 'holiday') }])[0]).toHaveLength(1)
    expect(through([{ here, absent: off('2026-09-08') }])[0]).toHaveLength(1)
    expect(through([{ here, absent: off('2026-09-10') }])[0]).toEqual([])
    expect(through([{ here, absent: off(null) }])[0]).toEqual([])
  })

  it('carries on a day that was agreed on, whoever is away now, and asks a second time whether they talked, but no third', () => {
    const here = [leading(), candidate('ana')]
    const nextTuesday = (groups: Group[], date: string): Entry[] =>
      groups.map(({ key }) => entry(key, 'day', { date: daysAfter(date, 8), time: '10:00' }, `${date}T08:00:00.000Z`))
    const weeks = through([
      { here, log: nextTuesday },
      { here, absent: [away('lead', null, 'away', 'leader')] },
      { here },
      { here },
    ])
    expect(weeks.map((groups) => groups[0]?.facts['startsAt'])).toEqual([
      null,
      '2026-09-15T08:00:00.000Z',
      '2026-09-15T08:00:00.000Z',
      null,
    ])
  })

  it('proposes the talks of one leader one after the other, and to each pair the time they had', () => {
    const here = [leading(), ...named(4)]
    const atThree = (groups: Group[], date: string): Entry[] =>
      everyoneTalks()(groups, date).map((each) =>
        each.member === 'm02' && each.form === 'day' ? { ...each, answers: { ...each.answers, time: '15:00' } } : each,
      )
    const weeks = through([{ here, log: atThree }, { here }], { every: '1w' })
    const times = (groups: Group[]) => Object.fromEntries(groups.map(({ key, facts }) => [key, facts['time']]))
    expect(times(weeks[0]!)).toEqual({ m00: '10:00', m01: '10:30', m02: '11:00', m03: '11:30' })
    expect(times(weeks[1]!)).toMatchObject({ m02: '15:00' })
    expect(new Set(Object.values(times(weeks[1]!))).size).toBe(4)
  })
})

describe('whatever happens', () => {
  const cadences = fc.constantFrom('1w', '2w', '3w', '4w')
  const plan = fc.record({
    every: cadences,
    people: fc.integer({ min: 1, max: 15 }),
    // Of each week and person: whether they talk, on which day, whether they are away.
    fates: fc.array(fc.array(fc.nat({ max: 9 }), { minLength: 15, maxLength: 15 }), { minLength: 6, maxLength: 14 }),
  })

  it('nobody goes over the cadence without being asked, and nobody is asked who is away for long', () => {
    fc.assert(
      fc.property(plan, ({ every, people, fates }) => {
        const members = named(people)
        const lastMet = new Map<string, string>()
        const weeks = fates.map((fate, week): Week => {
          const gone = members.filter((_, index) => fate[index] === 9)
          const date = daysAfter(MONDAY, 7 * week)
          return {
            here: [leading(), ...members],
            absent: gone.map(({ id }) => away(id, daysAfter(date, 20))),
            log: (groups) =>
              groups.flatMap(({ key }) => {
                const met = fate[Number(key.slice(1))]!
                return met > 4 ? [] : everyoneTalks(met)([{ key, members: ['lead', key], facts: {} }], date)
              }),
          }
        })
        const drawn = through(weeks, { every })
        for (const [week, groups] of drawn.entries()) {
          const date = daysAfter(MONDAY, 7 * week)
          for (const [index, { id }] of members.entries()) {
            const isAsked = groups.some(({ key }) => key === id)
            const fate = fates[week]![index]!
            if (fate === 9) expect(isAsked).toBe(false)
            else if (lastMet.has(id)) {
              const over = daysBetween(lastMet.get(id)!, daysAfter(date, 6)) >= Number(every[0]) * 7
              expect(isAsked).toBe(over)
            } else if (week >= Number(every[0]) - 1) expect(isAsked).toBe(true)
            if (isAsked && fate <= 4) lastMet.set(id, daysAfter(date, fate))
          }
        }
      }),
      tries(40),
    )
  })

  it('the same people and rounds make the same pairs, in whichever order they are given', () => {
    const here = [leading(), ...named(9)]
    const keysOf = (weeks: Week[]) => through(weeks).map((groups) => groups.map(({ key, facts }) => [key, facts]))
    expect(keysOf([{ here, log: everyoneTalks() }, { here }])).toEqual(
      keysOf([{ here: here.toReversed(), log: everyoneTalks() }, { here: here.toReversed() }]),
    )
  })
})
