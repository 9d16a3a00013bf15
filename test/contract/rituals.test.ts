/** Every ritual that the program finds keeps the contract. */
import { describe, expect, it } from 'vitest'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { purely, withoutClock } from './purity.ts'
import { ritualContract } from './ritual.ts'

const rituals = await discoverRituals()

it('finds the rituals by their folders', () => {
  expect([...rituals.keys()]).toEqual(expect.arrayContaining(['check-in', 'pulse']))
})

describe('the contract itself', () => {
  it('notices a look at the clock or a draw from the air', () => {
    const looks = [
      () => Date.now(),
      () => new Date(),
      () => Temporal.Now.instant(),
      () => performance.now(),
      () => Math.random(),
    ]
    for (const look of looks) expect(() => withoutClock<unknown>(look)).toThrow('is given its time')
    expect(withoutClock(() => new Date(0).toISOString())).toBe('1970-01-01T00:00:00.000Z')
    for (const look of looks) expect(look).not.toThrow()
  })

  it('notices a change of what was given, and a different outcome', () => {
    expect(() =>
      purely(
        () => ({ list: [1] }),
        ({ list }) => list.push(2),
      ),
    ).toThrow('not extensible')
    let count = 0
    expect(() =>
      purely(
        () => null,
        () => (count += 1),
      ),
    ).toThrow('came out differently')
  })
})

for (const ritual of rituals.values()) ritualContract(ritual)
