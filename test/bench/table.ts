/** The README's table of figures, between its two marks. */
import type { Recorded } from './record.ts'
import type { Result } from './result.ts'

export const BEGIN = '<!-- figures: written by npm run bench:table -->'
export const END = '<!-- end of figures -->'

/** @throws Error when the marks are not there, once each and in order */
export function withFigures(text: string, recorded: Recorded): string {
  const [before, rest, ...more] = text.split(BEGIN)
  const [, after, ...evenMore] = rest?.split(END) ?? []
  if (before === undefined || after === undefined || more.length + evenMore.length > 0)
    throw new Error(`The README needs the lines ${BEGIN} and ${END}, once each and in this order.`)
  return `${before}${BEGIN}\n\n${figures(recorded)}\n\n${END}${after}`
}

export function figures({ machine, commit, measuredAt, results }: Recorded): string {
  const on = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.os}, Node ${machine.node}`
  const of = commit === null ? '' : `, commit ${commit}`
  const rows = results.map((result) => row(cellsOf(result)))
  return [
    `Measured on ${measuredAt.slice(0, 10)}: ${on}${of}.`,
    '',
    row(['What', 'Goal', 'Measured', 'Floor', 'Ratio', 'Met']),
    '|---|---|--:|--:|--:|---|',
    ...rows,
  ].join('\n')
}

const cellsOf = ({ name, goal, value, floor, ratio, unit, met }: Result): string[] => [
  name,
  goal,
  amount(value, unit),
  floor === null ? '' : amount(floor, unit),
  ratio === null ? '' : `${plain(ratio)}×`,
  met ? 'yes' : '**no**',
]

const amount = (value: number, unit: string): string => `${plain(value)} ${unit}`.trim()

/** Figures are rounded already; only large ones get commas. */
const plain = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 })

const row = (cells: string[]): string => `| ${cells.map(escaped).join(' | ')} |`

const escaped = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')
