/** Adaptive Cards as data; the tests hold them against the public schemas. */

/** An element or an action of a card. */
export interface CardElement {
  type: string
  [property: string]: unknown
}

export interface MentionEntity {
  type: 'mention'
  text: string
  mentioned: { id: string; name: string }
}

export interface AdaptiveCard {
  type: 'AdaptiveCard'
  $schema: string
  version: '1.5'
  lang: string
  speak: string
  fallbackText: string
  body: CardElement[]
  actions?: CardElement[]
  msteams?: { width?: 'full'; entities?: MentionEntity[] }
}

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive'

/** A card the way an activity or a dialog carries it. */
export const attachmentOf = (card: AdaptiveCard): { contentType: string; content: AdaptiveCard } => ({
  contentType: CARD_TYPE,
  content: card,
})
