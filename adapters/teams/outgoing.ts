/** A message as an activity on its way out. */
import type { Message } from '#message'
import { renderCard } from './card.ts'
import { type AdaptiveCard, attachmentOf } from './element.ts'
import type { TeamsReader } from './reader.ts'

/** An activity with one card, and the line that a notification shows. */
export interface Post {
  type: 'message'
  summary: string
  attachments: { contentType: string; content: AdaptiveCard }[]
}

export const postOf = (card: AdaptiveCard, summary: string): Post => ({
  type: 'message',
  summary,
  attachments: [attachmentOf(card)],
})

export function messagePost(message: Message, reader: TeamsReader, delivery: string | null): Post {
  const { card, summary } = renderCard(message, reader, delivery)
  return postOf(card, summary)
}
