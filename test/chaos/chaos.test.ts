/** The short form of `npm run chaos`: a few seconds of a bad day on which everything is over sooner, and the books. */
import { expect, it } from 'vitest'
import { runChaos } from './run.ts'
import { isBalanced, tableOf } from './table.ts'

it('two replicas on a bad day keep their books', async () => {
  const report = await runChaos({
    seed: 'a',
    milliseconds: 5000,
    haste: 5,
    replicas: 2,
    checkInTeams: 4,
    pollTeams: 1,
    door: 'socket',
    progress: () => {},
  })
  expect(isBalanced(report), tableOf(report)).toBe(true)
  // Something has happened, or the books would balance for want of entries.
  const count = (what: string): number => report.entries.find((entry) => entry.what === what)!.count
  expect(count('messages that were sent stand')).toBeGreaterThan(10)
  expect(Object.keys(report.deeds).length).toBeGreaterThan(1)
}, 300_000)
