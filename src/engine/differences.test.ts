import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceWith } from './differences.ts'

const range = (from: number, to: number): Set<string> =>
  new Set(Array.from({ length: to - from }, (_, index) => `p${from + index}`))
const differs = (...groups: Set<string>[]) => differenceWith(groups.slice(0, -1), groups.at(-1)!, 5)

describe('groups whose results tell of a few', () => {
  it('are none where they are the same, apart, or one holds enough more than the other', () => {
    expect(differs(range(0, 8), range(0, 8))).toBeNull()
    expect(differs(range(0, 8), range(8, 14))).toBeNull()
    expect(differs(range(0, 12), range(0, 7))).toBeNull()
    expect(differs(range(0, 12), range(5, 20))).toBeNull()
  })

  it('are two, one of which holds one to four more, or which share so few', () => {
    expect(differs(range(0, 8), range(1, 8))).toEqual({ others: [0], people: 1 })
    expect(differs(range(0, 8), range(20, 26), range(0, 12))).toEqual({ others: [0], people: 4 })
    expect(differs(range(0, 10), range(8, 20))).toEqual({ others: [0], people: 2 })
  })

  it('take no notice of a group too small to be published', () => {
    expect(differs(range(0, 8), range(0, 4))).toBeNull()
    expect(differs(range(0, 3), range(0, 3), range(0, 8))).toBeNull()
  })

  it('are three where a whole and its parts leave a rest', () => {
    expect(differs(range(0, 6), range(6, 12), range(0, 13))).toEqual({ others: [0, 1], people: 1 })
    expect(differs(range(0, 6), range(6, 12), range(0, 12))).toBeNull()
    expect(differs(range(0, 6), range(6, 12), range(0, 17))).toBeNull()
  })

  it('are four that go round in a circle', () => {
    const [a, b, c, d] = [range(0, 5), range(10, 15), range(20, 25), range(30, 35)]
    const circle = [a.union(b), b.union(c), c.union(d), d.union(a).union(new Set(['one']))]
    expect(differs(...circle)).toEqual({ others: [0, 1, 2], people: 1 })
  })

  it('are taken for granted where groups are too entangled to tell', () => {
    const grid = (pick: (row: number, column: number) => boolean): Set<string> =>
      new Set([...range(0, 144)].filter((_, place) => pick(Math.floor(place / 12), place % 12)))
    const rows = [0, 1, 2, 3].map((part) => grid((row) => Math.floor(row / 3) === part))
    const columns = [0, 1, 2, 3].map((part) => grid((_, column) => Math.floor(column / 3) === part))
    const diagonals = [0, 1, 2].map((part) => grid((row, column) => (row + column) % 3 === part))
    expect(differs(...rows, ...columns)).toBeNull()
    expect(differs(...rows, ...columns, ...diagonals)).toMatchObject({ people: 3 })
  })

  it('are found by trying all small sums too', () => {
    const group = fc.subarray([...range(0, 14)], { minLength: 5 }).map((people) => new Set(people))
    fc.assert(
      fc.property(fc.array(group, { minLength: 2, maxLength: 4 }), (groups) => {
        if (groups.some((each, index) => differenceWith(groups.slice(0, index), each, 5) !== null)) return
        for (const sum of sums(groups)) {
          const told = [...sum.values()].filter((times) => times !== 0).length
          expect(told === 0 || told >= 5).toBe(true)
        }
      }),
    )
  })
})

/** Each group taken −2 to 2 times: how often each person is in it. */
function sums(groups: readonly Set<string>[]): Map<string, number>[] {
  return groups.reduce<Map<string, number>[]>(
    (all, group) =>
      all.flatMap((sum) =>
        [-2, -1, 0, 1, 2].map((times) => {
          const next = new Map(sum)
          for (const person of group) next.set(person, (next.get(person) ?? 0) + times)
          return next
        }),
      ),
    [new Map()],
  )
}
