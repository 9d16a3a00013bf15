/**
 * A message as an Adaptive Card 1.5. Its summary is what a notification shows, what is spoken, and what stands there where cards can't be drawn: one
 * plain line, and never an answer.
 */
import type { Message } from '#message'
import { renderBlocks } from './blocks.ts'
import type { Surface } from './button.ts'
import type { AdaptiveCard, CardElement, MentionEntity } from './element.ts'
import { createMentions } from './mentions.ts'
import { visible } from './plain.ts'
import type { TeamsReader } from './reader.ts'
import type { Page } from './running.ts'

export interface RenderedMessage {
  card: AdaptiveCard
  /** Whom the card mentions; they stand in the card itself, too. */
  entities: MentionEntity[]
  summary: string
}

const SCHEMA = 'http://adaptivecards.io/schemas/adaptive-card.json'

/** Teams takes 100 KB a message, counted in UTF-16; the rest is for what stands around the card. */
export const MOST_BYTES = 80_000

/**
 * @param delivery null for what is no delivery: answers seen by one person alone
 * @throws CardSizeError
 */
export function renderCard(
  message: Message,
  reader: TeamsReader,
  delivery: string | null,
  surface: Surface = 'message',
): RenderedMessage {
  const page = { reader, mentions: createMentions() }
  const body = renderBlocks(message.blocks, page, { delivery, surface })
  const summary = visible(message.summary)
  return { card: cardOf(body, page, summary), entities: page.mentions.entities, summary }
}

/** @throws CardSizeError */
export function cardOf(body: CardElement[], { reader, mentions }: Page, said: string, actions: CardElement[] = []) {
  const { entities } = mentions
  const card: AdaptiveCard = {
    type: 'AdaptiveCard',
    $schema: SCHEMA,
    version: '1.5',
    lang: reader.language,
    speak: said,
    fallbackText: said,
    body,
    ...(actions.length > 0 ? { actions } : {}),
    msteams: { width: 'full', ...(entities.length > 0 ? { entities } : {}) },
  }
  const bytes = 2 * JSON.stringify(card).length
  if (bytes > MOST_BYTES) throw new CardSizeError(said, bytes)
  return card
}

/** Names the message by what it says of itself, never by what stands in it. */
export class CardSizeError extends Error {
  override readonly name = 'CardSizeError'

  constructor(summary: string, bytes: number) {
    super(
      `the card "${summary.slice(0, 100)}" has ${bytes} bytes, which is ${bytes - MOST_BYTES} over the limit of ${MOST_BYTES}.`,
    )
  }
}
