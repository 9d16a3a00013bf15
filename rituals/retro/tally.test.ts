/** What is left of sealed cards tells nobody who wrote them, nor what else they wrote. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answers } from '#ritual'
import { seeded } from '../../src/engine/seed.ts'
import { tally } from './tally.ts'

const poll = {
  occurrence: { number: 1 },
  threshold: 5,
  started: [],
  ritual: { options: { formats: ['start-stop-continue'] as const } },
}
const counted = (ballots: Answers[]) => tally(ballots, { ...poll, random: seeded('o1') })
const ballot = (start: string | null, stop: string | null = null): Answers => ({ start, stop, continue: null })

describe('the tally', () => {
  it('keeps the words, column by column, and how many wrote', () => {
    const result = counted(['a', 'b\nbb', 'c', 'd', 'e'].map((text) => ballot(text, `nicht ${text}`)))
    expect(result.writers).toBe(5)
    expect(result.cards!['start']!.toSorted()).toEqual(['a', 'b', 'bb', 'c', 'd', 'e'])
    expect(result.cards!['continue']).toEqual([])
  })

  it('keeps nothing when fewer wrote than may be shown together: an empty ballot hides nobody', () => {
    expect(counted([...'abcd'].map((text) => ballot(text)).concat(ballot(null)))).toEqual({ writers: 0, cards: null })
  })

  it('is the same whatever the order of the ballots, and whoever wrote which cards', () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{2,6}$/), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(words, fc.nat(), (given, turn) => {
        const ballots = Array.from({ length: 6 }, (_, index) => ballot(given[index]!, given[index + 6]!))
        const others = ballots.map((each, index) => ({ ...each, stop: ballots[(index + turn) % 6]!['stop'] ?? null }))
        expect(counted(ballots.toReversed())).toEqual(counted(ballots))
        expect(counted(others)).toEqual(counted(ballots))
      }),
    )
  })
})
