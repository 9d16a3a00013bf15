/**
 * A message as plain text: what a notification, a screen reader or a log of a conversation shows, and the fallback on every platform. Charts are
 * their table, instants stand in the reader's zone.
 */
import { chartTable } from './chart-table.ts'
import { formatInstant, type Language } from './dates.ts'
import type { Block, Chart, Inline, Message, RichText } from './message.ts'

export { formatInstant } from './dates.ts'

/** Whoever reads: their language and IANA zone. */
export interface TextReader {
  language: Language
  zone: string
}

/** All blocks, with a blank line between them. */
export function plainText(message: Message, reader: TextReader): string {
  return message.blocks
    .map((block) => blockText(block, reader))
    .filter((text) => text !== '')
    .join('\n\n')
}

function blockText(block: Block, reader: TextReader): string {
  switch (block.type) {
    case 'heading':
      return block.text
    case 'text':
    case 'note':
      return runningText(block.text, reader)
    case 'facts':
      return block.items.map(({ label, value }) => `${label}: ${runningText(value, reader)}`).join('\n')
    case 'list':
      return block.items
        .map((item, index) => hanging(block.ordered ? `${index + 1}. ` : '• ', runningText(item, reader)))
        .join('\n')
    case 'table':
      return [block.caption, aligned([block.columns, ...block.rows])].join('\n')
    case 'chart':
      return chartText(block, reader.language)
    case 'image':
      return block.alt
    case 'divider':
      return '———'
    case 'buttons':
      return block.buttons.map(({ label }) => `[${label}]`).join(' ')
  }
}

/** Inline nodes without their markup; a link keeps its address where it says more than the text. */
export function runningText(text: RichText, reader: TextReader): string {
  return text.map((inline) => inlineText(inline, reader)).join('')
}

function inlineText(inline: Inline, { language, zone }: TextReader): string {
  switch (inline.type) {
    case 'mention':
      return `@${inline.name}`
    case 'instant':
      return formatInstant(inline.at, inline.style, language, zone)
    case 'link':
      return inline.url === inline.text || inline.url === `mailto:${inline.text}`
        ? inline.text
        : `${inline.text} (${inline.url})`
    default:
      return inline.text
  }
}

/** Further lines of an item stand under its first. */
const hanging = (mark: string, text: string): string => mark + text.replaceAll('\n', `\n${' '.repeat(mark.length)}`)

function chartText(chart: Chart, language: Language): string {
  const { columns, rows } = chartTable(chart, language)
  return [chart.title, chart.alt, aligned([columns, ...rows])].join('\n')
}

/** Columns as wide as their widest cell; the head stands over a rule. */
function aligned(rows: string[][]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll(/\s+/g, ' ')))
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))))
  const lines = cells.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n')
}

const padded = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - widthOf(cell)))

/** Characters as people count them. */
const widthOf = (text: string): number => [...graphemes.segment(text)].length

const graphemes = new Intl.Segmenter()
