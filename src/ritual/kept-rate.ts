/** How many promises were kept on time. */
import type { Promised } from './facts.ts'
import { type Interval, wilson } from './shares.ts'

/** With fewer due promises than this no rate is told. */
export const RATE_FROM = 5

/**
 * `due`: promises that count, because their date has passed. `onTime` of them were kept by then, `late` ones later; the rest was dropped or is
 * still open. `renegotiated` ones do not count. `rate` is onTime/due, null below 5 due.
 */
export interface KeptRate {
  due: number
  onTime: number
  late: number
  renegotiated: number
  rate: ({ share: number } & Interval) | null
}

/**
 * The kept rate of some promises on a day.
 *
 * A promise is due once its date has passed, whatever came of it before: were kept ones counted at once and open ones only later, the rate
 * would always be too good. Where a new date was set only after the old one had passed, it counts by the old one (`missed`), which can no longer
 * be kept. Where a new date was agreed on in time (`moved`), it is left out for good and told apart. Wilson's interval at 95 %.
 * @param today local date, `2026-12-03`
 */
export function keptRate(
  promises: readonly Pick<Promised, 'due' | 'missed' | 'moved' | 'state'>[],
  today: string,
): KeptRate {
  const counted = promises.filter(({ moved, missed, due }) => moved === 0 && (missed ?? due) < today)
  const due = counted.length
  const onTime = counted.filter(({ state }) => state === 'kept').length
  return {
    due,
    onTime,
    late: counted.filter(({ state }) => state === 'late').length,
    renegotiated: promises.filter(({ moved }) => moved > 0).length,
    rate: due < RATE_FROM ? null : { share: onTime / due, ...wilson(onTime, due) },
  }
}
