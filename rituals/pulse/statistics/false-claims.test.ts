import { expect, test } from 'vitest'
import { seeded } from '../../../src/engine/seed.ts'
import { agreementOver } from './agreement.ts'
import { categoryOf, type Claim, claimOf, type CycleGap } from './gap-claims.ts'
import { ballotScore, blockSpread, cycleIndex, gapOf } from './team-index.ts'

/**
 * People who answer nine statements: each leans to one side (SD 0.7 steps) and wavers from statement to statement (SD 0.7 steps). A leader who
 * wavers like everyone else, but leans to neither side, sees no more and no less than a staff of this kind does.
 */
const LEAN = 0.7
const WAVER = 0.7
const STATEMENTS = Array.from({ length: 9 }, (_, index) => 3.3 + 0.1 * (index - 4))
const RUNS = 500

function company(seed: string) {
  const random = seeded(seed)
  /** Box and Muller 1958. */
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const answers = (lean: number): number[] =>
    STATEMENTS.map((middle) => Math.min(5, Math.max(1, Math.round(middle + lean + WAVER * normal()))))
  return { leans: (n: number) => Array.from({ length: n }, () => LEAN * normal()), answers }
}

type Company = ReturnType<typeof company>

const histograms = (ballots: number[][], block: number) =>
  [0, 1, 2].map((place) =>
    [1, 2, 3, 4, 5].map((step) => ballots.filter((ballot) => ballot[3 * block + place] === step).length),
  )

function cycleOf({ answers }: Company, leans: number[], cycle: number, more: number): CycleGap & { gap: number } {
  const ballots = leans.map(answers)
  const weeks = [0, 1, 2].map((block) => ({
    ...blockSpread(ballots.map((ballot) => ballot.slice(3 * block, 3 * block + 3))),
    histograms: histograms(ballots, block),
  }))
  const staff = cycleIndex(weeks)!
  const gap = gapOf(Math.min(100, ballotScore(answers(0))! + more), staff)
  return {
    cycle,
    category: categoryOf({ ...gap, n: staff.n, index: staff.index, threshold: 5 }),
    response: 1,
    agreement: agreementOver(weeks.flatMap((week) => week.histograms)),
    gap: gap.gap,
  }
}

/** Two cycles, with other people in the second one, or the same. */
function simulate(n: number, { samePeople = false, more = 0 } = {}) {
  const staff = company(`${n} ${samePeople} ${more}`)
  const runs = Array.from({ length: RUNS }, (): { claim: Claim; raw: boolean } => {
    const leans = staff.leans(n)
    const first = cycleOf(staff, leans, 1, more)
    const second = cycleOf(staff, samePeople ? leans : staff.leans(n), 2, more)
    return { claim: claimOf(first, second), raw: Math.abs(first.gap) > 10 }
  })
  return {
    claims: runs.filter(({ claim }) => claim.claimed !== null).length / RUNS,
    raw: runs.filter(({ raw }) => raw).length / RUNS,
  }
}

test.each([5, 8, 12])('a gap that is not there is hardly ever claimed with %i answers', (n) => {
  const { claims, raw } = simulate(n)
  expect(claims).toBeLessThanOrEqual(0.01)
  // "More than ten points" would be wrong this often
  expect(raw).toBeGreaterThan(0.15)
  expect(raw).toBeLessThan(0.4)
})

test.each([5, 8, 12])('nor when the same %i people answer twice, whose average is not quite that of everyone', (n) => {
  expect(simulate(n, { samePeople: true }).claims).toBeLessThanOrEqual(0.03)
})

test('a gap that is there is found the more often, the more people answer', () => {
  const found = [5, 8, 12].map((n) => simulate(n, { more: 30 }).claims)
  expect(found).toEqual(found.toSorted((a, b) => a - b))
  expect(found[2]).toBeGreaterThan(0.2)
})
