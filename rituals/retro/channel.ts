/** What stands in the team's channel while a retro runs: one message at the opening, one when the discussion begins, the rest in their threads. */
import {
  bold,
  bullets,
  heading,
  instant,
  note,
  paragraph,
  plain,
  type Block,
  type Message,
  type Post,
  type Reader,
  type RichText,
} from '#ritual'
import { itemList } from './action-items.ts'
import { type Card, cardsOf, columnsIn, writers } from './cards.ts'
import { turnedOver } from './cards-form.ts'
import { facilitatorOf, mayBeTakenOver } from './facilitator.ts'
import { isGroup } from './grouping.ts'
import { isOpenHanded } from './hand-over.ts'
import { lastTime } from './last-time.ts'
import { closeOf, hasBegun, isRunning, meetingAt, phaseCloses, softEnd } from './phases.ts'
import { formatIn, givenTopics } from './started.ts'
import type { RetroView } from './state.ts'
import { isTooFew, nothingToShow } from './withheld.ts'
import { agenda, type Counted, counted } from './votes.ts'

export function channelPosts(view: RetroView): Post[] {
  if (view.participants.length === 0) return []
  return [
    { key: 'retro', to: 'channel', message: (reader) => opening(view, reader) },
    ...cardPosts(view),
    ...(hasBegun(view, 'discuss') && cardsOf(view).length > 0 ? discussion(view) : []),
  ]
}

function opening(view: RetroView, reader: Reader): Message {
  const { t } = reader
  const { name } = view.ritual
  const format = t(`format.${formatIn(view)}`)
  return {
    summary: t('opening.summary', { name, format }),
    blocks: [
      heading(t('opening.title', { name, format })),
      paragraph(whereItStands(view, reader)),
      ...(hasBegun(view, 'group') ? [] : [bullets(columnsIn(view).map((column) => t(`column.${column}.ask`)))]),
      ...givenTopics(view, reader),
      ...whoWrote(view, reader),
      ...lastTime(view, reader),
      ...floor(view, reader),
    ],
  }
}

function whereItStands(view: RetroView, { t }: Reader): RichText {
  if (!hasBegun(view, 'group')) {
    const { anonymous } = view.ritual.options
    const values = { at: turnedOver(view), threshold: view.threshold }
    if (anonymous && isTooFew(view)) return t.rich('opening.collect-few', values)
    return t.rich(anonymous ? 'opening.collect-sealed' : 'opening.collect', values)
  }
  const cards = cardsOf(view).length
  if (cards === 0) return [plain(nothingToShow(view, t))]
  if (!isRunning(view)) return [plain(t('opening.over'))]
  const at = [instant(phaseCloses(view), 'weekday-time')]
  return t.rich(`opening.${view.phase}`, { count: cards, at, name: facilitatorOf(view)?.name ?? t('opening.nobody') })
}

/** Only how many, and only where that can point at nobody. */
function whoWrote(view: RetroView, { t }: Reader): Block[] {
  if (view.ritual.options.anonymous || hasBegun(view, 'group')) return []
  const count = writers(view)
  return count === 0 ? [] : [note(t('opening.written', { count }))]
}

function floor(view: RetroView, { t }: Reader): Block[] {
  const person = facilitatorOf(view)
  if (!person || !isRunning(view)) return []
  const mayTake = isOpenHanded(view) && mayBeTakenOver(view)
  return [
    note(t(mayTake ? 'opening.floor-open' : 'opening.floor', { name: person.name })),
    ...(mayTake
      ? [
          {
            type: 'buttons' as const,
            buttons: [{ action: 'take-over', label: t('button.take-over') }],
          },
        ]
      : []),
  ]
}

/** Turned over in the thread, a column a post. */
function cardPosts(view: RetroView): Post[] {
  const byColumn = Map.groupBy(cardsOf(view), ({ column }) => column)
  return columnsIn(view).flatMap((column): Post[] => {
    const cards = byColumn.get(column)
    return cards ? [columnPost(view, column, cards)] : []
  })
}

const columnPost = (view: RetroView, column: string, cards: Card[]): Post => ({
  key: `cards:${column}`,
  to: 'channel',
  under: 'retro',
  message: (reader) => {
    const title = reader.t(`column.${column}.title`)
    return {
      summary: reader.t('cards.shown', { column: title }),
      blocks: [paragraph([bold(title)]), bullets(cards.map((card) => cardLine(card, view, reader)))],
    }
  },
})

