/** What some are written to besides their prompt: whoever facilitates, at each step that needs a hand; and everyone, when it comes to the vote. */
import {
  bold,
  buttons,
  instant,
  paragraph,
  plain,
  shortened,
  type Block,
  type Button,
  type Message,
  type Post,
  type Reader,
} from '#ritual'
import { cardsOf } from './cards.ts'
import { facilitatorOf, type Stretch, stretches } from './facilitator.ts'
import { isGroup, suggestions } from './grouping.ts'
import { inParts } from './in-parts.ts'
import { isOpenHanded } from './hand-over.ts'
import { changeForm, type RetroView } from './state.ts'
import { closeOf, hasBegun, isRunning, phaseCloses } from './phases.ts'
import { type Topic, topicsOf } from './topics.ts'
import { isVoteUseful, votesOf } from './votes.ts'

const QUOTE_MAX = 120
const WORD_MAX = 40
const ROW = 5
const MOST_SHOWN = 10

export const personalPosts = (view: RetroView): Post[] => [...votePosts(view), ...floorPosts(view)]

/** To everyone who did not pass; what they chose, and whether, is nobody else's. */
function votePosts(view: RetroView): Post[] {
  if (view.phase !== 'vote' || !isVoteUseful(view)) return []
  const asked = view.participants.filter(({ status }) => status === 'asked' || status === 'answered')
  return asked.map(({ id }) => ({ key: `vote:${id}`, to: { member: id }, message: (reader) => vote(view, reader, id) }))
}

function vote(view: RetroView, { t }: Reader, member: string): Message {
  const { votes: count } = view.ritual.options
  const hasVoted = votesOf(view, member).length > 0
  const at = [instant(phaseCloses(view), 'weekday-time')]
  // It stays there when the vote is over, which may be sooner: so it names no time.
  const line = hasVoted ? t('vote.thanks') : t.rich('vote.asked', { count, at, topics: topicsOf(view).length })
  const button: Button = { action: 'vote', label: t(hasVoted ? 'button.vote-again' : 'button.vote'), opens: 'form' }
  return {
    summary: t(hasVoted ? 'vote.thanks-summary' : 'vote.summary'),
    blocks: [paragraph(line), buttons(hasVoted ? button : { ...button, style: 'primary' })],
  }
}

function floorPosts(view: RetroView): Post[] {
  const held = stretches(view)
  const now = held.at(-1)
  if (!now) return []
  const earlier = new Map(held.slice(0, -1).map((stretch) => [stretch.person.id, stretch]))
  earlier.delete(now.person.id)
  const { id } = now.person
  const to = { member: id }
  return [
    ...[...earlier.values()].flatMap((stretch) => handedOn(view, stretch)),
    { key: `floor:${id}`, to, message: (reader) => floor(view, reader) },
    ...(view.phase === 'group' && cardsOf(view).length > 0
      ? [{ key: `floor:group:${id}`, to, message: (reader: Reader) => sorting(view, reader) }]
      : []),
    ...(hasBegun(view, 'discuss') && cardsOf(view).length > 0 && !view.over
      ? [{ key: `floor:discuss:${id}`, to, message: (reader: Reader) => noting(view, reader) }]
      : []),
  ]
}

/** Whatever they had been asked to do says who does it now. */
function handedOn(view: RetroView, { person: { id }, until }: Stretch): Post[] {
  const { name } = facilitatorOf(view)!
  const message: Post['message'] = ({ t }) => said(t('floor.handed-on', { name }))
  const post = (key: string): Post => ({ key, to: { member: id }, message })
  const hadTopics = hasBegun(view, 'discuss') && (closeOf(view, 'vote') ?? '') < (until ?? '')
  return [
    post(`floor:${id}`),
    ...(view.phase === 'group' && cardsOf(view).length > 0 ? [post(`floor:group:${id}`)] : []),
    ...(hadTopics && cardsOf(view).length > 0 && !view.over ? [post(`floor:discuss:${id}`)] : []),
  ]
}

