/** The talk in each one's own calendar. */
import type { CalendarEntry, Reader } from '#ritual'
import { appointmentOf } from './appointment.ts'
import { pairsOf } from './pairs.ts'
import type { OneOnOneView } from './state.ts'
import { nameFor } from './talk-blocks.ts'

/** One entry for each pair: whatever day they move to, it stays the same entry. What next week carries on stands there alone. */
export function calendar(view: OneOnOneView, reader: Reader): CalendarEntry[] {
  const { t } = reader
  return pairsOf(view, reader).flatMap((pair): CalendarEntry[] => {
    const appointment = appointmentOf(view, pair)
    if (!appointment || (view.over && appointment.startsAt >= view.occurrence.closesAt)) return []
    return [
      {
        key: pair.key,
        title: t('calendar.title', { name: nameFor(pair, reader) }),
        startsAt: appointment.startsAt,
        lasts: `${view.ritual.options.minutes}m`,
        ...(pair.facts.begun !== null && { begun: pair.facts.begun }),
        text: t('calendar.text'),
      },
    ]
  })
}
