import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate } from '#ritual'
import type { Draw, Drawn, Pair } from './draw.ts'
import { pairing } from './pairing.ts'
import { common, shiftsOn } from './working-time.ts'
import { tries } from '../../../test/depth.ts'

const DATE = '2026-12-03'

const person = (index: number, more: Partial<Candidate> = {}): Candidate => ({
  id: `p${index}`,
  name: `P${index}`,
  unit: null,
  email: null,
  role: 'member',
  zone: 'Europe/Berlin',
  since: '2025-01-01',
  leaders: [],
  workingHours: { from: '08:00', to: '17:00' },
  workDays: [1, 2, 3, 4, 5],
  ...more,
})

const crowd = (count: number, more: (index: number) => Partial<Candidate> = () => ({})): Candidate[] =>
  Array.from({ length: count }, (_, index) => person(index, more(index)))

/** Numbers of chance that a test can repeat (Park and Miller). */
function chance(seed: number): () => number {
  let state = (seed % 2147483646) + 1
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

const drawOf = (people: readonly Candidate[], more: Partial<Draw> = {}): Draw => ({
  people,
  rounds: [],
  date: DATE,
  apart: [],
  skipLevel: new Set(),
  across: true,
  random: chance(1),
  ...more,
})

const pairsOf = (group: readonly string[]): Pair[] =>
  group.flatMap((one, index) => group.slice(index + 1).map((other): Pair => [one, other]))

const keyOf = (pair: Pair): string => [...pair].toSorted().join()

/** Lives through rounds. `at` says who is there in each. */
function live(rounds: number, at: (round: number) => readonly Candidate[], more: Partial<Draw> = {}): Drawn[] {
  const lived: Drawn[] = []
  for (let round = 0; round < rounds; round += 1) {
    const before = lived.map(({ groups }) => groups).toReversed()
    lived.push(pairing(drawOf(at(round), { rounds: before, random: chance(round), ...more })))
  }
  return lived
}

const meetings = (lived: readonly Drawn[]): string[] =>
  lived.flatMap(({ groups }) => groups.flatMap(pairsOf)).map(keyOf)

function repeatsIn(lived: readonly Drawn[]): number {
  const met = meetings(lived)
  return met.length - new Set(met).size
}

/** Who has met everyone must meet somebody again. */
const fewestRepeats = (lived: readonly Drawn[], count: number): number =>
  Math.max(0, meetings(lived).length - (count * (count - 1)) / 2)

const units =
  (count: number) =>
  (index: number): Partial<Candidate> => ({ unit: `unit ${Math.floor((index * 4) / count)}` })

describe('stable groups', () => {
  it('of an even number go through all rounds without a repeat', () => {
    for (const count of [2, 4, 6, 8, 10, 12, 14, 16, 20, 26]) {
      const people = crowd(count, units(count))
      const lived = live(count - 1, () => people)
      expect(repeatsIn(lived), `${count} people`).toBe(0)
      expect(lived.flatMap(({ leftOut }) => leftOut)).toEqual([])
      expect(new Set(meetings(lived)).size).toBe((count * (count - 1)) / 2)
    }
  })

  it('of an odd number drop nobody, and have everyone meet everyone as soon as can be', () => {
    for (const count of [3, 5, 7, 9, 11, 13, 15, 21]) {
      const people = crowd(count, units(count))
      const lived = live(count - 1, () => people)
      expect(repeatsIn(lived), `${count} people`).toBe(fewestRepeats(lived, count))
      for (const { groups, leftOut } of lived) {
        expect(leftOut).toEqual([])
        expect(groups.filter((group) => group.length === 3)).toHaveLength(1)
      }
    }
  })

  it('of an odd number and one unit stay free of repeats for n − 4 rounds', () => {
    const people = crowd(17)
    expect(repeatsIn(live(13, () => people))).toBe(0)
  })

  it('begin again with those who have not met for longest', () => {
    const people = crowd(6)
    const lived = live(10, () => people)
    const sortedGroups = ({ groups }: Drawn): string[] => groups.map((group) => group.toSorted().join()).toSorted()
    for (let round = 5; round < 10; round += 1)
      expect(sortedGroups(lived[round]!)).toEqual(sortedGroups(lived[round - 5]!))
  })

  it('meet across units as much as they can, as long as there is somebody new', () => {
    const crossing = (people: readonly Candidate[], { groups }: Drawn): number => {
      const unitOf = new Map(people.map(({ id, unit }) => [id, unit]))
      return groups.flatMap(pairsOf).filter(([one, other]) => unitOf.get(one) !== unitOf.get(other)).length
    }
    const equal = crowd(20, units(20))
    for (const drawn of live(10, () => equal)) expect(crossing(equal, drawn)).toBe(10)
    const unequal = crowd(20, (index) => ({ unit: index < 12 ? 'large' : 'small' }))
    for (const drawn of live(10, () => unequal)) expect(crossing(unequal, drawn)).toBe(8)
  })
})

describe('groups that change', () => {
  it('stay free of repeats for half as many rounds as they are people (Dirac), whoever comes, goes or is away', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 8, max: 24 }), (seed, size) => {
        const draw = chance(seed)
        let people = crowd(size)
        let next = size
        const lived = live(Math.floor(size / 2) - 2, (round) => {
          if (round > 0) people = people.map((each) => (draw() < 0.1 ? person((next += 1)) : each))
          return people
        })
        expect(repeatsIn(lived)).toBe(0)
      }),
      tries(15),
    )
  })

  it('draw a newcomer together with somebody who knows their way', () => {
    const people = crowd(8, (index) => (index % 3 === 0 ? { since: '2026-11-20' } : {}))
    const newcomers = new Set(['p0', 'p3', 'p6'])
    const { groups } = pairing(drawOf(people))
    for (const group of groups) expect(group.filter((id) => newcomers.has(id)).length).toBeLessThan(2)
  })
})

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'] as const

