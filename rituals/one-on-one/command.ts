/** `/teamrunde agenda`: a member's next talk in full; a leader's, one by one in a line each. */
import {
  type Block,
  bold,
  bullets,
  type Button,
  buttons,
  heading,
  type Message,
  note,
  paragraph,
  plain,
  type Reader,
  type RichText,
  shortened,
} from '#ritual'
import { agendaBlocks, agendaMessage } from './agenda.ts'
import { pointsOf, promisesBetween } from './agenda-parts.ts'
import { dateIn, stageOf } from './appointment.ts'
import { daysAfter } from './cadence.ts'
import { longestGapFirst, pairLine } from './overview.ts'
import { type Pair, pairsOf } from './pairs.ts'
import { recordOf } from './record.ts'
import type { OneOnOneView } from './state.ts'

const ROW = 5
const MOST_IN_FULL = 25
const LABEL_MAX = 60

/** A pair whose turn is not this week, with the last week in which it was. */
interface Resting {
  pair: Pair
  /** Where a point for next time goes. */
  occurrence: string
}

export function agendaCommand(view: OneOnOneView, reader: Reader): Message {
  const now = pairsOf(view, reader).filter((pair) => stageOf(view, pair) !== 'met')
  const resting = restingOf(view, reader, now)
  const [pair] = now
  if (pair && now.length + resting.length === 1) return agendaMessage(view, pair, reader)
  if (!pair && resting.length === 1) return restingAgenda(view, resting[0]!, reader)
  return now.length + resting.length === 0 ? nothing(reader) : inBrief(view, now, resting, reader)
}

/** One of them in full; where this one is none of theirs any more, all in brief. */
export function agendaOf(view: OneOnOneView, reader: Reader, key: string | undefined): Message {
  const now = pairsOf(view, reader)
  const pair = now.find((each) => each.key === key)
  if (pair) return agendaMessage(view, pair, reader)
  const resting = restingOf(view, reader, now).find((each) => each.pair.key === key)
  return resting ? restingAgenda(view, resting, reader) : agendaCommand(view, reader)
}

function nothing({ t }: Reader): Message {
  const line = t('agenda.none')
  return { summary: line, blocks: [paragraph(line)] }
}

/** For those whose turn it is not: when they will be asked, and what is noted down so far. */
function restingAgenda(view: OneOnOneView, { pair, occurrence }: Resting, reader: Reader): Message {
  const { t } = reader
  const { summary } = agendaMessage(view, pair, reader)
  const point: Button = { action: 'point', label: t('button.next-point'), occurrence, opens: 'form' }
  const [title, ...rest] = agendaBlocks(view, pair, reader)
  return { summary, blocks: [title!, paragraph(nextText(pair, reader)), ...rest, buttons(point)] }
}

function inBrief(view: OneOnOneView, now: Pair[], resting: Resting[], reader: Reader): Message {
  const { t } = reader
  const title = t('agenda.brief')
  const items = [
    ...now.toSorted(longestGapFirst).map((pair) => [...pairLine(view, pair, reader), ...counts(view, pair, reader)]),
    ...resting.map(({ pair }): RichText => [
      bold(pair.member.name),
      plain(` · ${nextText(pair, reader)}`),
      ...counts(view, pair, reader),
    ]),
  ]
  const actions: Block[] = now.length > 0 ? [buttons({ action: 'point', label: t('button.point'), opens: 'form' })] : []
  const pairs = [...now.toSorted(longestGapFirst), ...resting.map(({ pair }) => pair)]
  return {
    summary: title,
    blocks: [
      heading(title),
      bullets(items),
      note(t('agenda.brief-private')),
      ...inFull(view, pairs, reader),
      ...actions,
    ],
  }
}

/** A button for each agenda in which something stands already. */
function inFull(view: OneOnOneView, pairs: Pair[], reader: Reader): Block[] {
  const some = pairs.filter((pair) => counts(view, pair, reader).length > 0).slice(0, MOST_IN_FULL)
  if (some.length === 0) return []
  const buttonFor = ({ key, member }: Pair): Button => ({
    action: 'agenda',
    label: shortened(member.name, LABEL_MAX),
    value: key,
  })
  const rows = Array.from({ length: Math.ceil(some.length / ROW) }, (_, row) => some.slice(row * ROW, (row + 1) * ROW))
  return [paragraph(reader.t('agenda.in-full')), ...rows.map((row) => buttons(...row.map(buttonFor)))]
}

/** How much there is to talk about, without a word of it. */
function counts(view: OneOnOneView, pair: Pair, { t }: Reader): RichText {
  const points = pointsOf(view, pair).length
  const open = promisesBetween(view, pair).filter(({ state }) => state === 'open').length
  return [
    ...(points > 0 ? [plain(` · ${t('agenda.count-points', { count: points })}`)] : []),
    ...(open > 0 ? [plain(` · ${t('agenda.count-promises', { count: open })}`)] : []),
  ]
}

function nextText({ facts }: Pair, { t }: Reader): string {
  if (facts.lastMet === null) return t('agenda.next-unknown')
  const last = dateIn(facts.lastMet, facts.zone)
  return t('agenda.next', { last: t.date(last), next: t.date(daysAfter(last, facts.every * 7)) })
}

/** Their own pairs of earlier weeks, the latest of each member, as they are since; a member's earlier leader is not among them. */
function restingOf(view: OneOnOneView, reader: Reader, now: Pair[]): Resting[] {
  const seen = new Set(now.map(({ key }) => key))
  const weeks = [{ occurrence: view.occurrence, groups: view.groups }, ...view.history]
  const found: Resting[] = []
  for (const { occurrence, groups } of weeks) {
    for (const pair of pairsOf({ ...view, groups }, reader)) {
      if (seen.has(pair.key)) continue
      seen.add(pair.key)
      found.push({ pair: asSince(view, pair), occurrence: occurrence.id })
    }
  }
  return reader.me?.role === 'leader' ? found : found.slice(0, 1)
}

/** A pair of an earlier week, with what that week has added. */
function asSince(view: OneOnOneView, pair: Pair): Pair {
  const record = recordOf(view, [view, ...view.history], pair.leader, pair.member)
  return record ? { ...pair, facts: { ...pair.facts, ...record, startsAt: null } } : pair
}
