/** What stands in each one's own conversation: with members their own 1:1, with leaders one overview of all of theirs. */
import { bold, buttons, instant, type Message, paragraph, type Reader } from '#ritual'
import { appointmentsOf, isThisWeek, stageOf } from './appointment.ts'
import { dayButtons } from './day-buttons.ts'
import { overview } from './overview.ts'
import { type Pair, pairsOf } from './pairs.ts'
import type { OneOnOneView } from './state.ts'
import { gapText, nameFor, talkNow } from './talk-blocks.ts'

export function prompt(view: OneOnOneView, reader: Reader): Message {
  if (reader.me?.role === 'leader') return overview(view, reader)
  const pair = pairsOf(view, reader)[0]
  if (!pair) return said(reader.t('prompt.alone'))
  if (view.over) return over(view, reader)
  return wasAsked(view, pair) ? was(view, pair, reader) : talkNow(view, pair, reader)
}

/** The question of whether they talked has come in a message of its own, and goes on there. */
function wasAsked(view: OneOnOneView, pair: Pair): boolean {
  const last = appointmentsOf(view, pair).at(-1)
  const isHere = last !== undefined && last.endsAt <= view.now && isThisWeek(view, last.endsAt)
  return isHere && stageOf(view, pair) !== 'skipped'
}

function was(view: OneOnOneView, pair: Pair, reader: Reader): Message {
  const { t } = reader
  const name = nameFor(pair, reader)
  const { startsAt } = appointmentsOf(view, pair).at(-1)!
  const line = t.rich('prompt.was', { at: [instant(startsAt, 'date-time')], name: [bold(name)] })
  return { summary: t('prompt.was-summary', { name }), blocks: [paragraph(line)] }
}

/** One line to those who have no day yet; a leader has the overview and is not reminded. */
export function reminder(view: OneOnOneView, reader: Reader): Message | null {
  const pair = reader.me?.role === 'member' ? pairsOf(view, reader)[0] : undefined
  if (!pair || view.over || stageOf(view, pair) !== 'open') return null
  const line = reader.t('reminder.line', { name: nameFor(pair, reader) })
  const gap = gapText(view, pair, reader)
  const decline = { action: 'decline', label: reader.t('button.decline') }
  return {
    summary: line,
    blocks: [paragraph(`${line} ${gap}`), dayButtons(view, pair, reader), buttons(decline)],
  }
}

/** The next week has begun: what is not settled goes on there. A point for next time can still be noted down. */
function over(view: OneOnOneView, reader: Reader): Message {
  const pair = pairsOf(view, reader)[0]!
  const stage = stageOf(view, pair)
  const { summary, blocks } = said(reader.t(stage === 'met' ? 'prompt.over-met' : 'prompt.over'))
  const point = buttons({ action: 'point', label: reader.t('button.next-point'), opens: 'form' })
  return { summary, blocks: stage === 'met' ? [...blocks, point] : blocks }
}

const said = (line: string): Message => ({ summary: line, blocks: [paragraph(line)] })
