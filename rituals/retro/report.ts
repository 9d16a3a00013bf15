/** The summary: what it was about, who does what by when, thanks. Read in a minute, by people who were not there too. */
import { bold, heading, paragraph, type Block, type Message, type Post, type Reader } from '#ritual'
import { itemList } from './action-items.ts'
import { cardsOf } from './cards.ts'
import { topicLine } from './channel.ts'
import { heldBy } from './facilitator.ts'
import type { RetroView } from './state.ts'
import { nothingToShow } from './withheld.ts'
import { agenda } from './votes.ts'

export function report(view: RetroView): Post[] {
  const message: Post['message'] = (reader) => summary(view, reader)
  return [
    { key: 'report', to: 'channel', message },
    { key: 'observers', to: 'observers', message },
  ]
}

function summary(view: RetroView, reader: Reader): Message {
  const { t } = reader
  const { name } = view.ritual
  return {
    summary: t('report.summary', { name }),
    blocks: [heading(t('report.title', { name, date: t.date(view.occurrence.date) })), ...content(view, reader)],
  }
}

function content(view: RetroView, reader: Reader): Block[] {
  const { t } = reader
  if (view.participants.length === 0) return [paragraph(t('report.nobody'))]
  const topics = agenda(view)
  const items = itemList(view, reader)
  return [
    ...(topics.length > 0
      ? [
          paragraph([bold(t('report.topics', { count: cardsOf(view).length }))]),
          { type: 'list' as const, ordered: true, items: topics.map((topic) => topicLine(topic, t)) },
        ]
      : [paragraph(nothingToShow(view, t))]),
    ...(items.length > 0 ? [paragraph([bold(t('report.items'))]), ...items, paragraph(t('report.next'))] : []),
    ...(topics.length > 0 && items.length === 0 ? [paragraph(t('report.no-items'))] : []),
    ...thanks(view, reader, topics.length > 0),
  ]
}

function thanks(view: RetroView, { t }: Reader, hasTopics: boolean): Block[] {
  if (!hasTopics) return []
  const names = t.list(heldBy(view).map(({ name }) => name))
  return [paragraph(names === '' ? t('report.thanks-all') : t('report.thanks', { names }))]
}
