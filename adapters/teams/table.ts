/** Tables: Teams' own where they are small enough to be read in it; else each row as a line of its own, which a phone shows as well. */
import { type Block, plain, type RichText } from '#message'
import type { CardElement } from './element.ts'
import { type Page, textElement } from './running.ts'

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
  const numeric = columns.map((_, index) => index > 0 && rows.every((row) => isNumber(row[index] ?? '')))
  const cell = (text: string, index: number, look: object): CardElement => ({
    type: 'TableCell',
    items: [textElement([plain(shown(text))], page, look, numeric[index] ? { horizontalAlignment: 'Right' } : {})],
  })
  return {
    type: 'Table',
    spacing: 'Small',
    columns: columns.map((_, index) => ({ width: widthOf([columns, ...rows].map((row) => row[index] ?? '')) })),
    rows: [columns, ...rows].map((row, place) => ({
      type: 'TableRow',
      cells: row.map((text, index) => cell(text, index, place === 0 ? { weight: 'Bolder' } : {})),
    })),
  }
}

/** Columns of numbers stand on the right, as their head does. */
const isNumber = (text: string): boolean => /^[\s\d.,%–+-]*$/.test(text)

const shown = (text: string): string => (text.trim() === '' ? '–' : text)

/** The share of the width that a column needs, so that a column of sentences gets more of it than one of numbers. */
function widthOf(cells: string[]): number {
  const longest = Math.max(...cells.map(({ length }) => length))
  return longest <= 8 ? 2 : longest <= 16 ? 3 : longest <= 32 ? 4 : 5
}

/** "**Monday** – Asked: 8 · Answered: 5". */
const lineOf = (columns: string[], [first, ...others]: string[]): RichText => [
  { type: 'bold', text: shown(first ?? '') },
  plain(others.map((cell, index) => `${index === 0 ? ' – ' : ' · '}${columns[index + 1]!}: ${shown(cell)}`).join('')),
]
