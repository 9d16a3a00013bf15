/** Times that suit everybody in a group. */
import type { Candidate } from '#ritual'
import { common, type Shift } from './pairing/working-time.ts'

/** Half an hour of coffee. */
export const LASTS = 30

const MOST = 4
const DAYS = 6
const HALF_HOUR = 30 * 60_000

/** The dates on which a coffee drawn on this one can take place. */
export function daysAfter(date: string): string[] {
  const first = Temporal.PlainDate.from(date)
  return Array.from({ length: DAYS }, (_, index) => first.add({ days: index + 1 }).toString())
}

/**
 * Up to four instants, in turn well after the common beginning and before the common end, on working days of them all.
 * @param worksOn whether somebody works on a date, absence and holidays included
 */
export function timesFor(
  people: readonly Candidate[],
  days: readonly string[],
  worksOn: (member: string, date: string) => boolean,
  shiftAt: (date: string, person: Candidate) => Shift | null,
): string[] {
  const times: string[] = []
  for (const day of days) {
    const stretch = people.every(({ id }) => worksOn(id, day)) && common(people.map((each) => shiftAt(day, each)))
    if (stretch) times.push(textOf(times.length % 2 === 0 ? early(stretch) : late(stretch)))
    if (times.length === MOST) break
  }
  return times
}

/** An hour or two after the beginning, on the half hour, where there is room for it. */
function early({ from, until }: Shift): number {
  const start = Math.ceil((from + 3 * HALF_HOUR) / HALF_HOUR) * HALF_HOUR
  return Math.min(start, lastStart(until, from))
}

function late({ from, until }: Shift): number {
  const start = Math.floor((until - 5 * HALF_HOUR) / HALF_HOUR) * HALF_HOUR
  return Math.max(start, Math.min(from, lastStart(until, from)))
}

const lastStart = (until: number, from: number): number => Math.max(from, until - HALF_HOUR)

const textOf = (at: number): string => new Date(at).toISOString()
