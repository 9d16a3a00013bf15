/** Topics that leaders have given to this round from elsewhere: one question more each, for everyone. */
import {
  type Block,
  bold,
  paragraph,
  plain,
  type Reader,
  shortened,
  type Speak,
  type StartSpec,
  type Started,
} from '#ritual'
import { type CheckInView, type State, textIn } from './answers.ts'
import type { Options } from './options.ts'
import type { Question } from './questions.ts'

/** No question of the manifest's can be named so. */
const TOPIC = 'given_topic'
const LABEL_MAX = 150
/** What a form holds. */
const FIELDS = 10

type Given = Pick<CheckInView, 'started' | 'ritual'>

/** As many as the form has room for, which is at least one; the last of these is asked about all that are left. */
export function topicsOf(view: Given, t: Speak): Question[] {
  const topics = givenIn(view)
  return fieldsOf(view).map((id, index, ids): Question => {
    const isShared = index === ids.length - 1 && topics.length > ids.length
    const words = isShared ? t('topic.rest') : shortened(topics[index]!.says![t.language], LABEL_MAX)
    return { id, kind: 'text', ask: words, title: words }
  })
}

/** "Jana also asks: ..." */
export const topicBlocks = (view: Pick<CheckInView, 'started'>, { t }: Pick<Reader, 't'>): Block[] =>
  givenIn(view).map(({ by, says }) => {
    const name = by?.name ?? t('topic.someone')
    return paragraph([plain(`${t('topic.from', { name })} `), bold(says![t.language])])
  })

export const starts: { topic: StartSpec<Options, State, never> } = {
  topic: { goes: ['next'], came },
}

function came(view: CheckInView, { at, by }: Started, { t }: Reader): string {
  if (view.phase === 'planned') return t('came.planned', { date: t.date(view.occurrence.date) })
  if (view.phase !== 'closed') return t('came.running')
  const fields = fieldsOf(view)
  const place = givenIn(view).findIndex((each) => each.at === at && each.by?.id === by?.id)
  const field = fields[Math.min(place, fields.length - 1)]
  const said = view.state.given.filter(({ answers }) => field !== undefined && textIn(answers, field) !== null)
  return said.length === 0 ? t('came.nothing') : t('came.answers', { count: said.length })
}

/** In the order in which they came, so that each keeps its field whatever comes after it. */
const givenIn = ({ started }: Pick<CheckInView, 'started'>): Started[] =>
  started.filter(({ what, says }) => what === 'topic' && says !== null)

function fieldsOf(view: Given): string[] {
  const { questions, mood } = view.ritual.options
  const room = FIELDS - questions.length - (mood ? 1 : 0)
  return givenIn(view)
    .slice(0, room)
    .map((_, index) => (index === 0 ? TOPIC : `${TOPIC}_${index + 1}`))
}