/** The task, told when it is given; later only that it is still theirs. */
function floor(view: RetroView, reader: Reader): Message {
  const { t } = reader
  if (!isRunning(view)) return said(t('floor.over'))
  if (!isOpenHanded(view)) return said(t('floor.yours'), [paragraph(`${t('floor.what')} ${t('floor.later')}`)])
  const isEarly = view.phase === 'collect' || view.phase === 'vote'
  return said(t('floor.yours'), [
    paragraph(`${t('floor.what')} ${t('floor.now')}`),
    buttons(handOver(reader), ...(isEarly ? [endPhase(view, reader)] : [])),
  ])
}

function sorting(view: RetroView, reader: Reader): Message {
  const { t } = reader
  const at = [instant(closeOf(view, 'group') ?? view.occurrence.closesAt, 'weekday-time')]
  const groups = topicsOf(view).filter(isGroup)
  return {
    summary: t('sorting.summary'),
    blocks: [
      paragraph(t.rich('sorting.line', { count: cardsOf(view).length, at })),
      ...together(groups, reader),
      ...suggested(view, reader),
      buttons(
        { action: 'group', label: t('button.group'), opens: 'form' },
        ...(groups.length > 0 ? [{ action: 'split', label: t('button.split'), opens: 'form' as const }] : []),
        endPhase(view, reader),
        handOver(reader),
      ),
    ],
  }
}

/** What was put together leaves the suggestions; here it is seen that it has not gone. */
function together(groups: Topic[], { t }: Reader): Block[] {
  if (groups.length === 0) return []
  const items = groups
    .slice(-MOST_SHOWN)
    .map(({ title, cards }) => [bold(shortened(title, QUOTE_MAX)), plain(` (${cards.length})`)])
  return [paragraph(t('sorting.together')), { type: 'list', items }]
}

function suggested(view: RetroView, { t }: Reader): Block[] {
  const cards = new Map(cardsOf(view).map((card) => [card.id, card]))
  return suggestions(view).flatMap(({ word, cards: ids }): Block[] => {
    const items = ids.slice(0, ROW).map((id) => [plain(shortened(cards.get(id)!.text, QUOTE_MAX))])
    const shown = shortened(word, WORD_MAX)
    return [
      paragraph([plain(`${t('sorting.share', { cards: ids.length })} `), bold(shown)]),
      { type: 'list', items },
      ...(word.length > WORD_MAX
        ? []
        : [buttons({ action: 'merge', label: t('button.merge', { word: shown }), value: word })]),
    ]
  })
}

function noting(view: RetroView, reader: Reader): Message {
  const { t } = reader
  const { items } = view.state
  const changes = items.map(({ key }, index): Button => ({
    action: 'change-item',
    label: t('button.change-item', { number: index + 1 }),
    value: changeForm(key),
    opens: 'form',
  }))
  return {
    summary: t('noting.summary'),
    blocks: [
      paragraph(t(isRunning(view) ? 'noting.line' : 'noting.after')),
      buttons(
        { action: 'note', label: t('button.note'), style: 'primary', opens: 'form' },
        ...(isRunning(view) ? [endPhase(view, reader), handOver(reader)] : []),
      ),
      ...(items.length > 0
        ? [
            {
              type: 'list' as const,
              ordered: true,
              items: items.map(({ what }) => [plain(shortened(what, QUOTE_MAX))]),
            },
          ]
        : []),
      ...inParts(changes, ROW).map((row) => buttons(...row)),
    ],
  }
}

const handOver = ({ t }: Reader): Button => ({ action: 'hand-over', label: t('button.hand-over'), opens: 'form' })

/** The phase goes along, so that a second press does not end the next one. */
const endPhase = ({ phase }: RetroView, { t }: Reader): Button => ({
  action: 'end-phase',
  label: t(`button.end.${phase}`),
  value: phase,
})

const said = (line: string, rest: Block[] = []): Message => ({ summary: line, blocks: [paragraph(line), ...rest] })
