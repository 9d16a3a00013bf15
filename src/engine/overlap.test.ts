import { describe, expect, it } from 'vitest'
import { type Asked, likeness, overlapOf, overlapsOf } from './overlap.ts'

const people = (from: number, to: number): Set<string> =>
  new Set(Array.from({ length: to - from }, (_, index) => `p${from + index}`))
const asked = (members: Set<string>, present = members, isPartial = false): Asked => ({ members, present, isPartial })

describe('how the people of two polls differ', () => {
  it('is by a few when one to four came, or went, whatever happened on the other side', () => {
    expect(likeness(people(0, 9), people(0, 9), 5)).toBe('same')
    expect(likeness(people(0, 9), people(0, 10), 5)).toBe('few')
    expect(likeness(people(4, 9), people(0, 9), 5)).toBe('few')
    expect(likeness(people(0, 9), people(1, 20), 5)).toBe('few')
    expect(likeness(people(0, 9), people(0, 14), 5)).toBe('many')
    expect(likeness(people(0, 9), people(5, 14), 5)).toBe('many')
    expect(likeness(people(0, 9), people(0, 14), 7)).toBe('few')
  })

  it('is by a few where two earlier results together leave a few of this one', () => {
    const there = (present: Set<string>, date: string) => ({ asked: asked(people(0, 11), present), date })
    const now = there(people(0, 11), '2026-12-17')
    const halves = [there(people(0, 5), '2026-12-10'), there(people(5, 10), '2026-12-03')]
    const few = { members: 'same', present: 'few' }
    expect(overlapsOf(halves, now, 5)).toEqual([few, few])
    expect(overlapsOf(halves.slice(1), now, 5)).toEqual([{ members: 'same', present: 'many' }])
    expect(
      overlapsOf([halves[0]!, { ...halves[1]!, date: '2026-10-01' }], now, 5).map(({ present }) => present),
    ).toEqual(['many', 'many'])
  })

  it('tells those who belong to it from those who were there', () => {
    expect(overlapOf(asked(people(0, 9)), asked(people(0, 9), people(1, 9)), 5)).toEqual({
      members: 'same',
      present: 'few',
    })
  })

  it('counts as a few where somebody is not known any more', () => {
    const few = { members: 'few', present: 'few' }
    expect(overlapOf(asked(people(0, 9), people(0, 9), true), asked(people(0, 9)), 5)).toEqual(few)
    expect(overlapOf(asked(people(0, 9)), asked(people(0, 9), people(0, 9), true), 5)).toEqual(few)
    expect(overlapOf(undefined, asked(people(0, 9)), 5)).toEqual(few)
  })
})
