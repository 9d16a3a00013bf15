/**
 * Drawing coffee groups: year after year of weekly rounds, for teams and for companies, stable ones and such in which a tenth comes and goes from
 * round to round. Whatever two people share a group have met; the least number of repeats follows from how often anybody met.
 */
import type { Draw } from '../../rituals/coffee/pairing/draw.ts'
import { EXACT_UP_TO, pairing } from '../../rituals/coffee/pairing/pairing.ts'
import { seeded } from '../../src/engine/seed.ts'
import { judged, progress, quantile, type Result, rounded } from './result.ts'

const SIZES = [9, 20, 50, 200, 1000, 10_000]
const CHURN = [0, 0.1]
const WEEKS = 52
const DATE = '2026-12-03'

type Departments = 'four equal' | 'one of 60 %'

interface Setting {
  size: number
  departments: Departments
  churn: number
}

interface Lived extends Setting {
  rounds: number
  /** Over the least there can be with stable membership: max(0, meetings − n(n − 1)/2). */
  repeatsOverBound: number
  /** In the first n/2 rounds, for which there is always somebody new in an even group (Dirac 1952). */
  earlyRepeats: number
  crossPairs: number
  /** min(⌊n/2⌋, n − the largest department) in each round. */
  crossBound: number
  /** Pairs across departments there are, with stable membership: no more can be had without a repeat. */
  crossWithoutRepeats: number
  /** Milliseconds of processor time: what a drawing, which waits for nothing, takes on a quiet core. */
  p95: number
  longestWait: number
  hardViolations: number
}

export async function pairingBench(): Promise<Result[]> {
  const settings = SIZES.flatMap((size) =>
    (['four equal', 'one of 60 %'] as const).flatMap((departments) =>
      CHURN.map((churn): Setting => ({ size, departments, churn })),
    ),
  )
  // What the first drawings compile is not what a drawing costs.
  for (const size of [20, 51, 1000]) live({ size, departments: 'four equal', churn: 0.1 })
  const lived = settings.map((setting) => {
    const each = live(setting)
    progress(
      `  ${setting.size} people, ${setting.departments}, ${setting.churn * 100} % churn: ${rounded(each.p95)} ms`,
    )
    return each
  })
  return resultsOf(lived)
}

interface Person {
  candidate: Draw['people'][number]
  department: string
  lastCoffee: number
}

/** A year of rounds; a stable group that is matched exactly lives on until everyone could have met everyone. */
const roundsFor = ({ size, churn }: Setting): number =>
  churn === 0 && size <= EXACT_UP_TO ? size - 1 : Math.min(size - 1, WEEKS)

function live(setting: Setting): Lived {
  const { size, churn } = setting
  const chance = seeded(`bench ${size} ${setting.departments} ${churn}`)
  const total = roundsFor(setting)
  const met = new Set<string>()
  const rounds: string[][][] = []
  const times: number[] = []
  const lived = {
    meetings: 0,
    repeats: 0,
    earlyRepeats: 0,
    crossPairs: 0,
    crossBound: 0,
    longestWait: 0,
    hardViolations: 0,
  }
  let next = size
  let people = Array.from({ length: size }, (_, index) => personOf(index, departmentOf(setting, index), 0))
  for (let round = 0; round < total; round += 1) {
    if (round > 0) people = people.map((one) => (chance() < churn ? personOf(next++, one.department, round) : one))
    const draw = drawOf(people, rounds, round)
    const begun = process.threadCpuUsage()
    const { groups } = pairing(draw)
    const { user, system } = process.threadCpuUsage(begun)
    times.push((user + system) / 1000)
    note(groups, round)
    // As the store gives them: it knows no seats.
    rounds.unshift(groups.map((group) => group.toSorted()))
  }
  const { meetings, repeats, ...rest } = lived
  return {
    ...setting,
    ...rest,
    rounds: total,
    repeatsOverBound: repeats - Math.max(0, meetings - (size * (size - 1)) / 2),
    crossWithoutRepeats: crossesAmong(people),
    p95: quantile(times, 0.95),
  }

  function note(groups: string[][], round: number): void {
    const byId = new Map(people.map((one) => [one.candidate.id, one]))
    const seen = new Set(groups.flat())
    lived.hardViolations += groups.filter((group) => group.length < 2 || group.length > 3).length
    lived.hardViolations += groups.flat().length - seen.size + (people.length - seen.size)
    lived.hardViolations += Math.max(0, groups.filter((group) => group.length === 3).length - (size % 2))
    for (const group of groups) {
      for (const [index, id] of group.entries()) {
        const one = byId.get(id)!
        lived.longestWait = Math.max(lived.longestWait, round - one.lastCoffee)
        one.lastCoffee = round
        for (const other of group.slice(index + 1)) noteMeeting(one, byId.get(other)!, round)
      }
    }
    lived.crossBound += Math.min(size >> 1, size - largestOf(people))
  }

  function noteMeeting(one: Person, other: Person, round: number): void {
    const key =
      one.candidate.id < other.candidate.id
        ? `${one.candidate.id} ${other.candidate.id}`
        : `${other.candidate.id} ${one.candidate.id}`
    lived.meetings += 1
    lived.repeats += Number(met.has(key))
    if (round < size >> 1) lived.earlyRepeats += Number(met.has(key))
    lived.crossPairs += Number(one.department !== other.department)
    met.add(key)
  }
}

