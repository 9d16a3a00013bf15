/** Paragraphs, notes, facts and lists. */
import type { Block, RichText } from '#message'
import type { types } from '@slack/bolt'
import { asMrkdwn, asSection } from './inline.ts'
import type { SlackReader } from './reader.ts'
import type { SlackBlock } from './surface.ts'

const MOST_TEXT = 3000
const MOST_FIELD = 2000
const MOST_FIELDS = 10
/** Characters of one list; a longer one goes on in the next block, with its numbers. */
const MOST_LIST = 6000

const mrkdwn = (text: string): types.MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true })

const rich = (...elements: types.RichTextBlock['elements']): SlackBlock => ({ type: 'rich_text', elements })

export function textBlocks(text: RichText, reader: SlackReader): SlackBlock[] {
  const written = asMrkdwn(text, reader)
  return written === null || written.length > MOST_TEXT
    ? [rich(asSection(text, reader))]
    : [{ type: 'section', text: mrkdwn(written) }]
}

/** Small print; it is set as a paragraph where its characters could turn into markup. */
export function noteBlocks(text: RichText, reader: SlackReader): SlackBlock[] {
  const written = asMrkdwn(text, reader)
  return written === null || written.length > MOST_FIELD
    ? [rich(asSection(text, reader))]
    : [{ type: 'context', elements: [mrkdwn(written)] }]
}

type Facts = Extract<Block, { type: 'facts' }>

export function factBlocks({ items }: Facts, reader: SlackReader): SlackBlock[] {
  if (items.length === 0) return []
  const fields = items.map(({ label, value }) => fieldOf(label, value, reader))
  if (!fields.every((field): field is string => field !== null && field.length <= MOST_FIELD)) {
    return [rich(...items.map(({ label, value }) => asSection(factLine(label, value), reader)))]
  }
  return Array.from({ length: Math.ceil(fields.length / MOST_FIELDS) }, (_, index) => ({
    type: 'section',
    fields: fields.slice(index * MOST_FIELDS, (index + 1) * MOST_FIELDS).map(mrkdwn),
  }))
}

function fieldOf(label: string, value: RichText, reader: SlackReader): string | null {
  const head = asMrkdwn([{ type: 'bold', text: label }], reader)
  const body = asMrkdwn(value, reader)
  return head === null || body === null ? null : `${head}\n${body}`
}

const factLine = (label: string, value: RichText): RichText => [
  { type: 'bold', text: `${label}:` },
  { type: 'plain', text: ' ' },
  ...value,
]

type List = Extract<Block, { type: 'list' }>

export function listBlocks({ items, ordered }: List, reader: SlackReader): SlackBlock[] {
  const blocks: SlackBlock[] = []
  let offset = 0
  for (const some of handfuls(items)) {
    blocks.push(
      rich({
        type: 'rich_text_list',
        style: ordered ? 'ordered' : 'bullet',
        ...(ordered && offset > 0 ? { offset } : {}),
        elements: some.map((item) => asSection(item, reader)),
      }),
    )
    offset += some.length
  }
  return blocks
}

function handfuls(items: RichText[]): RichText[][] {
  const parts: RichText[][] = [[]]
  let length = 0
  for (const item of items) {
    const own = item.reduce((sum, inline) => sum + ('text' in inline ? inline.text.length : 40), 0)
    if (length > 0 && length + own > MOST_LIST) {
      parts.push([])
      length = 0
    }
    parts.at(-1)!.push(item)
    length += own
  }
  return parts
}
