/** Lines over time, one a series; whiskers show the interval. A gap in the data is a gap in the line. */
import type { Chart, ChartPoint } from '#message'
import { markup, type Markup } from './markup.ts'
import type { Drawing } from './chart-drawing.ts'

/** Pixels from the top of the picture to the top and the bottom of the plot, and its whole height. */
const TOP = 10
const BOTTOM = 170
const HEIGHT = 196
/** Percent of the width: room for the axis on the left, for half a label on the right. */
const LEFT = 9
const RIGHT = 95
/** More labels than this would touch each other in a narrow window. */
const MOST_LABELS = 5

export function renderLines(chart: Chart, drawing: Drawing): Markup {
  const grid = drawing.ticks.map(
    (tick) =>
      markup`<line class="grid" x1="${LEFT}%" x2="100%" y1="${height(tick.at)}" y2="${height(tick.at)}"></line><text class="tick" x="${LEFT - 1.5}%" y="${height(tick.at) + 4}" text-anchor="end">${tick.label}</text>`,
  )
  const series = drawing.series.map(({ points }, number) => renderSeries(points, number, drawing))
  return markup`<svg role="img" width="100%" height="${HEIGHT}"><title>${chart.title}</title><desc>${chart.alt}</desc>${grid}${renderLabels(drawing)}${series}</svg>`
}

const height = (share: number): number => BOTTOM - share * (BOTTOM - TOP)

/** A single point stands in the middle. */
const across = (at: number, count: number): string =>
  `${(count < 2 ? (LEFT + RIGHT) / 2 : LEFT + 3 + (at / (count - 1)) * (RIGHT - LEFT - 3)).toFixed(2)}%`

function renderLabels(drawing: Drawing): Markup[] {
  const step = Math.ceil(drawing.labels.length / MOST_LABELS)
  const last = drawing.labels.length - 1
  return drawing.labels.flatMap((label, at) =>
    (last - at) % step === 0
      ? [
          markup`<text class="tick" x="${across(at, drawing.labels.length)}" y="${BOTTOM + 18}" text-anchor="middle">${label}</text>`,
        ]
      : [],
  )
}

function renderSeries(points: (ChartPoint | null)[], number: number, drawing: Drawing): Markup {
  const spots = points.map((point, at) =>
    point === null || point.value === null
      ? null
      : { point, x: across(at, points.length), y: height(drawing.share(point.value)) },
  )
  const lines = spots.map((spot, at) => {
    const before = spots[at - 1]
    return spot && before
      ? markup`<line class="line-${number % 4}" x1="${before.x}" y1="${before.y}" x2="${spot.x}" y2="${spot.y}"></line>`
      : ''
  })
  const dots = spots.map((spot) =>
    spot
      ? markup`${renderWhisker(spot.point, spot.x, drawing)}<circle class="series-${number % 4}" cx="${spot.x}" cy="${spot.y}" r="5"></circle>`
      : '',
  )
  return markup`<g>${lines}${dots}</g>`
}

function renderWhisker(point: ChartPoint, x: string, drawing: Drawing): Markup | string {
  if (point.low === undefined || point.high === undefined) return ''
  return markup`<line class="whisker" x1="${x}" x2="${x}" y1="${height(drawing.share(point.low))}" y2="${height(drawing.share(point.high))}"></line>`
}
