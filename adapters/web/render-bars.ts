/**
 * Horizontal bars, one row a label, one bar a series; whiskers show the interval, a column on the right the value. Labels are HTML, so
 * that long ones break by themselves; everything drawn is measured in percent of the width.
 */
import type { Chart, ChartPoint } from '#message'
import type { Drawing } from './chart-drawing.ts'
import { markup, type Markup } from './markup.ts'

/** Pixels. */
const BAR = 14
const GAP = 4
/** The share of the width, in percent, that the axis takes; the values stand beside it. */
const PLOT = 86

export function renderBars(chart: Chart, drawing: Drawing): Markup {
  const height = drawing.series.length * (BAR + GAP)
  const rows = drawing.labels.map((label, at) => {
    const bars = drawing.series.map((series, number) => renderBar(series.points[at] ?? null, number, drawing))
    return markup`<div class="bar-row"><p dir="auto">${label}</p><svg width="100%" height="${height}">${bars}</svg></div>`
  })
  return markup`<div class="bars" role="img" aria-label="${chart.title}: ${chart.alt}"><svg class="bar-grid" width="100%" height="100%">${drawing.ticks.map(renderLine)}</svg>${rows}<svg width="100%" height="20">${drawing.ticks.map(renderTick)}</svg></div>`
}

const percent = (share: number): string => `${(share * PLOT).toFixed(2)}%`

const renderLine = (tick: Drawing['ticks'][number]): Markup =>
  markup`<line class="grid" x1="${percent(tick.at)}" x2="${percent(tick.at)}" y1="0" y2="100%"></line>`

const renderTick = (tick: Drawing['ticks'][number]): Markup =>
  markup`<text class="tick" x="${percent(tick.at)}" y="15" text-anchor="${tick.at === 0 ? 'start' : 'middle'}">${tick.label}</text>`

function renderBar(point: ChartPoint | null, series: number, drawing: Drawing): Markup {
  const y = series * (BAR + GAP) + GAP / 2
  const value = point?.value ?? null
  const words = markup`<text class="value" x="100%" y="${y + 11.5}" text-anchor="end">${value === null ? '–' : drawing.words(value)}</text>`
  if (point === null || value === null) return words
  const end = drawing.share(value)
  const from = Math.min(drawing.base, end)
  const width = Math.max(Math.abs(end - drawing.base), 0.004)
  return markup`<rect class="series-${series % 4}" x="${percent(from)}" y="${y}" width="${percent(width)}" height="${BAR}" rx="3"></rect>${renderWhisker(point, y, drawing)}${words}`
}

function renderWhisker(point: ChartPoint, y: number, drawing: Drawing): Markup | string {
  if (point.low === undefined || point.high === undefined) return ''
  const [low, high] = [percent(drawing.share(point.low)), percent(drawing.share(point.high))]
  const cap = (x: string) => markup`<line x1="${x}" x2="${x}" y1="${y + 3}" y2="${y + BAR - 3}"></line>`
  return markup`<g class="whisker"><line x1="${low}" x2="${high}" y1="${y + BAR / 2}" y2="${y + BAR / 2}"></line>${cap(low)}${cap(high)}</g>`
}
