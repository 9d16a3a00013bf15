/**
 * Running text, in both of Slack's ways. `mrkdwn` is compact and every client shows it, but characters in it may turn into markup; so it is used only
 * where nothing can. All else becomes rich text, in which a text is a text whatever is written in it.
 */
import { formatInstant, type Inline, type InstantStyle, type RichText } from '#message'
import type { types } from '@slack/bolt'
import type { SlackReader } from './reader.ts'

type Section = types.RichTextSection
type Element = types.RichTextElement

/** Slack writes the instant in the zone and the manner of whoever looks at it. */
const DATES: Record<InstantStyle, string> = {
  time: '{time}',
  date: '{date_long}',
  'weekday-time': '{date_short}, {time}',
  'date-time': '{date_short}, {time}',
}

/** What Slack would read something into: emphasis, code, `:names:` of emoji, and quotes at the start of a line. */
const MARKUP = /[*_~`]|:[\w+'-]+:|^[^\S\n\r\u2028\u2029]*>/mu

/** Where emphasis ends, Slack wants something that is no part of a word. */
const WORD = /[\p{L}\p{N}]/u

/** @returns null where the text has to be rich text to come out as it was written */
export function asMrkdwn(text: RichText, reader: SlackReader): string | null {
  let written = ''
  for (const [index, inline] of text.entries()) {
    const piece = mrkdwnOf(inline, reader)
    const isTight = isEmphasis(inline) && touchesWord(text[index - 1], text[index + 1])
    if (piece === null || isTight) return null
    written += piece
  }
  return written
}

function mrkdwnOf(inline: Inline, reader: SlackReader): string | null {
  switch (inline.type) {
    case 'mention': {
      const person = personIn(inline.member)
      return person ? `<@${person}>` : plainOf(inline.name)
    }
    case 'instant':
      return `<!date^${seconds(inline.at)}^${DATES[inline.style]}|${fallback(inline, reader)}>`
    case 'link': {
      const label = plainOf(inline.text)
      return label === null || /[|>\s]/.test(inline.url) || inline.text.includes('\n')
        ? null
        : `<${escaped(inline.url)}|${label}>`
    }
    case 'plain':
      return plainOf(inline.text)
    default:
      return emphasised(inline.text, MARKS[inline.type])
  }
}

const MARKS = { bold: '*', italic: '_', code: '`' } as const

function emphasised(text: string, mark: string): string | null {
  const plain = plainOf(text)
  return plain === null || text.trim() !== text || text === '' || text.includes('\n') ? null : mark + plain + mark
}

const plainOf = (text: string): string | null => (MARKUP.test(text) ? null : escaped(text))

/** https://docs.slack.dev/messaging/formatting-message-text/#escaping */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const isEmphasis = ({ type }: Inline): boolean => type === 'bold' || type === 'italic' || type === 'code'

function touchesWord(before: Inline | undefined, after: Inline | undefined): boolean {
  const last = before && 'text' in before ? before.text.at(-1) : before?.type === 'mention' ? 'a' : ' '
  const first = after && 'text' in after ? after.text.at(0) : after?.type === 'mention' ? 'a' : ' '
  return WORD.test(last ?? ' ') || WORD.test(first ?? ' ') || (before !== undefined && isEmphasis(before))
}

/** The same as rich text: nothing in it is ever read as markup. */
export const asSection = (text: RichText, reader: SlackReader): Section => ({
  type: 'rich_text_section',
  elements: text.filter(isSaid).map((inline) => elementOf(inline, reader)),
})

/** Slack refuses an element without text. */
const isSaid = (inline: Inline): boolean => !('text' in inline) || inline.text !== ''

function elementOf(inline: Inline, reader: SlackReader): Element {
  switch (inline.type) {
    case 'mention': {
      const person = personIn(inline.member)
      return person ? { type: 'user', user_id: person } : { type: 'text', text: inline.name }
    }
    case 'instant':
      return {
        type: 'date',
        timestamp: seconds(inline.at),
        format: DATES[inline.style],
        fallback: fallback(inline, reader),
      }
    case 'link':
      return { type: 'link', url: inline.url, text: inline.text }
    case 'plain':
      return { type: 'text', text: inline.text }
    default:
      return { type: 'text', text: inline.text, style: { [inline.type]: true } }
  }
}

/** The engine hands on a mention with the person's id on the platform, `T1/U1`; whoever is not in Slack is called by name. */
function personIn(member: string): string | null {
  return /^[TE][A-Z0-9]+\/([UW][A-Z0-9]+)$/.exec(member)?.[1] ?? null
}

const seconds = (at: string): number => Math.floor(Date.parse(at) / 1000)

const fallback = (inline: Extract<Inline, { type: 'instant' }>, { language, zone }: SlackReader): string =>
  formatInstant(inline.at, inline.style, language, zone)
