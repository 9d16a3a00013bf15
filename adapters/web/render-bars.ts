/** Horizontal bars, one row a label, one bar a series; whiskers show the interval, a column on the right the value. */
import type { Chart, ChartPoint } from '#message'
import { markup, type Markup } from './markup.ts'
import type { Drawing } from './chart-drawing.ts'

/** All in pixels, except `PLOT`: the share of the width that the axis takes, leaving the rest to the values. */
const LINE = 18
const BAR = 14
const GAP = 4
const ROW_GAP = 12
const AXIS = 22
const PLOT = 86
/** Characters that fit beside each other in the narrowest window. */
const LINE_LENGTH = 40

export function renderBars(chart: Chart, drawing: Drawing): Markup {
  let top = 0
  const rows = drawing.labels.map((label, at) => {
    const lines = wrap(label)
    const start = top + lines.length * LINE
    const bars = drawing.series.map((series, number) =>
      renderBar(series.points[at] ?? null, number, start + number * (BAR + GAP), drawing),
    )
    const words = lines.map((line, index) => markup`<text x="0" y="${top + index * LINE + 13}">${line}</text>`)
    top = start + drawing.series.length * (BAR + GAP) + ROW_GAP
    return markup`<g>${words}${bars}</g>`
  })
  const grid = drawing.ticks.map((tick) => renderTick(tick, top))
  return markup`<svg role="img" width="100%" height="${top + AXIS}"><title>${chart.title}</title><desc>${chart.alt}</desc>${grid}${rows}</svg>`
}

const percent = (share: number): string => `${(share * PLOT).toFixed(2)}%`

function renderTick(tick: Drawing['ticks'][number], bottom: number): Markup {
  const anchor = tick.at === 0 ? 'start' : 'middle'
  return markup`<line class="grid" x1="${percent(tick.at)}" x2="${percent(tick.at)}" y1="0" y2="${bottom}"></line><text class="tick" x="${percent(tick.at)}" y="${bottom + 15}" text-anchor="${anchor}">${tick.label}</text>`
}

function renderBar(point: ChartPoint | null, series: number, y: number, drawing: Drawing): Markup {
  const words = markup`<text class="value" x="100%" y="${y + 11.5}" text-anchor="end">${point === null || point.value === null ? '–' : drawing.words(point.value)}</text>`
  if (point === null || point.value === null) return words
  const end = drawing.share(point.value)
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

/** SVG breaks no lines, so labels are broken here, between words. */
function wrap(label: string): string[] {
  const lines: string[] = []
  for (const word of label.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < LINE_LENGTH) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
