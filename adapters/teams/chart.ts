/**
 * Charts: the types package @microsoft/teams.cards 2.1.0 says what Teams takes. Beside each stands its sentence and its table, for screen readers and for
 * the intervals; that is also all a client shows that draws no charts.
 */
import { type Chart, chartTable, plain } from '#message'
import type { CardElement } from './element.ts'
import { type Page, textElement } from './running.ts'
import { tableBody } from './table.ts'
import { smallPrint } from './paragraph.ts'

export const chartElements = (chart: Chart, page: Page): CardElement[] => [
  textElement([{ type: 'bold', text: chart.title }], page),
  ...drawing(chart),
  smallPrint([plain(chart.alt)], page),
  ...tableBody(chartTable(chart, page.reader.language), page),
]

/** The first ones stand out from a light ground as from a dark one. */
const COLOURS = [
  'categoricalBlue',
  'categoricalTeal',
  'categoricalPurple',
  'categoricalMarigold',
  'categoricalGreen',
  'categoricalRed',
]

/** What has no number is left out of the drawing; nothing is drawn of a chart without any. */
function drawing({ kind, title, unit, min, max, series }: Chart): CardElement[] {
  const data = series.map(({ name, points }, index) => ({
    legend: name === '' ? unit : name,
    color: COLOURS[index % COLOURS.length],
    values: points.flatMap(({ label, value }) => (value === null ? [] : [{ x: label, y: value }])),
  }))
  if (data.every(({ values }) => values.length === 0)) return []
  return [
    {
      type: kind === 'bars' ? 'Chart.VerticalBar.Grouped' : 'Chart.Line',
      title,
      ...(unit === '' ? {} : { yAxisTitle: unit }),
      yMin: min,
      yMax: max,
      data,
      // The table stands beneath it anyway: as its fallback, it would stand there twice.
      fallback: 'drop',
    },
  ]
}
