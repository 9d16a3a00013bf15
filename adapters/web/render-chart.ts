/** A chart as inline SVG with its numbers as a table beneath. Widths are percentages, so it fits any window without shrinking its letters. */
import type { Chart, ChartPoint } from '#message'
import type { Language } from '#platform'
import { markup, type Markup } from './markup.ts'
import { draw, type Drawing, pointWords } from './chart-drawing.ts'
import { renderBars } from './render-bars.ts'
import { renderLines } from './render-lines.ts'
import { text } from './texts.ts'

export function renderChart(chart: Chart, language: Language): Markup {
  const drawing = draw(chart, language)
  const legend = drawing.series.map(
    (series, at) =>
      markup`<li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect class="series-${at % 4}" x="1" y="1" width="12" height="12" rx="3"></rect></svg><bdi>${series.name}</bdi></li>`,
  )
  return markup`<figure class="chart"><figcaption dir="auto">${chart.title}</figcaption>
${drawing.series.length > 1 ? markup`<ul class="legend" aria-hidden="true">${legend}</ul>` : ''}
${chart.kind === 'bars' ? renderBars(chart, drawing) : renderLines(chart, drawing)}
<p class="chart-says" dir="auto">${chart.alt}</p>
${renderNumbers(chart, drawing, language)}</figure>`
}

function renderNumbers(chart: Chart, drawing: Drawing, language: Language): Markup {
  const head = drawing.series.map((series) => markup`<th scope="col" dir="auto">${series.name}</th>`)
  const cell = (point: ChartPoint | null | undefined) =>
    markup`<td>${pointWords(point ?? null, chart, drawing, language)}</td>`
  const rows = drawing.labels.map(
    (label, at) =>
      markup`<tr><th scope="row" dir="auto">${label}</th>${drawing.series.map((series) => cell(series.points[at]))}</tr>`,
  )
  return markup`<details><summary>${text(language, 'chart.numbers')}</summary><div class="table" role="region" aria-label="${chart.title}" tabindex="0"><table><caption class="unseen">${chart.title}</caption><thead><tr><td></td>${head}</tr></thead><tbody>${rows}</tbody></table></div></details>`
}
