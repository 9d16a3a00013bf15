/** Days to tap, and what a tap comes to. */
import { type Answers, type Block, buttons, formatInstant, type Outcome, type Reader } from '#ritual'
import { localIn } from './appointment.ts'
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
  return buttons(...days, { action: 'move', label: t(days.length > 0 ? 'button.other-day' : 'button.choose-day') })
}

/** A day that has passed since it was offered is chosen anew in the form. */
export function pick(view: OneOnOneView, reader: Reader, value: string | undefined): Outcome {
  const [key = '', startsAt = ''] = (value ?? '').split(' ')
  const pair = pairsOf(view, reader).find((each) => each.key === key)
  const day = pair && reader.me ? dayIn(view, startsAt, zoneOf(pair, reader.me.id)) : null
  if (day === null || !reader.me) return { do: 'open', form: DAY }
  const answers: Answers = { ...(reader.me.role === 'leader' && { with: key }), ...day }
  return { do: 'answer', form: DAY, answers }
}

/** Date and time on one's own clock, or null where that is over, too far off or no instant at all. */
function dayIn(view: OneOnOneView, startsAt: string, zone: string): { date: string; time: string } | null {
  if (!INSTANT.test(startsAt) || startsAt <= view.now) return null
  const local = localIn(startsAt, zone)
  const date = local.toPlainDate().toString()
  if (date > lastDay(view.occurrence.date)) return null
  return { date, time: local.toPlainTime().toString({ smallestUnit: 'minute' }) }
}

const INSTANT = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/
