import { expect, test } from 'vitest'
import type { Chart } from '#message'
import { renderChart } from './render-chart.ts'

const chart: Chart = {
  type: 'chart',
  kind: 'bars',
  title: 'Deine Sicht und die des Teams',
  alt: 'Du siehst mehr Teamgeist als dein Team.',
  unit: 'Punkte',
  min: 0,
  max: 100,
  series: [
    {
      name: 'Du',
      points: [
        { label: 'Teamgeist', value: 86.1 },
        { label: 'Ziel', value: 75 },
      ],
    },
    {
      name: 'Team',
      points: [
        { label: 'Teamgeist', value: 56.5, low: 37.2, high: 75.8 },
        { label: 'Ziel', value: null },
      ],
    },
  ],
}

test('a chart says what it shows to those who do not see it', () => {
  expect(renderChart(chart, 'de').toString()).toContain(`role="img" aria-label="${chart.title}: ${chart.alt}"`)
  expect(renderChart({ ...chart, kind: 'lines' }, 'de').toString()).toContain(
    `<title>${chart.title}</title><desc>${chart.alt}</desc>`,
  )
})

test('its numbers stand beneath as a table, with intervals, and what is not shown is said', () => {
  const shown = renderChart(chart, 'de').toString()
  expect(shown).toContain('<td>86,1\u00A0Punkte</td>')
  expect(shown).toContain('<td>56,5\u00A0Punkte (37,2 bis 75,8)</td>')
  expect(shown).toContain('<td>nicht gezeigt</td>')
  expect(renderChart(chart, 'en').toString()).toContain('<td>56.5\u00A0Punkte (37.2 to 75.8)</td>')
})

test('intervals are whiskers, on bars and on lines', () => {
  for (const kind of ['bars', 'lines'] as const) {
    expect(
      renderChart({ ...chart, kind }, 'de')
        .toString()
        .match(/class="whisker"/g),
    ).toHaveLength(1)
  }
})

test('bars begin at zero where the axis goes below it', () => {
  const gap: Chart = {
    ...chart,
    min: -100,
    max: 100,
    series: [{ name: 'Abstand', points: [{ label: 'Teamgeist', value: -50 }] }],
  }
  expect(renderChart(gap, 'de').toString()).toContain('x="21.50%" y="2" width="21.50%"')
})

test('a line has a gap where there is no value', () => {
  const values = [60, null, 62, 64]
  const points = values.map((value, at) => ({ label: `KW ${at + 1}`, value }))
  const shown = renderChart({ ...chart, kind: 'lines', series: [{ name: 'Team', points }] }, 'de').toString()
  expect(shown.match(/class="line-0"/g)).toHaveLength(1)
  expect(shown.match(/<circle/g)).toHaveLength(3)
})

test('a chart without a single point is drawn all the same', () => {
  expect(renderChart({ ...chart, min: 0, max: 0, series: [] }, 'de').toString()).toContain('<figure')
  expect(renderChart({ ...chart, kind: 'lines', series: [] }, 'de').toString()).toContain('<figure')
})