/** A few people with all that can stand between them. */
const scenes = fc.record({
  count: fc.integer({ min: 1, max: 7 }),
  seed: fc.nat(),
  thick: fc.double({ min: 0, max: 0.9, noNaN: true }),
  far: fc.boolean(),
  led: fc.boolean(),
})

function sceneOf({
  count,
  seed,
  thick,
  far,
  led,
}: typeof scenes extends fc.Arbitrary<infer Scene> ? Scene : never): Draw {
  const draw = chance(seed)
  const people = crowd(count, (index) => ({
    zone: far ? zones[Math.floor(draw() * zones.length)]! : zones[0],
    leaders: led && index > 0 ? [`p${Math.floor((index - 1) / 2)}`] : [],
  }))
  const everyPair = pairsOf(people.map(({ id }) => id))
  const rounds = Array.from({ length: Math.floor(draw() * 4) }, () => pairing(drawOf(people, { random: draw })).groups)
  return drawOf(people, {
    apart: everyPair.filter(() => draw() < thick * 0.7),
    skipLevel: new Set(people.filter(() => draw() < 0.3).map(({ id }) => id)),
    rounds,
    random: draw,
  })
}

/** What must never be, said anew: from the people alone. */
function may(draw: Draw, group: readonly string[]): boolean {
  const of = (id: string): Candidate => draw.people.find((each) => each.id === id)!
  const aboveOf = (id: string): string[] => of(id).leaders.flatMap((leader) => of(leader).leaders)
  const leads = (one: string, other: string): boolean =>
    of(other).leaders.includes(one) || (aboveOf(other).includes(one) && !draw.skipLevel.has(other))
  const apart = new Set(draw.apart.map(keyOf))
  return (
    common(shiftsOn(draw.date, group.map(of))) !== null &&
    pairsOf(group).every((pair) => !apart.has(keyOf(pair)) && !leads(...pair) && !leads(pair[1], pair[0]))
  )
}

/** Left alone first, then more trios than needed, then repeats: the least of all ways to part these people into twos and threes. */
function leastOf(draw: Draw): number {
  const met = new Set(draw.rounds.flat().flatMap(pairsOf).map(keyOf))
  const costOf = (group: readonly string[]): number =>
    (group.length === 3 ? 100 : 0) + pairsOf(group).filter((pair) => met.has(keyOf(pair))).length
  const least = (left: readonly string[]): number => {
    const [one, ...rest] = left
    if (one === undefined) return 0
    let best = 10_000 + least(rest)
    for (const [index, other] of rest.entries()) {
      for (const third of [undefined, ...rest.slice(index + 1)]) {
        const group = third === undefined ? [one, other] : [one, other, third]
        if (may(draw, group)) best = Math.min(best, costOf(group) + least(rest.filter((id) => !group.includes(id))))
      }
    }
    return best
  }
  return least(draw.people.map(({ id }) => id))
}

