/** Tables: Teams' own where they are small enough to be read in it; else each row as a line of its own, which a phone shows as well. */
import { type Block, plain, type RichText } from '#message'
import type { CardElement } from './element.ts'
import { type Look, type Page, textElement } from './running.ts'

type Table = Extract<Block, { type: 'table' }>

const MOST_COLUMNS = 6
/** A cell weighs some seventy characters more than what stands in it. */
const MOST_CELLS = 180

export function tableElements(table: Table, page: Page): CardElement[] {
  const caption = textElement([{ type: 'bold', text: table.caption }], page)
  return [caption, ...tableBody(table, page)]
}

export function tableBody(table: Table, page: Page): CardElement[] {
  const { columns, rows } = table
  const fits = columns.length <= MOST_COLUMNS && (rows.length + 1) * columns.length <= MOST_CELLS
  return fits ? [nativeTable(table, page)] : rows.map((row) => textElement(lineOf(columns, row), page, {}, CLOSE))
}

const CLOSE = { spacing: 'Small' }

function nativeTable({ columns, rows }: Table, page: Page): CardElement {
  const places = columns.map((head, index) => placeOf(index, head, rows))
  const rowOf = (cells: string[], look: Look): CardElement => ({
    type: 'TableRow',
    cells: cells.map((text, index) => ({
      type: 'TableCell',
      items: [textElement([plain(text.trim() === '' ? NOTHING : text)], page, look, places[index]!.align)],
    })),
  })
  return {
    type: 'Table',
    spacing: 'Small',
    columns: places.map(({ width }) => ({ width })),
    rows: [rowOf(columns, HEAD), ...rows.map((row) => rowOf(row.map(shown), {}))],
  }
}

const HEAD: Look = { weight: 'Bolder' }

/** A cell that holds nothing at all moves those beside it. */
const NOTHING = '\u00A0'

/** Columns of numbers stand on the right, as their head does; the width is a share of the whole. */
function placeOf(index: number, head: string, rows: string[][]): { align: object; width: number } {
  const cells = rows.map((row) => row[index] ?? '')
  const isNumeric =
    index > 0 && cells.every((cell) => /^[\s\d.,%–+-]*$/.test(cell)) && cells.some((cell) => /\d/.test(cell))
  return { align: isNumeric ? { horizontalAlignment: 'Right' } : {}, width: widthOf(head, cells) }
}

/** So that on a phone no word is broken that need not be, and sentences get more room than numbers. */
function widthOf(head: string, cells: string[]): number {
  const word = Math.max(BOLD * longest(head.split(/\s+/)), longest(cells.flatMap((cell) => cell.split(/\s+/))))
  return Math.round(Math.min(Math.max(word, longest([head, ...cells]) / 3), WIDEST)) + AROUND
}

const longest = (texts: string[]): number => Math.max(0, ...texts.map(({ length }) => length))

/** How much wider bold letters are. */
const BOLD = 1.3
const WIDEST = 20
/** What stands around a cell's text, in characters. */
const AROUND = 3

const shown = (text: string): string => (text.trim() === '' ? '–' : text)

/** "**Monday** – Asked: 8 · Answered: 5". */
const lineOf = (columns: string[], [first, ...others]: string[]): RichText => [
  { type: 'bold', text: shown(first ?? '') },
  plain(others.map((cell, index) => `${index === 0 ? ' – ' : ' · '}${columns[index + 1]!}: ${shown(cell)}`).join('')),
]
