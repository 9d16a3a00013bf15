/** Times that suit everybody in a group. */
import type { Candidate } from '#ritual'
import { common, type Shift } from './pairing/working-time.ts'

/** Half an hour of coffee. */
export const LASTS = 30

const MOST = 4
const DAYS = 6
const HALF_HOUR = 30 * 60_000

/**
 * Up to four instants on the days after a date, in turn well after the common beginning and before the common end, on working days of them all.
 * @param worksOn whether somebody works on a date, absence and holidays included
 */
export function timesFor(
  people: readonly Candidate[],
  date: string,
  worksOn: (member: string, date: string) => boolean,
  shiftAt: (date: string, person: Candidate) => Shift | null,
): string[] {
  const first = Temporal.PlainDate.from(date)
  const days = Array.from({ length: DAYS }, (_, index) => first.add({ days: index + 1 }).toString())
  const stretches = days.flatMap((day) => {
    if (!people.every(({ id }) => worksOn(id, day))) return []
    const stretch = common(people.map((person) => shiftAt(day, person)))
    return stretch ? [stretch] : []
  })
  return stretches.slice(0, MOST).map((stretch, index) => textOf(index % 2 === 0 ? early(stretch) : late(stretch)))
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

const textOf = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'millisecond' })
