import { describe, expect, it } from 'vitest'
import { questionsFor } from './rotation.ts'

/** The questions of one pair's talks on these dates, one after the other. */
function through(dates: string[], every = 2): number[][] {
  let soFar = { held: 0, quarter: null as string | null, heldInQuarter: 0, every }
  return dates.map((date) => {
    const asked = questionsFor(soFar, date)
    const quarter = `${date.slice(0, 4)}-${Math.ceil(Number(date.slice(5, 7)) / 3)}`
    const heldInQuarter = quarter === soFar.quarter ? soFar.heldInQuarter + 1 : 1
    soFar = { held: soFar.held + 1, quarter, heldInQuarter, every }
    return asked
  })
}

describe('the rotation of the questions', () => {
  it('asks four of them every time, four in turn and two once a quarter, in the order of the list', () => {
    expect(through(['2026-10-06', '2026-10-20', '2026-11-03', '2026-11-17', '2026-12-01', '2027-01-05'])).toEqual([
      [1, 2, 4, 6, 9, 10],
      [1, 3, 4, 8, 9, 10],
      [1, 4, 5, 9, 10],
      [1, 4, 7, 9, 10],
      [1, 2, 4, 9, 10],
      [1, 3, 4, 6, 9, 10],
    ])
  })

  it('asks both of a quarter at once where there may be no second talk in it', () => {
    expect(through(['2026-10-06', '2026-12-01'], 8)).toEqual([
      [1, 2, 4, 6, 8, 9, 10],
      [1, 3, 4, 9, 10],
    ])
  })

  it('has asked all ten within four talks of a quarter, and never the same list twice in a row', () => {
    const talks = through(['2026-10-06', '2026-10-13', '2026-10-20', '2026-10-27'], 1)
    expect(new Set(talks.flat()).size).toBe(10)
    for (const [index, talk] of talks.entries()) expect(talk).not.toEqual(talks[index + 1])
  })
})
