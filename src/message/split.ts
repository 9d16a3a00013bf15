/** Splits a message that is too long for one, for reports only: between blocks, and within a long text between paragraphs or words. */
import { byteLength, inlineLength, LIMITS, textLength } from './measure.ts'
import type { Block, Inline, Message, RichText } from './message.ts'

/** Slack refuses messages somewhere above 13,000 characters, whatever its blocks are. */
const PART_LENGTH = 12_000

/**
 * @returns the message itself when it fits, else its parts in order. Whatever is in a part was in the message and the other way round, blanks at
 * a cut aside. The parts after the first say which one they are in their summary. What can't be split (a table, a heading) stays as it is.
 */
export function splitMessage(message: Message): Message[] {
  const all = message.blocks.flatMap(fitting)
  const parts = fits(all) ? [all] : packed(all)
  if (parts.length <= 1) return [{ ...message, blocks: parts[0] ?? [] }]
  return parts.map((blocks, index) => ({
    summary: index === 0 ? message.summary : `${message.summary} (${index + 1})`,
    blocks,
  }))
}

function fitting(block: Block): Block[] {
  switch (block.type) {
    case 'text':
    case 'note':
      return splitText(block.text).map((text) => ({ ...block, text }))
    case 'list':
      // The parts of a numbered list would all begin with one.
      return block.ordered ? [block] : splitList(block)
    default:
      return [block]
  }
}

function splitList(list: Extract<Block, { type: 'list' }>): Block[] {
  const parts: RichText[][] = [[]]
  let length = 0
  for (const item of list.items.flatMap(splitText)) {
    length += textLength(item)
    if (length > PART_LENGTH) {
      parts.push([])
      length = textLength(item)
    }
    parts.at(-1)!.push(item)
  }
  return parts.map((items) => ({ ...list, items }))
}

function packed(blocks: Block[]): Block[][] {
  const parts: Block[][] = []
  let part: Block[] = []
  for (const block of blocks) {
    if (part.length > 0 && !fits([...part, block])) {
      // A heading belongs to what it heads.
      const headings = part.length > 1 && part.at(-1)!.type === 'heading' ? part.splice(-1) : []
      parts.push(part)
      part = headings
    }
    part.push(block)
  }
  return part.length > 0 ? [...parts, part] : parts
}

/** The bytes leave room for a summary. */
const fits = (blocks: Block[]): boolean =>
  blocks.length <= LIMITS.blocks &&
  blocks.reduce((sum, block) => sum + blockLength(block), 0) <= PART_LENGTH &&
  byteLength({ summary: '', blocks }) <= LIMITS.bytes - 4 * LIMITS.summary

function blockLength(block: Block): number {
  switch (block.type) {
    case 'text':
    case 'note':
      return textLength(block.text)
    case 'list':
      return block.items.reduce((sum, item) => sum + textLength(item), 0)
    case 'facts':
      return block.items.reduce((sum, { label, value }) => sum + label.length + textLength(value), 0)
    case 'table':
      return [block.columns, ...block.rows].flat().reduce((sum, cell) => sum + cell.length, block.caption.length)
    case 'heading':
      return block.text.length
    default:
      return 0
  }
}

function splitText(text: RichText): RichText[] {
  const parts: RichText[] = []
  let rest = text
  while (textLength(rest) > LIMITS.text) {
    const [head, tail] = cutAt(rest, borderIn(rest.map(shown).join(''), LIMITS.text))
    parts.push(head)
    rest = tail
  }
  return [...parts, rest].map(withoutBlankEnds).filter((part) => part.length > 0 || text.length === 0)
}

/** What can't be cut stands as a run of characters without a border. */
const shown = (inline: Inline): string => (isCuttable(inline) ? inline.text : '\uFFFC'.repeat(inlineLength(inline)))

type Cuttable = Extract<Inline, { type: 'plain' | 'bold' | 'italic' | 'code' }>

const isCuttable = (inline: Inline): inline is Cuttable =>
  inline.type === 'plain' || inline.type === 'bold' || inline.type === 'italic' || inline.type === 'code'

/** The best place to cut at or before `max`: a paragraph, a line, a word (each only if most of the room is used), else a character. */
function borderIn(text: string, max: number): number {
  for (const border of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(border, max)
    if (at > max / 2) return at
  }
  const within = new Intl.Segmenter().segment(text.slice(0, max + 64)).containing(max)?.index ?? max
  if (within > max / 2) return within
  return isHighSurrogate(text, max - 1) ? max - 1 : max
}

const isHighSurrogate = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc_00) === 0xd8_00

function cutAt(text: RichText, at: number): [RichText, RichText] {
  const head: RichText = []
  let room = at
  for (const [index, inline] of text.entries()) {
    const length = inlineLength(inline)
    if (length <= room) {
      head.push(inline)
      room -= length
    } else if (isCuttable(inline) && room > 0) {
      const rest = { ...inline, text: inline.text.slice(room) }
      return [
        [...head, { ...inline, text: inline.text.slice(0, room) }],
        [rest, ...text.slice(index + 1)],
      ]
    } else {
      // One that is longer than a whole part goes alone, so that the rest can go on.
      const alone = head.length === 0 ? 1 : 0
      return [[...head, ...text.slice(index, index + alone)], text.slice(index + alone)]
    }
  }
  return [head, []]
}

function withoutBlankEnds(text: RichText): RichText {
  const trimmed = text.map((inline, index): Inline => {
    if (!isCuttable(inline)) return inline
    const start = index === 0 ? inline.text.trimStart() : inline.text
    return { ...inline, text: index === text.length - 1 ? start.trimEnd() : start }
  })
  return trimmed.filter((inline) => !isCuttable(inline) || inline.text !== '')
}
