/** The meeting, where there is one, in everyone's calendar: at the opening of the discussion. */
import type { CalendarEntry, Reader } from '#ritual'
import { meetingAt } from './phases.ts'
import type { RetroView } from './state.ts'

export function calendar(view: RetroView, { t }: Reader): CalendarEntry[] {
  const startsAt = meetingAt(view)
  if (startsAt === null) return []
  const { name, options } = view.ritual
  return [
    { key: 'discuss', title: t('calendar.title', { name }), startsAt, lasts: options.live, text: t('calendar.text') },
  ]
}
