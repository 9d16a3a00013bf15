/** The short form of `npm run attack`: fewer rounds, the same teeth. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Grounds, openGrounds } from './grounds.ts'
import { attackHouse, attackReports, type Effort } from './siege.ts'
import { tableOf, verdictOn } from './verdict.ts'

const SHORT: Effort = { rounds: 4, watched: 4, questions: 3, long: false, games: 1 }

// Seconds where the machine is free; other tests beside it must not make it fail.
describe('the anonymity of a pulse', { timeout: 180_000 }, () => {
  let grounds: Grounds
  beforeAll(async () => {
    grounds = await openGrounds()
  })
  afterAll(() => grounds[Symbol.asyncDispose]())

  for (const [index, name] of ['SQLite', 'PostgreSQL'].entries()) {
    it(`withstands on ${name} what a leaky house does not`, async () => {
      const entries = await attackHouse(grounds.all[index]!, SHORT)
      const failed = entries.filter((entry) => ['BROKEN', 'TOOTHLESS'].includes(verdictOn(entry)))
      expect(failed.length, tableOf(failed)).toBe(0)
    })
  }

  it('tells nobody what few have said', async () => {
    const entries = await attackReports(grounds.all[0]!, SHORT)
    expect(entries.map(verdictOn)).toEqual(['holds'])
  })
})
