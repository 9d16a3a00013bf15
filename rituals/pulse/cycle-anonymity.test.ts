/**
 * Weekly bands and the index of a cycle, held together: what a reader of all four reports can still not know. Every poll that is tried here must
 * have a double that reads the same although other people agreed.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEADER, type Nine, played } from '../../test/pulse-cycle-scene.ts'
import { messageTo } from '../../test/pulse-scene.ts'
import { seeded } from '../../src/engine/seed.ts'
import { closingCycle, histogramsOf } from './cycle.ts'
import { AGREES_FROM } from './instrument.ts'
import { staffIn } from './standing.ts'
import { shareIn } from './histogram.ts'
import { tries } from '../../test/depth.ts'

type Ballots = number[][]

/** All that the reports are made of. */
function shown(ballots: Ballots): string {
  const cycle = closingCycle(played([{ ballots }]))!
  const staff = staffIn(cycle, 5)
  const bands = histogramsOf(cycle).map(({ counts }) => shareIn(counts!, 5))
  return JSON.stringify([{ ...staff, measure: null }, bands])
}

const agreeing = (ballots: Ballots, item: number): number => ballots.filter((nine) => nine[item]! >= AGREES_FROM).length

/** One more or one fewer agrees with the statement; then others shift a little elsewhere until everything shown is as it was. */
function doubleOf(ballots: Ballots, item: number): Ballots | null {
  const wanted = shown(ballots)
  const draw = seeded(`double-${item}`)
  const pick = (below: number): number => Math.floor(draw() * below)
  // One is nearly always found within some dozens; a poll that hardly has any took 431.
  for (let attempt = 0; attempt < 10_000; attempt++) {
    const double = ballots.map((nine) => [...nine])
    const voter = pick(double.length)
    double[voter]![item] = double[voter]![item]! >= AGREES_FROM ? 1 + pick(3) : 4 + pick(2)
    for (let shifts = pick(1 + (attempt % 12)); shifts > 0; shifts--) shift(double, pick(double.length), pick(9), draw)
    if (agreeing(double, item) !== agreeing(ballots, item) && shown(double) === wanted) return double
  }
  return null
}

/** To a neighbouring step on the same side. */
function shift(ballots: Ballots, voter: number, item: number, draw: () => number): void {
  const now = ballots[voter]![item]!
  const next = now + (draw() < 0.5 ? -1 : 1)
  if (next >= 1 && next <= 5 && next >= AGREES_FROM === now >= AGREES_FROM) ballots[voter]![item] = next
}

const alike = (n: number, nine: number[]): Ballots => Array.from({ length: n }, () => [...nine])

describe.each([5, 6, 7, 8, 9])('of %i people', (n) => {
  const everyone = [
    ['all agree fully with everything', alike(n, Array(9).fill(5))],
    ['all agree with everything', alike(n, Array(9).fill(4))],
    ['nobody agrees with anything', alike(n, Array(9).fill(1))],
    ['all are in the middle', alike(n, Array(9).fill(3))],
    ['all agree with four statements and with nothing else', alike(n, [4, 1, 4, 1, 4, 1, 4, 1, 1])],
    ['all but one say the same', [...alike(n - 1, Array(9).fill(5)), Array(9).fill(1)]],
  ] as [string, Ballots][]

  test.each(everyone)('when %s, no count of any statement can be told', (_, ballots) => {
    for (let item = 0; item < 9; item++) expect(doubleOf(ballots, item), `statement ${item + 1}`).not.toBeNull()
  })

  test('nor in any poll whatsoever', () => {
    const nine = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 9, maxLength: 9 })
    fc.assert(
      fc.property(fc.array(nine, { minLength: n, maxLength: n }), fc.nat(8), (ballots, item) => {
        expect(doubleOf(ballots, item)).not.toBeNull()
      }),
      tries(12),
    )
  })
})

test('polls of which the same may be shown read the same, letter by letter, to leader and team', () => {
  const ballots = alike(7, [5, 4, 4, 2, 4, 5, 2, 4, 4])
  const read = (all: readonly Nine[]): string => {
    const view = played([{ ballots: all, leader: LEADER }])
    return JSON.stringify([messageTo(view, 'leader-anke').blocks, messageTo(view, 'team').blocks])
  }
  for (let item = 0; item < 9; item++) {
    const double = doubleOf(ballots, item)!
    expect(double).not.toEqual(ballots)
    expect(read(double)).toBe(read(ballots))
  }
})
