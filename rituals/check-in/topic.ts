/** A topic that a leader has given to this round from elsewhere: one question more, for everyone. */
import { type Block, bold, paragraph, plain, type Reader, shortened, type Speak, type StartSpec } from '#ritual'
import { type CheckInView, type State, textIn } from './answers.ts'
import type { Options } from './options.ts'
import type { Question } from './questions.ts'

/** No question of the manifest's can be named so. */
const TOPIC = 'given_topic'
const LABEL_MAX = 150

/** At most one, so that the form holds it: the one that came last. */
export function topicOf({ started }: Pick<CheckInView, 'started'>, t: Speak): Question[] {
  const says = started.findLast(({ what }) => what === 'topic')?.says
  if (!says) return []
  const words = shortened(says[t.language], LABEL_MAX)
  return [{ id: TOPIC, kind: 'text', ask: words, title: words }]
}

/** "Jana also asks: ..." */
export function topicBlocks({ started }: Pick<CheckInView, 'started'>, { t }: Pick<Reader, 't'>): Block[] {
  const given = started.findLast(({ what }) => what === 'topic')
  if (!given?.says) return []
  const name = given.by?.name ?? t('topic.someone')
  return [paragraph([plain(`${t('topic.from', { name })} `), bold(given.says[t.language])])]
}

export const starts: { topic: StartSpec<Options, State, never> } = {
  topic: { goes: ['next'], came },
}

function came(view: CheckInView, _: unknown, { t }: Reader): string {
  if (view.phase === 'planned') return t('came.planned', { date: t.date(view.occurrence.date) })
  if (view.phase !== 'closed') return t('came.running')
  const said = view.state.given.filter(({ answers }) => textIn(answers, TOPIC) !== null)
  return said.length === 0 ? t('came.nothing') : t('came.answers', { count: said.length })
}
