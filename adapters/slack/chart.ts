/**
 * Charts: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block, read 2026-11-21. Beside each stands its sentence and its table, because
 * a chart alone tells nothing to a screen reader, in an old client or about an interval.
 */
import type { Chart } from '#message'
import { noteBlocks, textBlocks } from './paragraph.ts'
import type { SlackReader } from './reader.ts'
import type { SlackBlock } from './surface.ts'

export interface ChartBlock {
  type: 'data_visualization'
  title: string
  block_id?: string
  chart: {
    type: 'bar' | 'line'
    series: { name: string; data: { label: string; value: number }[] }[]
    axis_config: { categories: string[]; y_label?: string }
  }
}

const TITLE = 50
const LABEL = 20
const AXIS = 50
const POINTS = 20
const SERIES = 6

/** Its head, then the drawing where it can be drawn, then its sentence; the table comes after these. */
export function chartBlocks(chart: Chart, reader: SlackReader, mayDraw: boolean): SlackBlock[] {
  const drawn = mayDraw ? drawing(chart) : null
  const head = drawn && drawn.title === chart.title ? [] : textBlocks([{ type: 'bold', text: chart.title }], reader)
  return [...head, ...(drawn ? [drawn] : []), ...noteBlocks([{ type: 'plain', text: chart.alt }], reader)]
}

/** Slack wants a number for every category of every series: one that lacks a number stands in the table alone. */
function drawing(chart: Chart): ChartBlock | null {
  const categories = labelsOf(chart).filter((label) => chart.series.every((one) => valueAt(one, label) !== null))
  const names = chart.series.map(({ name }) => (name === '' ? chart.unit : name))
  const fits =
    isWithin(categories.length, POINTS) &&
    isWithin(names.length, SERIES) &&
    new Set(names).size === names.length &&
    [...categories, ...names].every((label) => isWithin(label.length, LABEL))
  if (!fits) return null
  return {
    type: 'data_visualization',
    title: chart.title.length <= TITLE ? chart.title : names[0]!,
    chart: {
      type: chart.kind === 'bars' ? 'bar' : 'line',
      series: chart.series.map((one, index) => ({
        name: names[index]!,
        data: categories.map((label) => ({ label, value: valueAt(one, label)! })),
      })),
      axis_config: { categories, ...(isWithin(chart.unit.length, AXIS) ? { y_label: chart.unit } : {}) },
    },
  }
}

const isWithin = (length: number, most: number): boolean => length > 0 && length <= most

const labelsOf = (chart: Chart): string[] => [
  ...new Set(chart.series.flatMap(({ points }) => points.map(({ label }) => label))),
]

const pointAt = ({ points }: Chart['series'][number], label: string) => points.find((point) => point.label === label)

const valueAt = (series: Chart['series'][number], label: string): number | null => pointAt(series, label)?.value ?? null
