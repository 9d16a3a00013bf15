/**
 * What fits into a message and a form: the narrower of what Slack and Teams take, with room for markup. Lengths are in UTF-16 units, as both
 * platforms count them.
 */
import type { Inline, Message, RichText } from './message.ts'

export const LIMITS = {
  summary: 3000,
  blocks: 40,
  /** A whole message as JSON in UTF-8, in bytes. */
  bytes: 75_000,
  text: 3000,
  heading: 150,
  factLabel: 150,
  buttons: 5,
  buttonLabel: 75,
  buttonValue: 200,
  tableColumns: 20,
  tableRows: 100,
  chartSeries: 6,
  chartPoints: 20,
  chartLabel: 20,
  url: 3000,
  formTitle: 24,
  formSubmit: 24,
  fields: 10,
  fieldLabel: 150,
  fieldHint: 300,
  choices: 10,
  /** A list of people is a longer list on every platform. */
  people: 100,
  /** 0 to 10. */
  steps: 11,
  choiceLabel: 75,
} as const

/** As written on the platform that needs most for it: an instant with its fallback, a person as a reference. */
const INSTANT = 40
const MENTION = 16

export function inlineLength(inline: Inline): number {
  switch (inline.type) {
    case 'link':
      return inline.text.length + inline.url.length
    case 'mention':
      return Math.max(inline.name.length + 1, MENTION)
    case 'instant':
      return INSTANT
    default:
      return inline.text.length
  }
}

export const textLength = (text: RichText): number => text.reduce((sum, inline) => sum + inlineLength(inline), 0)

/** Size of a message on the wire, in bytes. */
export const byteLength = (message: Message): number => Buffer.byteLength(JSON.stringify(message))
