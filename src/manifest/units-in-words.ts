/** Lengths of time in words of both languages: '26h' -> '26 Stunden', '12 months' -> '12 Monate'. */
import type { Language } from '#platform'
import { parseDuration } from '../time/duration.ts'
import { retentionOf } from './retention.ts'

const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute'] as const

export const durationIn = (text: string, language: Language): string => words(parseDuration(text), language)

/** How long something is kept. */
export const retentionIn = (text: string, language: Language): string => words(retentionOf(text), language)

function words(duration: Temporal.Duration, language: Language): string {
  return UNITS.flatMap((unit) => {
    const count = duration[`${unit}s`]
    return count === 0 ? [] : [counted(count, unit, language)]
  }).join(' ')
}

const counted = (count: number, unit: (typeof UNITS)[number], language: Language): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', useGrouping: false }).format(count)
