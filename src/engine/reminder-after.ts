/** When whoever was asked at an instant is to be reminded, working hours aside. */
import { parseDuration } from '../time/duration.ts'
import { instantText } from '../time/format.ts'

/** @param reminder as in the manifest; a day is a calendar day in `zone` @returns null where nobody is reminded */
export function reminderAfter(asked: string, reminder: string, zone: string): string | null {
  if (reminder === 'none') return null
  return instantText(Temporal.Instant.from(asked).toZonedDateTimeISO(zone).add(parseDuration(reminder)).toInstant())
}
