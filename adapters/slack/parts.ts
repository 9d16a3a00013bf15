/**
 * A message as the one or more messages that Slack takes. Every block carries an id with the delivery in it: so a press finds the message it came from, and a
 * message that may have arrived is found again. The id is random-looking; to whoever reads it, it says nothing.
 */
import type { Message } from '#message'
import { renderBlocks } from './blocks.ts'
import { escaped } from './inline.ts'
import type { SlackReader } from './reader.ts'
import type { SlackBlock } from './surface.ts'

export interface Part {
  /** What a notification shows. */
  text: string
  blocks: SlackBlock[]
}

const MOST_BLOCKS = 50
/** Slack refuses messages somewhere above 13,000 characters. */
const MOST_CHARACTERS = 12_000

/** @param delivery null for what is no delivery: answers seen by one person alone */
export function partsOf(message: Message, reader: SlackReader, delivery: string | null): Part[] {
  const groups = packed(renderBlocks(message.blocks, reader, 'message'))
  return groups.map((blocks, part) => ({
    text: escaped(part === 0 ? message.summary : `${message.summary} (${part + 1})`),
    blocks:
      delivery === null
        ? blocks
        : blocks.map((block, index) => ({ ...block, block_id: blockId(delivery, part, index) })),
  }))
}

function packed(blocks: SlackBlock[]): SlackBlock[][] {
  const groups: SlackBlock[][] = [[]]
  let characters = 0
  for (const block of blocks) {
    const group = groups.at(-1)!
    const own = charactersIn(block)
    if (group.length > 0 && (group.length === MOST_BLOCKS || characters + own > MOST_CHARACTERS)) {
      // A heading belongs to what it heads.
      const headings = group.length > 1 && group.at(-1)!.type === 'header' ? group.splice(-1) : []
      groups.push(headings)
      characters = charactersIn(headings)
    }
    groups.at(-1)!.push(block)
    characters += own
  }
  return groups
}

/** All that somebody reads, with room for what only old clients show. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string') return 0
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + charactersIn(each), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [name, each]) => sum + (typeof each === 'string' && READ.has(name) ? each.length : charactersIn(each)),
    0,
  )
}

const READ = new Set(['text', 'title', 'label', 'name', 'alt_text', 'fallback', 'url'])

const blockId = (delivery: string, part: number, index: number): string => `d.${delivery}.${part}.${index}`

/** The delivery and the part that a block's id names, or null for blocks of anything else. */
export function placeIn(id: string | undefined): { delivery: string; part: number } | null {
  const [, delivery, part] = /^d\.([^.]+)\.(\d+)\.\d+$/.exec(id ?? '') ?? []
  return delivery === undefined ? null : { delivery, part: Number(part) }
}
