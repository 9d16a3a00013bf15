/** The meeting, where there is one, in everyone's calendar: at the opening of the discussion, as long as there may be something to discuss. */
import type { CalendarEntry, Reader } from '#ritual'
import { cardsOf } from './cards.ts'
import { hasBegun, meetingAt } from './phases.ts'
import type { RetroView } from './state.ts'

export function calendar(view: RetroView, { t }: Reader): CalendarEntry[] {
  const startsAt = meetingAt(view)
  // Nobody comes together over no cards; one that is added late brings the meeting back.
  if (startsAt === null || (hasBegun(view, 'group') && cardsOf(view).length === 0)) return []
  const { name, options } = view.ritual
  return [
    { key: 'discuss', title: t('calendar.title', { name }), startsAt, lasts: options.live, text: t('calendar.text') },
  ]
}
