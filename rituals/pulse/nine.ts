/** The nine statements of a cycle from both sides: as pairs of bars, and beneath them as a table. */
import type { Block, ChartPoint, Speak } from '#ritual'
import { type Cycle, histogramsOf } from './cycle.ts'
import { type Statement, statement, type Step } from './instrument.ts'
import { isSplit, scoreOf } from './measure.ts'
import { isExact, type ShownShare } from './shares.ts'
import { predictionOf } from './state.ts'
import { ballotScore } from './statistics/team-index.ts'
import { type Histogram, shareIn } from './histogram.ts'
import { cell, plausible } from './wording.ts'

export interface Pair {
  item: Statement
  own: Step | null
  share: ShownShare | null
  counts: Histogram | null
}

/** @param leader null for nobody's view: the staff's alone */
export function pairsOf(cycle: Cycle, leader: string, threshold: number): Pair[] {
  return histogramsOf(cycle).map(({ item, week, counts, isHeld }) => ({
    item,
    own: predictionOf(week.state, leader)?.step(item) ?? null,
    share: counts && !isHeld ? shareIn(counts, threshold) : null,
    counts: isHeld ? null : counts,
  }))
}

/** @param isDivided the team is of two minds over all nine: then the middle of a band would pass for the mean that is not shown */
export function nineBlocks(t: Speak, pairs: Pair[], isDivided: boolean): Block[] {
  return isDivided && !areExact(pairs) ? [table(t, pairs)] : [chart(t, pairs), table(t, pairs)]
}

const areExact = (pairs: Pair[]): boolean => pairs.every(({ share }) => share === null || isExact(share))

function chart(t: Speak, pairs: Pair[]): Block {
  const own = pairs.map((pair): ChartPoint => ({ ...labelled(t, pair), value: ballotScore([pair.own]) }))
  const staff = pairs.map((pair): ChartPoint => ({ ...labelled(t, pair), ...staffPoint(pair) }))
  return {
    type: 'chart',
    kind: 'bars',
    title: t('nine.title'),
    alt: t(areExact(pairs) ? 'nine.alt' : 'nine.alt-bands'),
    unit: '',
    min: 0,
    max: 100,
    series: [
      { name: t('nine.own'), points: own },
      { name: t('nine.staff'), points: staff },
    ],
  }
}

const labelled = (t: Speak, { item }: Pair): { label: string } => ({ label: t(`short.${item}`) })

/** Nothing in the place of a mean between two camps. */
function staffPoint({ share, counts }: Pair): Omit<ChartPoint, 'label'> {
  if (!share || !counts) return { value: null }
  if (!isExact(share)) return possible(share)
  const score = isSplit(counts) ? null : scoreOf(counts)
  return score
    ? { value: Math.round(score.score), low: Math.round(score.low), high: Math.round(score.high) }
    : { value: null }
}

/** Where the score can lie, by the band alone: those who agree at 4 or 5, the others at 1 to 3. The bar ends in the middle. */
function possible({ from, to, of }: ShownShare): Omit<ChartPoint, 'label'> {
  const low = Math.round((75 * from) / of)
  const high = Math.round(50 + (50 * to) / of)
  return { value: Math.round((low + high) / 2), low, high }
}

function table(t: Speak, pairs: Pair[]): Block {
  return {
    type: 'table',
    caption: t('nine.caption'),
    columns: [t('table.statement'), t('table.own'), t('table.staff'), t('table.plausible')],
    rows: pairs.map(({ item, own, share }) => [
      statement(t, item),
      own === null ? '–' : t(`answer.${own}`),
      share ? cell(t, share) : '–',
      share ? plausible(t, share) : '–',
    ]),
  }
}

/** Statements on which the team is of two minds; only where exact shares are shown. */
export const dividedOn = (pairs: Pair[]): Statement[] =>
  pairs.flatMap(({ item, share, counts }) => (share && isExact(share) && counts && isSplit(counts) ? [item] : []))
