/** Days to tap, and what a tap comes to. */
import { type Answers, type Block, buttons, formatInstant, type Outcome, type Reader } from '#ritual'
import { localIn, textOf } from './appointment.ts'
import { lastDay } from './cadence.ts'
import { offeredDays } from './days.ts'
import { type Pair, pairsOf, zoneOf } from './pairs.ts'
import { DAY, type OneOnOneView } from './state.ts'

/** The next days that suit both, and "another day". */
export function dayButtons(view: OneOnOneView, pair: Pair, { t, zone }: Reader): Block {
  const days = offeredDays(view, pair).map((startsAt) => ({
    action: 'pick',
    label: formatInstant(startsAt, 'date-time', t.language, zone),
    value: `${pair.key} ${startsAt}`,
  }))
  return buttons(...days, {
    action: 'move',
    label: t(days.length > 0 ? 'button.other-day' : 'button.choose-day'),
    opens: 'form',
  })
}

/** A day that has passed since it was offered is chosen anew in the form. */
export function pick(view: OneOnOneView, reader: Reader, value: string | undefined): Outcome {
  const [key = '', at = ''] = (value ?? '').split(' ')
  const pair = pairsOf(view, reader).find((each) => each.key === key)
  const startsAt = instantIn(at)
  const day = pair && reader.me && startsAt !== null ? dayIn(view, startsAt, zoneOf(pair, reader.me.id)) : null
  if (day === null || !reader.me) return { do: 'open', form: DAY }
  const answers: Answers = { ...(reader.me.role === 'leader' && { with: key }), ...day }
  return { do: 'answer', form: DAY, answers }
}

/** Date and time on one's own clock, or null where that is over or too far off. */
function dayIn(view: OneOnOneView, startsAt: string, zone: string): { date: string; time: string } | null {
  if (startsAt <= view.now) return null
  const local = localIn(startsAt, zone)
  const date = local.toPlainDate().toString()
  if (date > lastDay(view.occurrence.date)) return null
  return { date, time: local.toPlainTime().toString({ smallestUnit: 'minute' }) }
}

/** Null for what no button of ours has ever said. */
function instantIn(text: string): string | null {
  try {
    return textOf(Temporal.Instant.from(text))
  } catch {
    return null
  }
}
