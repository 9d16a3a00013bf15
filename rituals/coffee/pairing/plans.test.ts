/** The two plans: that nobody meets twice, and everyone meets everyone. */
import { describe, expect, it } from 'vitest'
import { halvesOf } from './halves.ts'
import { oddRounds } from './odd-rounds.ts'

const pairsOf = (group: readonly number[]): string[] =>
  group.flatMap((one, index) => group.slice(index + 1).map((other) => [one, other].toSorted((a, b) => a - b).join()))

describe('the plan for an odd number of people', () => {
  it('has as many rounds without a repeat as there can be, each of them with everyone and one trio', () => {
    for (const count of [11, 13, 15, 17, 19, 33, 57, 101, 199]) {
      const rounds = oddRounds(count)
      expect(rounds).toHaveLength(Math.floor((count * (count - 1)) / (count + 3)))
      for (const groups of rounds) {
        expect(new Set(groups.flat()).size).toBe(count)
        expect(groups.map((group) => group.length).toSorted((a, b) => b - a)).toEqual([
          3,
          ...Array.from({ length: (count - 3) / 2 }, () => 2),
        ])
      }
      const met = rounds.flat().flatMap(pairsOf)
      expect(new Set(met).size).toBe(met.length)
    }
  })

  it('has fewer for a few people', () => {
    expect([1, 3, 5, 7, 9].map((count) => oddRounds(count).length)).toEqual([0, 1, 1, 3, 6])
    for (const count of [3, 5, 7, 9]) {
      const met = oddRounds(count).flat().flatMap(pairsOf)
      expect(new Set(met).size).toBe(met.length)
      for (const round of oddRounds(count)) expect(new Set(round.flat()).size).toBe(count)
    }
  })
})

describe('the plan of halves', () => {
  it('leaves everyone as many to meet at each stage, so that it falls into rounds', () => {
    for (const count of [2, 4, 6, 8, 10, 12, 20, 50, 64, 200]) {
      const { stage } = halvesOf(count, () => 0)
      const stages = [...new Set(stage)].filter((value) => value > 0)
      for (const value of stages) {
        const degrees = Array.from(
          { length: count },
          (_, one) => stage.subarray(one * count, (one + 1) * count).filter((each) => each === value).length,
        )
        expect(new Set(degrees).size, `${count} people, stage ${value}`).toBe(1)
      }
    }
  })

  it('ends in fixed rounds for what no stage has, everyone in each and nobody twice', () => {
    for (const count of [2, 6, 10, 12, 20, 50, 200]) {
      const { stage, parts } = halvesOf(count, () => 0)
      const fixed = parts.flatMap((rounds) => rounds.flat())
      expect(new Set(fixed.map((pair) => pairsOf(pair)[0])).size).toBe(fixed.length)
      for (const [one, other] of fixed) expect(stage[one * count + other]).toBe(0)
      const early = stage.filter((value) => value > 0).length / 2
      expect(early + fixed.length).toBe((count * (count - 1)) / 2)
      for (const rounds of parts) {
        for (const round of rounds) expect(new Set(round.flat()).size).toBe(2 * rounds.length)
      }
    }
  })

  it('keeps those for last about whom it is least of a pity', () => {
    const { parts } = halvesOf(6, (one, other) => Number(other - one === 4 || (one === 2 && other === 3)))
    const across = parts[0]!.map((round) => round[0]!.toString())
    expect(across.toSorted()).toEqual(['0,4', '1,5', '2,3'])
  })
})