describe('whatever stands between people', () => {
  it('is respected, nobody is in two groups or forgotten, and as few as possible are left alone', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const draw = sceneOf(scene)
        const { groups, leftOut } = pairing(draw)
        for (const group of groups) expect(may(draw, group)).toBe(true)
        const everyone = [...groups.flat(), ...leftOut.map(({ member }) => member)]
        expect(everyone.toSorted()).toEqual(draw.people.map(({ id }) => id).toSorted())
        const trios = groups.filter((group) => group.length === 3).length
        expect(10_000 * leftOut.length + 100 * trios).toBe(Math.floor(leastOf(draw) / 100) * 100)
      }),
      tries(120),
    )
  })

  it('costs no repeat that could have been spared, where nobody is left alone', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const draw = sceneOf({ ...scene, thick: 0, far: false, led: false })
        const met = new Set(draw.rounds.flat().flatMap(pairsOf).map(keyOf))
        const { groups, leftOut } = pairing(draw)
        const repeats = groups.flatMap(pairsOf).filter((pair) => met.has(keyOf(pair))).length
        if (leftOut.length === 0) expect(repeats).toBe(leastOf(draw) % 100)
      }),
      tries(60),
    )
  })

  it('is told truly to whoever is left, and nothing of a do-not-pair list', () => {
    const reason = (people: Candidate[], apart: Pair[] = []): string[] =>
      pairing(drawOf(people, { apart })).leftOut.map((each) => `${each.member} ${each.reason}`)
    expect(reason([])).toEqual([])
    expect(reason([person(0)])).toEqual(['p0 alone'])
    expect(reason([person(0), person(1)], [['p0', 'p1']]).toSorted()).toEqual(['p0 nobody-free', 'p1 nobody-free'])
    expect(reason([person(0), person(1), person(2, { zone: 'Pacific/Auckland' })])).toEqual(['p2 hours'])
    expect(reason([person(0), person(1, { leaders: ['p0'] }), person(2, { leaders: ['p0'] })])).toEqual(['p0 leading'])
  })

  it('leaves a different one alone the next time', () => {
    const people = crowd(3)
    const lived = live(4, () => people, { apart: [['p0', 'p1']] })
    const left = lived.map(({ leftOut }) => leftOut.map(({ member }) => member).join())
    expect(new Set(left)).toEqual(new Set(['p0', 'p1']))
    expect(left[0]).not.toBe(left[1])
    expect(left[1]).not.toBe(left[2])
  })

  it('lets somebody meet who leads their leader only if they wish it', () => {
    const people = [
      person(0),
      person(1, { leaders: ['p0'] }),
      person(2, { leaders: ['p1'] }),
      person(3, { leaders: ['p1'] }),
    ]
    expect(pairing(drawOf(people)).groups.map((group) => group.toSorted())).toEqual([['p2', 'p3']])
    // Whose leader is away today is led all the same.
    const without = [people[0]!, person(2, { leaders: ['p1'], above: ['p0'] })]
    expect(pairing(drawOf(without)).groups).toEqual([])
    const { groups } = pairing(drawOf(people, { skipLevel: new Set(['p3']) }))
    expect(groups.map((group) => group.toSorted().join())).toContain('p0,p3')
  })
})

describe('chance', () => {
  it('decides only where its numbers differ: the same people, rounds and numbers give the same groups, in whatever order they come', () => {
    fc.assert(
      fc.property(scenes, fc.nat(), (scene, seed) => {
        const draw = { ...sceneOf(scene), random: chance(seed) }
        const turned = { ...draw, people: draw.people.toReversed(), random: chance(seed) }
        expect(pairing(turned)).toEqual(pairing({ ...draw, random: chance(seed) }))
      }),
      tries(30),
    )
  })

  it('draws differently with other numbers', () => {
    const outcomes = Array.from({ length: 5 }, (_, seed) =>
      JSON.stringify(pairing(drawOf(crowd(12), { random: chance(seed) }))),
    )
    expect(new Set(outcomes).size).toBeGreaterThan(1)
  })
})

describe('many people', () => {
  it('two hundred stay free of repeats, across units, with some away and some kept apart', () => {
    const people = crowd(200, units(200))
    const apart: Pair[] = [
      ['p3', 'p77'],
      ['p3', 'p150'],
      ['p9', 'p10'],
    ]
    const lived = live(4, (round) => people.filter((_, index) => index % 10 !== round), { apart })
    expect(repeatsIn(lived)).toBe(0)
    expect(lived.flatMap(({ leftOut }) => leftOut)).toEqual([])
    for (const key of apart.map(keyOf)) expect(meetings(lived)).not.toContain(key)
  })

  it('a thousand in four zones, a third of them newly come, are all in a group that may be', () => {
    const people = crowd(1001, (index) => ({ ...units(1001)(index), zone: zones[index % 3]! }))
    const draw = drawOf(people, {
      apart: [
        ['p0', 'p1'],
        ['p2', 'p500'],
      ],
    })
    const first = pairing(draw)
    const second = pairing({
      ...draw,
      rounds: [first.groups],
      people: people.slice(300).concat(crowd(1301).slice(1001)),
    })
    for (const { groups, leftOut } of [first, second]) {
      expect(leftOut).toEqual([])
      for (const group of groups.slice(0, 200))
        expect(
          may(
            draw,
            group.filter((id) => Number(id.slice(1)) < 1001),
          ),
        ).toBe(true)
    }
    expect(repeatsIn([first, second])).toBe(0)
  })

  it('ten thousand meet nobody again', () => {
    const people = crowd(10_000, units(10_000))
    const lived = live(3, () => people)
    expect(repeatsIn(lived)).toBe(0)
    expect(lived.map(({ groups }) => groups.length)).toEqual([5000, 5000, 5000])
  })
})
