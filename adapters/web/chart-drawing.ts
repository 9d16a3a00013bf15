/** The arithmetic behind both kinds of chart: where a value lies on its axis, and how it is written. */
import type { Chart, ChartPoint } from '#message'
import type { Language } from '#platform'
import { LOCALES, text } from './texts.ts'

/** A chart made ready for drawing: every series has a point (or null) at every label. */
export interface Drawing {
  labels: string[]
  series: { name: string; points: (ChartPoint | null)[] }[]
  /** A value as a share of the axis, 0 to 1; values beyond the axis stay at its end. */
  share(value: number): number
  /** Where bars start: at zero, or at the end of the axis nearest to it. */
  base: number
  ticks: { at: number; label: string }[]
  words(value: number): string
}

export function draw(chart: Chart, language: Language): Drawing {
  const labels = [...new Set(chart.series.flatMap((series) => series.points.map((point) => point.label)))]
  const span = chart.max - chart.min || 1
  const share = (value: number) => Math.min(1, Math.max(0, (value - chart.min) / span))
  const number = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 })
  return {
    labels,
    series: chart.series.map((series) => {
      const byLabel = new Map(series.points.map((point) => [point.label, point]))
      return { name: series.name, points: labels.map((label) => byLabel.get(label) ?? null) }
    }),
    share,
    base: share(0),
    ticks: [chart.min, chart.min + span / 2, chart.max].map((value) => ({
      at: share(value),
      label: number.format(value),
    })),
    words: (value) => number.format(value),
  }
}

/** `63 % (38 to 84)`; what is not shown is said, not left empty. */
export function pointWords(point: ChartPoint | null, chart: Chart, drawing: Drawing, language: Language): string {
  if (point === null || point.value === null) return text(language, 'chart.none')
  const unit = chart.unit === '' ? '' : `\u00A0${chart.unit}`
  const value = `${drawing.words(point.value)}${unit}`
  if (point.low === undefined || point.high === undefined) return value
  return text(language, 'chart.between', {
    value,
    low: drawing.words(point.low),
    high: drawing.words(point.high),
  })
}
