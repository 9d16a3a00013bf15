/** Tables: Slack's own where one may stand (one in a message, none elsewhere), else the same in letters of equal width. */
import { type Block, plainText } from '#message'
import { textBlocks } from './paragraph.ts'
import type { SlackReader } from './reader.ts'
import type { SlackBlock } from './surface.ts'

export type Table = Extract<Block, { type: 'table' }>

const MOST_ROWS = 100
const MOST_CHARACTERS = 10_000
/** Characters of one preformatted block; longer ones go on in the next. */
const MOST_IN_ONE = 2800

export const fitsTable = ({ columns, rows }: Table): boolean =>
  rows.length + 1 <= MOST_ROWS && [columns, ...rows].flat().join('').length <= MOST_CHARACTERS

export function tableBlocks(table: Table, reader: SlackReader, native: boolean): SlackBlock[] {
  const caption = textBlocks([{ type: 'bold', text: table.caption }], reader)
  return [...caption, ...(native ? [nativeTable(table)] : letters(table, reader))]
}

/** Columns of numbers stand on the right, as their head does. */
const nativeTable = ({ columns, rows }: Table): SlackBlock => ({
  type: 'table',
  column_settings: columns.map((_, index) => ({
    align: index > 0 && rows.every((row) => /^[\s\d.,%–+-]*$/.test(row[index] ?? '')) ? 'right' : 'left',
    is_wrapped: true,
  })),
  rows: [columns, ...rows].map((row) =>
    row.map((cell) => ({ type: 'raw_text', text: cell.trim() === '' ? '–' : cell })),
  ),
})

function letters(table: Table, reader: SlackReader): SlackBlock[] {
  const caption = 'x'
  const drawn = plainText({ summary: '', blocks: [{ ...table, caption }] }, reader)
  return chunks(drawn.split('\n').slice(1)).map((text) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  }))
}

function chunks(lines: string[]): string[] {
  const parts: string[] = []
  let part = ''
  for (const line of lines) {
    if (part !== '' && part.length + line.length >= MOST_IN_ONE) {
      parts.push(part)
      part = ''
    }
    part += part === '' ? line : `\n${line}`
  }
  return [...parts, part]
}
