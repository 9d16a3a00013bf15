/** The global statement week by week: a line, its table, and a sentence only when there is something to say. */
import { paragraph, type Block, type Speak } from '#ritual'
import type { Week } from './cycle.ts'
import { GLOBAL } from './instrument.ts'
import { isExact, middleOf, type ShownShare } from './shares.ts'
import { mannKendall, theilSen } from './statistics/trend.ts'
import { shareOf } from './tally.ts'
import { cell, plausible, shortDay } from './wording.ts'

/** Fewer weeks than this make no line. */
const FEWEST_WEEKS = 3

/** What a trend must be beyond chance by, two-sided. */
const ALPHA = 0.05

interface Point {
  week: Week
  share: ShownShare
}

/** Empty while there are fewer than three weeks to show. */
export function trendBlocks(t: Speak, weeks: Week[], threshold: number): Block[] {
  const points = weeks.flatMap((week): Point[] => {
    const share = week.result.tally && shareOf(week.result.tally, GLOBAL, threshold)
    return share ? [{ week, share }] : []
  })
  if (points.length < FEWEST_WEEKS) return []
  return [...sentence(t, points), chart(t, points), table(t, points)]
}

/**
 * Points of share a week, when that is more than chance; only of exact shares: how bands lie changes with the number of answers, and a team
 * that shrinks would seem to move.
 */
export function slopeOf(shares: { week: number; share: ShownShare }[]): number | null {
  const points = shares.map(({ week, share }) => ({ x: week, y: 100 * middleOf(share) }))
  if (!shares.every(({ share }) => isExact(share)) || mannKendall(points.map(({ y }) => y)).p >= ALPHA) return null
  const slope = theilSen(points)
  return slope === null || Math.round(slope) === 0 ? null : slope
}

function sentence(t: Speak, points: Point[]): Block[] {
  const slope = slopeOf(points.map(({ week, share }) => ({ week: week.number, share })))
  if (slope === null) return []
  const count = Math.abs(Math.round(slope))
  return [paragraph(t(slope > 0 ? 'trend.rising' : 'trend.falling', { weeks: points.length, count }))]
}

function chart(t: Speak, points: Point[]): Block {
  return {
    type: 'chart',
    kind: 'lines',
    title: t('trend.title'),
    alt: t('trend.alt'),
    unit: '%',
    min: 0,
    max: 100,
    series: [
      {
        name: t('chart.staff'),
        points: points.map(({ week, share }) => ({
          label: shortDay(t, week.date),
          value: Math.round(100 * middleOf(share)),
          low: Math.round(100 * share.low),
          high: Math.round(100 * share.high),
        })),
      },
    ],
  }
}

function table(t: Speak, points: Point[]): Block {
  return {
    type: 'table',
    caption: t('trend.caption'),
    columns: [t('trend.week'), t('table.staff'), t('table.plausible')],
    rows: points.map(({ week, share }) => [shortDay(t, week.date), cell(t, share), plausible(t, share)]),
  }
}
