/** When people are at work next: within working hours, and on no day off of the place where they work. */
import { instantText } from '../time/format.ts'
import type { Guest } from './guests.ts'
import type { House } from './house.ts'

/** Thousands of people work at a handful of places. @returns them by their next working moment from `from` on, null where there is none */
export function byNextWork(
  { calendars }: House,
  guests: readonly Guest[],
  from: Temporal.Instant,
): Map<string | null, Guest[]> {
  const times = new Map<string, string | null>()
  return Map.groupBy(guests, ({ site = null, zone }) =>
    times.getOrInsertComputed(`${zone} ${site ?? ''}`, () => {
      const at = calendars.of(site).nextWorkingInstant(from, zone)
      return at && instantText(at)
    }),
  )
}
