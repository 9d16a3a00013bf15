/** Votes: some for everyone, one a topic, changed until the phase ends; only their totals are ever shown. */
import { plain, shortened, type Answers, type Field, type Form, type Reader, type Speak } from '#ritual'
import { inParts } from './in-parts.ts'
import { chosenIn, type RetroView } from './state.ts'
import { MOST_TOPICS, type Topic, topicsOf, votable } from './topics.ts'

export interface Counted extends Topic {
  votes: number
}

const OPTIONS = 10
const LABEL_MAX = 75

/** How many topics are talked about, unless fewer got a vote. */
export const TALKED_ABOUT = 5

/** Most votes first; a leader's own card, and what was said later, comes last among equals, for that is how topics are ordered. */
export function counted(view: RetroView): Counted[] {
  const given = view.state.votes.flatMap(({ topics }) => topics.slice(0, view.ritual.options.votes))
  return topicsOf(view)
    .map((topic) => ({ ...topic, votes: given.filter((key) => key === topic.key).length }))
    .toSorted((one, other) => other.votes - one.votes)
}

/** The topics of the discussion; where nobody voted, the first ones, larger groups before single cards. */
export function agenda(view: RetroView): Counted[] {
  const all = counted(view)
  const wanted = all.filter(({ votes }) => votes > 0)
  const order = wanted.length > 0 ? wanted : all.toSorted((one, other) => other.cards.length - one.cards.length)
  return order.slice(0, TALKED_ABOUT)
}

/** There is something to choose. */
export const isVoteUseful = (view: RetroView): boolean => topicsOf(view).length > 1

export const votesOf = (view: RetroView, member: string): string[] =>
  view.state.votes.find((vote) => vote.member === member)?.topics ?? []

export function votesForm(view: RetroView, { t, me }: Reader): Form {
  const topics = votable(view)
  const own = me ? votesOf(view, me.id) : []
  const more = topicsOf(view).length - topics.length
  const intro = t('votes.intro', { count: view.ritual.options.votes })
  return {
    title: t('votes.title'),
    submit: t('votes.submit'),
    intro: [plain(more > 0 ? `${intro} ${t('votes.more', { count: more, shown: MOST_TOPICS })}` : intro)],
    fields: fieldsFor(topics, own, t),
  }
}

const fieldsFor = (topics: Topic[], own: string[], t: Speak): Field[] =>
  inParts(topics, OPTIONS).map((some, index, parts): Field => {
    const from = index * OPTIONS
    const label = t('votes.part', { from: from + 1, to: from + some.length })
    return {
      type: 'choice',
      many: true,
      name: `topics-${index + 1}`,
      label: parts.length === 1 ? t('votes.label') : label,
      options: some.map(({ key, title }) => ({ value: key, label: shortened(title, LABEL_MAX) })),
      initial: some.map(({ key }) => key).filter((key) => own.includes(key)),
    }
  })

/** Too many is said at the first field with a choice; nobody's votes are cut in silence. */
export function checkVotes(answers: Answers, view: RetroView, { t }: Reader): Record<string, string> {
  const { votes } = view.ritual.options
  const chosen = chosenIn(answers).length
  const field = Object.keys(answers).find((name) => Array.isArray(answers[name]))
  return chosen > votes && field !== undefined ? { [field]: t('votes.too-many', { count: votes, chosen }) } : {}
}
