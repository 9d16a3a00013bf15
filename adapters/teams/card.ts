/**
 * A message as an Adaptive Card 1.5. Its summary is what a notification shows, what is spoken, and what stands there where cards can't be drawn: one
 * plain line, and never an answer.
 */
import type { Block, Message } from '#message'
import { DeliveryError } from '#platform'
import { renderBlocks, type Standing } from './blocks.ts'
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
 * @throws DeliveryError for a card that Teams would not take
 */
export function renderCard(
  message: Message,
  reader: TeamsReader,
  delivery: string | null,
  surface: Surface = 'message',
): RenderedMessage {
  const page = { reader, mentions: createMentions() }
  const standing = { delivery, surface }
  const summary = visible(message.summary)
  const card = cardOf(renderBlocks(message.blocks, page, standing), page, summary)
  const bytes = bytesOf(card)
  if (bytes > MOST_BYTES) throw tooHeavy(delivery ?? 'an answer', bytes, heaviest(message.blocks, page, standing))
  return { card, entities: page.mentions.entities, summary }
}

export function cardOf(
  body: CardElement[],
  { reader, mentions: { entities } }: Page,
  said: string,
  actions: CardElement[] = [],
): AdaptiveCard {
  return {
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
}

const bytesOf = (value: unknown): number => 2 * JSON.stringify(value).length

function heaviest(blocks: readonly Block[], page: Page, standing: Standing): string {
  const weights = blocks.map((block) => bytesOf(renderBlocks([block], page, standing)))
  const at = weights.indexOf(Math.max(...weights))
  return `block ${at + 1} (${blocks[at]!.type}) alone has ${weights[at]}`
}

/** Says which message and which of its blocks, and nothing of what stands in them. Nothing was sent, and trying again would change nothing. */
const tooHeavy = (where: string, bytes: number, which: string): DeliveryError =>
  new DeliveryError(
    'never',
    `teams: ${where} has ${bytes} bytes as a card, which is ${bytes - MOST_BYTES} over the limit of ${MOST_BYTES}; ${which}.`,
    0,
    'refused',
  )
