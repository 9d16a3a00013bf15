import type { Leave } from '../absences.ts'
import type { Caller } from '../caller.ts'
import { day } from './saying.ts'

/** "You are away until and including Friday, 4 December." `date` is today where they are. */
export function leaveWords(caller: Caller, { from, until }: Leave, date: string): string {
  const { t } = caller
  if (from > date) {
    return until === null
      ? t('away.later-open', { from: day(caller, from, date) })
      : t('away.later', { from: day(caller, from, date), until: day(caller, until, date) })
  }
  return until === null ? t('away.open') : t('away.until', { until: day(caller, until, date) })
}
