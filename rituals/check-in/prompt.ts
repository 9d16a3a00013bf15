/** What stands in a participant's own conversation, from the question to the thanks. */
import { bullets, buttons, instant, paragraph, type Button, type Message, type Reader, type RichText } from '#ritual'
import { givenBy, type CheckInView } from './answers.ts'
import { repeatLabel } from './carry-over.ts'
import { asksTheUsual, questionsOf } from './questions.ts'
import { topicBlocks } from './topic.ts'

export function prompt(view: CheckInView, reader: Reader): Message {
  if (view.over) return over(reader)
  const closed = view.phase === 'closed'
  switch (reader.me?.status) {
    case 'answered':
      return answered(view, reader)
    case 'declined':
      return said(reader.t('prompt.declined'), answerButton(reader, closed ? 'button.late' : 'button.after-all'))
    default:
      return closed ? said(reader.t('prompt.closed'), answerButton(reader, 'button.late')) : asked(view, reader)
  }
}

/** The next one has begun: nothing is asked any more. */
function over({ t, me }: Reader): Message {
  const line = t(me?.status === 'answered' ? 'prompt.over-answered' : 'prompt.over')
  return { summary: line, blocks: [paragraph(line)] }
}

/** One line, about the reader alone. */
export function reminder(view: CheckInView, reader: Reader): Message {
  const line = reader.t.rich('reminder.line', { at: reportAt(view, reader) })
  return {
    summary: reader.t('reminder.summary'),
    blocks: [paragraph(line), buttons(answerButton(reader, 'button.answer'), declineButton(reader))],
  }
}

function asked(view: CheckInView, reader: Reader): Message {
  const { t, me } = reader
  const { options } = view.ritual
  const usual = asksTheUsual(options)
  const line = `${t(`greeting.${timeOfDay(reader, view.occurrence.opensAt)}`)} ${t(usual ? 'prompt.usual' : 'prompt.own')}`
  const again = me && repeatLabel(view, me.id, t)
  return {
    summary: line,
    blocks: [
      paragraph(line),
      ...(usual ? [] : [bullets(questionsOf(options, t).map((question) => question.ask))]),
      ...topicBlocks(view, reader),
      buttons(
        { ...answerButton(reader, 'button.answer'), style: 'primary' },
        declineButton(reader),
        ...(again ? [{ action: 'repeat', label: again }] : []),
        { action: 'why', label: t('button.why') },
      ),
    ],
  }
}

function answered(view: CheckInView, reader: Reader): Message {
  const { t, me } = reader
  const change = buttons({ action: 'change', label: t('button.change') })
  if (view.phase !== 'closed') {
    const line = t.rich('prompt.thanks', { at: reportAt(view, reader) })
    return { summary: t('prompt.thanks-summary'), blocks: [paragraph(line), change] }
  }
  const late = me && givenBy(view.state, me.id)?.late
  const line = t(late ? 'prompt.thanks-late' : 'prompt.thanks-closed')
  return { summary: line, blocks: [paragraph(line), change] }
}

/** The day is told when the report comes on another one: an answer the evening before, a reader far to the east. */
function reportAt({ now, occurrence: { closesAt } }: CheckInView, { t, zone }: Reader): RichText {
  return localDate(now, zone) === localDate(closesAt, zone)
    ? t.rich('at.today', { time: [instant(closesAt, 'time')] })
    : t.rich('at.day', { time: [instant(closesAt, 'date-time')] })
}

/** By the hour of the opening, not of the reading: what stands in the chat should not greet anew at noon. */
function timeOfDay({ me, zone }: Reader, opensAt: string): 'morning' | 'afternoon' | 'evening' {
  const { hour } = Temporal.Instant.from(me?.opensAt ?? opensAt).toZonedDateTimeISO(zone)
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}

const localDate = (at: string, zone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()

const said = (line: string, button: Button): Message => ({ summary: line, blocks: [paragraph(line), buttons(button)] })

const answerButton = ({ t }: Reader, label: string): Button => ({ action: 'answer', label: t(label) })

const declineButton = ({ t }: Reader): Button => ({ action: 'decline', label: t('button.decline') })
