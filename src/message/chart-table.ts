/** The numbers of a chart as a table, with their intervals: a chart alone tells nothing to a screen reader, in an old client or about an interval. */
import { type Language, LOCALES } from './dates.ts'
import type { Block, Chart, ChartSeries } from './message.ts'

/**
 * @returns one row for each label, in the order in which they first come; the chart's title is the caption, its unit the head of the first column
 */
export function chartTable(chart: Chart, language: Language): Extract<Block, { type: 'table' }> {
  const labels = [...new Set(chart.series.flatMap(({ points }) => points.map(({ label }) => label)))]
  const numbers = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 2 })
  return {
    type: 'table',
    caption: chart.title,
    columns: [chart.unit, ...chart.series.map(({ name }) => name)],
    rows: labels.map((label) => [label, ...chart.series.map((series) => cell(series, label, numbers))]),
  }
}

function cell({ points }: ChartSeries, label: string, numbers: Intl.NumberFormat): string {
  const point = points.find((each) => each.label === label)
  if (!point || point.value === null) return '–'
  const { low, high, value } = point
  if (low === undefined || high === undefined) return numbers.format(value)
  return `${numbers.format(value)} (${numbers.format(low)}–${numbers.format(high)})`
}
