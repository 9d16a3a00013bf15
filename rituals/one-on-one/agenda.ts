/** The agenda of a pair: what was promised first, then what both have added, then the questions. For the two alone. */
import {
  type Block,
  bold,
  bullets,
  buttons,
  heading,
  type Message,
  note,
  paragraph,
  plain,
  type Promised,
  type Reader,
  type RichText,
  shortened,
} from '#ritual'
import { type AgendaParts, agendaParts, agendaPartsThen, nextAppointment } from './agenda-parts.ts'
import { type Appointment, appointmentOf, stageOf } from './appointment.ts'
import type { Pair } from './pairs.ts'
import { type OneOnOneView, type Point, wordsOf } from './state.ts'
import { aheadText, nameFor, outcomeWords, promiseWords } from './talk-blocks.ts'

/** More promises than these are said to be there; `/teamrunde promises` has them all. */
const PROMISES_SHOWN = 10

/** With its buttons, as long as the talk is ahead. */
export function agendaMessage(view: OneOnOneView, pair: Pair, reader: Reader): Message {
  const { t, me } = reader
  const { points } = agendaParts(view, pair)
  const own = points.some((point) => point.by === me?.id)
  const actions = buttons(
    { action: 'point', label: t('button.point'), opens: 'form' },
    ...(own ? [{ action: 'strike', label: t('button.strike'), opens: 'form' as const }] : []),
    ...(stageOf(view, pair) === 'ahead' ? [{ action: 'move', label: t('button.move'), opens: 'form' as const }] : []),
  )
  return {
    summary: t('agenda.summary', { name: nameFor(pair, reader) }),
    blocks: [...agendaBlocks(view, pair, reader), actions],
  }
}

/** The next talk's agenda; who has no point yet is asked for one. */
export function agendaBlocks(view: OneOnOneView, pair: Pair, reader: Reader): Block[] {
  const parts = agendaParts(view, pair)
  const asking = parts.points.length === 0 ? [paragraph(reader.t('agenda.no-points'))] : []
  return blocksOf(view, pair, reader, { ...parts, appointment: nextAppointment(view, pair), asking })
}

/** The agenda of the talk that was, as it was then. */
export const agendaThen = (view: OneOnOneView, pair: Pair, reader: Reader): Block[] =>
  blocksOf(view, pair, reader, {
    ...agendaPartsThen(view, pair),
    appointment: appointmentOf(view, pair),
    asking: [],
  })

interface Shown extends AgendaParts {
  appointment: Appointment | null
  /** In the place of points. */
  asking: Block[]
}

function blocksOf(view: OneOnOneView, pair: Pair, reader: Reader, shown: Shown): Block[] {
  const { t } = reader
  const name = nameFor(pair, reader)
  const { appointment, open, settled, questions } = shown
  const isAsking = reader.me?.id === pair.leader.id
  return [
    heading(shortened(t('agenda.title', { name }), HEADING_MAX)),
    ...(appointment ? [paragraph(aheadText(view, pair, reader, appointment.startsAt))] : []),
    ...promiseBlocks([...open, ...settled], pair, reader),
    ...pointBlocks(shown, pair, reader),
    paragraph([bold(t(isAsking ? 'agenda.questions' : 'agenda.questions-from', { name }))]),
    bullets(questions.map((number) => t(`question.${number}`))),
    note(t('agenda.private', { name })),
  ]
}

const HEADING_MAX = 150

function promiseBlocks(promises: Promised[], pair: Pair, { t }: Reader): Block[] {
  if (promises.length === 0) return []
  const more = promises.length - PROMISES_SHOWN
  return [
    paragraph([bold(t('agenda.promises'))]),
    bullets(promises.slice(0, PROMISES_SHOWN).map((promised) => promisedText(promised, pair, t))),
    ...(more > 0 ? [note(t('agenda.more-promises', { count: more }))] : []),
  ]
}

/** "Jana: Vertretung klären, bis Freitag, 20. November", and what came of it. */
function promisedText(promised: Promised, { leader, member }: Pair, t: Reader['t']): RichText {
  const owner = promised.owner === leader.id ? leader : member
  return [bold(owner.name), plain(`: ${promiseWords(t, promised)}${outcomeWords(t, promised)}`)]
}

function pointBlocks({ points, asking }: Shown, pair: Pair, { t }: Reader): Block[] {
  const said = points.length > 0 ? [bullets(points.map((point) => pointText(pair, point, t)))] : asking
  return said.length > 0 ? [paragraph([bold(t('agenda.points'))]), ...said] : []
}

function pointText({ leader, member }: Pair, point: Point, t: Reader['t']): RichText {
  const { by } = point
  return [plain(wordsOf(point, t)), plain(` · ${(by === leader.id ? leader : member).name}`)]
}
