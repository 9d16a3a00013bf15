/** The leader's one message a week: everyone it is time for, the longest gap first, and how far each has come. */
import {
  bold,
  bullets,
  type Button,
  buttons,
  heading,
  instant,
  type Message,
  note,
  paragraph,
  plain,
  type Reader,
  type RichText,
} from '#ritual'
import { appointmentOf, stageOf } from './appointment.ts'
import { type Pair, pairsOf } from './pairs.ts'
import type { OneOnOneView } from './state.ts'
import { gapDays } from './talk-blocks.ts'

export function overview(view: OneOnOneView, reader: Reader): Message {
  const { t } = reader
  const pairs = pairsOf(view, reader).toSorted(longestGapFirst)
  const waiting = pairs.filter((pair) => stageOf(view, pair) !== 'met')
  const met = pairs.filter((pair) => !waiting.includes(pair))
  if (pairs.length === 0) return { summary: t('overview.none'), blocks: [paragraph(t('overview.none'))] }
  const title = t('overview.title')
  return {
    summary: title,
    blocks: [
      heading(title),
      paragraph(waiting[0] ? longest(view, waiting[0], reader) : t('overview.all-met')),
      bullets([...waiting, ...met].map((pair) => pairLine(view, pair, reader))),
      ...clashes(view, pairs, reader),
      ...(view.over ? [] : [note(t('overview.how')), buttons(...buttonsFor(view, pairs, reader))]),
    ],
  }
}

/** "Am längsten her: Mehmet, 24 Tage." */
function longest({ occurrence }: OneOnOneView, { member, facts }: Pair, { t }: Reader): string {
  const count = gapDays(occurrence.date, facts)
  return count === null
    ? t('overview.first', { name: member.name })
    : t('overview.longest', { name: member.name, count })
}

export function pairLine(view: OneOnOneView, pair: Pair, reader: Reader): RichText {
  const { t } = reader
  if (stageOf(view, pair) === 'met') return [bold(pair.member.name), plain(` · ${t('overview.state.met')}`)]
  const count = gapDays(view.occurrence.date, pair.facts)
  const gap = count === null ? t('overview.never') : t('overview.gap', { count })
  return [bold(pair.member.name), plain(` · ${gap} · `), ...stateText(view, pair, reader)]
}

function stateText(view: OneOnOneView, pair: Pair, { t }: Reader): RichText {
  const stage = stageOf(view, pair)
  const appointment = appointmentOf(view, pair)
  if (appointment && (stage === 'ahead' || stage === 'past')) {
    const at = [instant(appointment.startsAt, 'date-time')]
    return stage === 'ahead' ? t.rich('overview.ahead', { at }) : t.rich('overview.past', { at })
  }
  return [plain(t(`overview.state.${stage}`))]
}

/** Two talks at one time are the leader's to sort out; members don't see each other's days. */
function clashes(view: OneOnOneView, pairs: Pair[], { t }: Reader) {
  const ahead = pairs
    .flatMap((pair) => (stageOf(view, pair) === 'ahead' ? [appointmentOf(view, pair)!] : []))
    .toSorted((one, other) => (one.startsAt < other.startsAt ? -1 : 1))
  const clash = ahead.find((each, index) => index > 0 && each.startsAt < ahead[index - 1]!.endsAt)
  return clash ? [paragraph(t.rich('overview.clash', { at: [instant(clash.startsAt, 'date-time')] }))] : []
}

function buttonsFor(view: OneOnOneView, pairs: Pair[], { t }: Reader): Button[] {
  const hasMet = pairs.some((pair) => stageOf(view, pair) === 'met')
  const isOpen = pairs.some((pair) => stageOf(view, pair) !== 'met')
  return [
    ...(isOpen ? [{ action: 'move', label: t('button.set-day'), opens: 'form' as const }] : []),
    ...(isOpen ? [{ action: 'tell', label: t('button.tell'), opens: 'form' as const }] : []),
    ...(hasMet ? [{ action: 'promise', label: t('button.promise'), opens: 'form' as const }] : []),
    { action: 'point', label: t('button.point'), opens: 'form' },
    { action: 'why', label: t('button.why') },
  ]
}

/** Whoever has never had a talk has waited longest. */
export function longestGapFirst(one: Pair, other: Pair): number {
  const [mine, theirs] = [one.facts.lastMet ?? '', other.facts.lastMet ?? '']
  if (mine !== theirs) return mine < theirs ? -1 : 1
  return one.member.name < other.member.name ? -1 : 1
}