/** What it says, whose it is where that was no secret, and when it came where that was later. */
function cardLine({ text, author, late }: Card, view: RetroView, { t, zone }: Reader): RichText {
  const by = author ? [plain(t('cards.by', { name: author.name }))] : []
  if (late === null) return [plain(text), ...(by.length > 0 ? [plain(' '), ...by] : [])]
  const isToday = dateOf(late, zone) === dateOf(closeOf(view, 'collect') ?? late, zone)
  const at = instant(late, isToday ? 'time' : 'weekday-time')
  return [
    plain(text),
    plain(' '),
    ...by,
    ...(by.length > 0 ? [plain(' ')] : []),
    ...t.rich('cards.added', { at: [at] }),
  ]
}

const dateOf = (at: string, zone: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()

/** Every topic has a place in the thread; whoever is not in the meeting, or writes at night, writes there. */
function discussion(view: RetroView): Post[] {
  const topics = agenda(view)
  return [
    { key: 'discuss', to: 'channel', message: (reader) => topicList(view, topics, reader) },
    ...topics.map((topic): Post => ({
      key: `topic:${topic.key}`,
      to: 'channel',
      under: 'discuss',
      message: (reader) => topicPost(topic, view, reader),
    })),
    ...(isTimeUp(view) ? [{ key: 'soft-end', to: 'channel' as const, under: 'discuss', message: timeUp }] : []),
    ...(hasBegun(view, 'act') || view.state.items.length > 0
      ? [{ key: 'items', to: 'channel' as const, under: 'discuss', message: (reader: Reader) => items(view, reader) }]
      : []),
  ]
}

const isVoted = (topics: readonly Counted[]): boolean => topics.some(({ votes }) => votes > 0)

function topicList(view: RetroView, topics: Counted[], { t }: Reader): Message {
  const more = counted(view).length - topics.length
  return {
    summary: t('discuss.summary', { name: view.ritual.name }),
    blocks: [
      heading(t('discuss.title')),
      { type: 'list', ordered: true, items: topics.map((topic) => topicLine(topic, t)) },
      ...(more > 0 ? [note(t(isVoted(topics) ? 'discuss.more' : 'discuss.unvoted', { count: more }))] : []),
      paragraph(howToTalk(view, t)),
    ],
  }
}

function howToTalk(view: RetroView, t: Reader['t']): RichText {
  if (hasBegun(view, 'act')) return [plain(t('discuss.after'))]
  const until = [instant(closeOf(view, 'discuss') ?? view.occurrence.closesAt, 'weekday-time')]
  const meeting = meetingAt(view)
  return meeting === null
    ? t.rich('discuss.how', { until })
    : t.rich('discuss.how-live', { until, at: [instant(meeting, 'weekday-time')] })
}

export const topicLine = (topic: Counted, t: Reader['t']): RichText => [bold(topic.title), ...votesOn(topic, t)]

const votesOn = ({ votes }: Counted, t: Reader['t']): RichText =>
  votes > 0 ? [plain(` · ${t('discuss.votes', { count: votes })}`)] : []

const topicPost = (topic: Counted, view: RetroView, reader: Reader): Message => ({
  summary: reader.t('discuss.topic'),
  blocks: isGroup(topic)
    ? [paragraph(topicLine(topic, reader.t)), bullets(topic.cards.map((card) => cardLine(card, view, reader)))]
    : [paragraph([...cardLine(topic.cards[0]!, view, reader), ...votesOn(topic, reader.t)])],
})

/** A friendly word when the time box ends by itself; nothing is cut off, and nothing is said when it was ended by hand. */
function isTimeUp(view: RetroView): boolean {
  const at = softEnd(view)
  return view.phase === 'discuss' && at !== null && at <= view.now
}

const timeUp: Post['message'] = ({ t }) => ({
  summary: t('discuss.time-up'),
  blocks: [paragraph(t('discuss.time-up'))],
})

function items(view: RetroView, reader: Reader): Message {
  const { t } = reader
  const list = itemList(view, reader)
  const name = facilitatorOf(view)?.name ?? t('opening.nobody')
  const line = isRunning(view) ? t('items.ask', { name }) : t(list.length > 0 ? 'items.done' : 'items.none')
  return { summary: t('items.summary'), blocks: [paragraph(line), ...list] }
}