const departmentOf = ({ size, departments }: Setting, index: number): string =>
  departments === 'four equal'
    ? `department ${Math.floor((index * 4) / size)}`
    : index < Math.round(size * 0.6)
      ? 'the large one'
      : `department ${index % 3}`

const personOf = (index: number, department: string, round: number): Person => ({
  department,
  lastCoffee: round - 1,
  candidate: {
    id: `m${index}`,
    name: `Member ${index}`,
    unit: department,
    email: null,
    role: 'member',
    zone: 'Europe/Berlin',
    since: '2025-01-01',
    leaders: [],
    workingHours: { from: '08:00', to: '17:00' },
    workDays: [1, 2, 3, 4, 5],
  },
})

const drawOf = (people: readonly Person[], rounds: readonly string[][][], round: number): Draw => ({
  people: people.map(({ candidate }) => candidate),
  rounds,
  date: DATE,
  apart: [],
  skipLevel: new Set(),
  across: true,
  random: seeded(`round ${round}`),
})

function sizesOf(people: readonly Person[]): number[] {
  return [...Map.groupBy(people, ({ department }) => department).values()].map((some) => some.length)
}

const largestOf = (people: readonly Person[]): number => Math.max(...sizesOf(people))

const crossesAmong = (people: readonly Person[]): number =>
  (people.length ** 2 - sizesOf(people).reduce((sum, size) => sum + size ** 2, 0)) / 2

function resultsOf(lived: readonly Lived[]): Result[] {
  const shown = (some: readonly Lived[], of: (each: Lived) => number): Record<string, number> =>
    Object.fromEntries(
      some.map((each) => [`${each.size} people, ${each.departments}, churn ${each.churn}`, rounded(of(each))]),
    )
  const most = (some: readonly Lived[], of: (each: Lived) => number): number => Math.max(...some.map(of))
  const worst = (
    name: string,
    goal: string,
    unit: string,
    of: (each: Lived) => number,
    meets: (value: number) => boolean,
    some = lived,
  ): Result => judged({ name, goal, unit, value: most(some, of), meets, details: shown(some, of) })
  const shareOf = ({ crossPairs, crossBound, crossWithoutRepeats, churn }: Lived): number =>
    crossPairs / (churn === 0 ? Math.min(crossBound, crossWithoutRepeats) : crossBound)
  const free = lived.filter(({ size, churn }) => churn === 0 || size > 2 * WEEKS)
  return [
    worst(
      'repeats over the least there can be',
      'none, with stable membership',
      'pairs',
      ({ repeatsOverBound }) => repeatsOverBound,
      (value) => value === 0,
      lived.filter(({ churn }) => churn === 0),
    ),
    worst(
      'repeats where a tenth comes and goes',
      'none for n/2 rounds',
      'pairs',
      ({ earlyRepeats }) => earlyRepeats,
      (value) => value === 0,
      lived.filter(({ churn }) => churn > 0),
    ),
    judged({
      name: 'pairs across departments, of those that cost no repeat',
      goal: 'at least 0.98',
      unit: 'share',
      value: Math.min(...free.map(shareOf)),
      meets: (value) => value >= 0.98,
      details: shown(free, shareOf),
    }),
    worst(
      'drawing up to 200 people',
      'p95 at most 100 ms',
      'ms p95',
      ({ p95 }) => p95,
      (value) => value <= 100,
      lived.filter(({ size }) => size <= 200),
    ),
    worst(
      'drawing up to 10,000 people',
      'p95 at most 50 ms',
      'ms p95',
      ({ p95 }) => p95,
      (value) => value <= 50,
      lived.filter(({ size }) => size > 200),
    ),
    worst(
      'longest wait since the last coffee',
      'one round: nobody is left out',
      'rounds',
      ({ longestWait }) => longestWait,
      (value) => value <= 1,
    ),
    worst(
      'hard violations',
      'none',
      'groups',
      ({ hardViolations }) => hardViolations,
      (value) => value === 0,
    ),
  ]
}
