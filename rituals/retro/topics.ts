/** What can be voted for and talked about: the groups put together by hand, and every other card for itself. */
import { shortened } from '#ritual'
import { cardsOf, type Card } from './cards.ts'
import { closeness } from './similarity.ts'
import type { RetroView } from './state.ts'

export interface Topic {
  key: string
  title: string
  cards: Card[]
}

const TITLE_MAX = 140

/** Ten fields of ten choices: more fits into no form. */
export const MOST_TOPICS = 100

/** As with the cards: a view never changes, and everyone is told of its topics. */
const known = new WeakMap<RetroView, Topic[]>()

/** Groups first, then cards in their order. */
export function topicsOf(view: RetroView): Topic[] {
  const topics = known.get(view) ?? allTopics(view)
  known.set(view, topics)
  return topics
}

function allTopics(view: RetroView): Topic[] {
  const cards = cardsOf(view)
  const byId = new Map(cards.map((card) => [card.id, card]))
  const groups = view.state.groups.flatMap(({ key, title, cards: ids }): Topic[] => {
    const own = ids.flatMap((id) => byId.get(id) ?? [])
    return own.length === 0 ? [] : [{ key, title: shortened(title ?? own[0]!.text, TITLE_MAX), cards: own }]
  })
  const inGroups = new Set(groups.flatMap((group) => group.cards.map(({ id }) => id)))
  const alone = cards
    .filter(({ id }) => !inGroups.has(id))
    .map((card): Topic => ({ key: card.id, title: shortened(card.text, TITLE_MAX), cards: [card] }))
  return [...groups, ...alone]
}

/** Those that stand in the form. Where there are too many, groups stay, and then what many cards speak of. */
export function votable(view: RetroView): Topic[] {
  const topics = topicsOf(view)
  if (topics.length <= MOST_TOPICS) return topics
  const close = closeness(topics.flatMap((topic) => topic.cards))
  const rank = ({ cards }: Topic): number => (cards.length > 1 ? Infinity : (close.get(cards[0]!.id) ?? 0))
  const kept = new Set(topics.toSorted((one, other) => compare(rank(other), rank(one))).slice(0, MOST_TOPICS))
  return topics.filter((topic) => kept.has(topic))
}

const compare = (one: number, other: number): number => (one === other ? 0 : one - other)
