/** On SQLite: a real process on a real file, killed right before or right after a commit, each time another one. DEEP_TESTS: all of the first sixty. */
import { expect, it } from 'vitest'
import { DEEP } from '../depth.ts'
import { runDeaths } from './deaths.ts'
import { isBalanced, tableOf } from './table.ts'

const [DEATHS, COMMITS] = DEEP ? [120, 60] : [4, 20]

it('a process that is killed at its commits keeps its books', async () => {
  const report = await runDeaths({
    seed: 'a',
    deaths: DEATHS,
    commits: COMMITS,
    checkInTeams: 4,
    pollTeams: 1,
    progress: () => {},
  })
  expect(isBalanced(report), tableOf(report)).toBe(true)
  const count = (what: string): number => report.entries.find((entry) => entry.what === what)!.count
  expect(count('messages that were sent stand')).toBeGreaterThan(10)
  const { 'killed right before a commit': before = 0, 'killed right after a commit': after = 0 } = report.deeds
  expect(before + after, JSON.stringify(report.deeds)).toBeGreaterThanOrEqual(DEATHS / 4)
}, 900_000)
