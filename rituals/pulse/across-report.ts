/** The view across teams in words: the 65/30 figure, the gap over all nine statements, and how both sides have moved. */
import { type Across, heading, note, paragraph, type Block, type ChartPoint, type Message, type Speak } from '#ritual'
import { gapAcross, moving, type WeekAcross, weekAcross, WEEKS } from './across.ts'
import { GLOBAL, statement } from './instrument.ts'
import type { State } from './state.ts'
import type { SharedGap } from './statistics/across-teams.ts'
import type { Share } from './statistics/shares.ts'
import type { Tally } from './tally.ts'
import { inWords, percent, shortDay, signed } from './wording.ts'

/** Weeks in the chart. */
const CHARTED = 12
const FEWEST_WEEKS = 3

/** A cycle takes three weeks, and holidays leave some out: what closed longer ago is no standing any more. */
const RECENT = 9

/** What is less probable than this is not put down to chance. */
const ALPHA = 0.05

/** What is kept of a week. */
interface Told {
  across: WeekAcross | null
  /** Only where the week had just ended: the gap over all nine statements, from its polls and those before it. */
  gap: SharedGap | null
}

export const across: Across<State, Tally> = {
  weeks: WEEKS,
  recent: RECENT,
  tell({ week, held, recent, before, threshold }): Told {
    const earlier = before.flatMap(({ told }) => (told as Told).across ?? [])
    return {
      across: weekAcross(week, held, threshold, earlier),
      gap: recent && gapAcross(recent, threshold),
    }
  },
  report(told, threshold, { t }) {
    const weeks = told.flatMap((each) => (each.told as Told).across ?? [])
    const last = told.at(-1)
    return message(t, { weeks, gap: (last?.told as Told | undefined)?.gap ?? null, week: last?.week ?? '', threshold })
  },
}

interface Gathered {
  weeks: WeekAcross[]
  gap: SharedGap | null
  /** Monday of the last whole week. */
  week: string
  threshold: number
}

function message(t: Speak, { weeks, gap, week, threshold }: Gathered): Message {
  const last = weeks.find((each) => each.week === week)
  const blocks = [
    ...(last
      ? spirit(t, last)
      : [paragraph(t('across.nothing', { ...days(t, week), threshold: inWords(t, threshold) }))]),
    ...gapOver(t, gap),
    ...moved(t, weeks),
    ...course(t, weeks.slice(-CHARTED)),
    ...(last && last.leftOut > 0 ? [note(t('across.left-out', { count: last.leftOut }))] : []),
    note(t('across.how')),
  ]
  return { summary: t('across.summary'), blocks: [heading(t('across.title')), ...blocks] }
}

function spirit(t: Speak, last: WeekAcross): Block[] {
  const { teams, week, leaders, staff, difference, low, high, p } = last
  const verdict = p >= ALPHA || low * high <= 0 ? 'open' : low > 0 ? 'over' : 'under'
  const points = (share: number): string => signed(t, Math.round(100 * share))
  return [
    note(t('across.week', { teams, ...days(t, week) })),
    paragraph(t(`across.headline.${verdict}`)),
    paragraph(
      t('across.shares', {
        statement: statement(t, GLOBAL),
        leaders: leaders.count,
        leadersOf: leaders.n,
        leadersShare: shareOf(leaders),
        staff: staff.count,
        staffOf: staff.n,
        staffShare: shareOf(staff),
      }),
    ),
    paragraph(
      `${t('across.difference', { points: points(difference ?? 0), low: points(low), high: points(high) })} ${t(`across.chance.${verdict === 'open' ? 'may' : 'hardly'}`)}`,
    ),
  ]
}

const shareOf = ({ count, n }: Share): number => percent(count / n)

/** The week from Monday to Sunday. */
function days(t: Speak, monday: string): { from: string; to: string } {
  return { from: t.date(monday), to: t.date(Temporal.PlainDate.from(monday).add({ days: 6 }).toString()) }
}

function gapOver(t: Speak, shared: SharedGap | null): Block[] {
  if (!shared || shared.mean === null) return []
  const points = Math.round(shared.mean)
  const said = points === 0 ? 'even' : points > 0 ? 'over' : 'under'
  const chance = points === 0 ? '' : ` ${t(`across.chance.${shared.p < ALPHA ? 'hardly' : 'may'}`)}`
  return [paragraph(t(`across.gap.${said}`, { teams: shared.teams, points: Math.abs(points) }) + chance)]
}

function moved(t: Speak, weeks: WeekAcross[]): Block[] {
  const points = moving(weeks)
  if (points === null) return []
  const said = points > 0 ? 'wider' : 'narrower'
  return [paragraph(t(`across.moving.${said}`, { weeks: weeks.length, points: Math.abs(points) }))]
}

/** Both sides week by week, as lines and beneath them as a table. */
function course(t: Speak, weeks: WeekAcross[]): Block[] {
  if (weeks.length < FEWEST_WEEKS) return []
  const points = (of: (each: WeekAcross) => Share): ChartPoint[] =>
    weeks.map((each) => ({ label: shortDay(t, each.week), value: shareOf(of(each)) }))
  return [
    {
      type: 'chart',
      kind: 'lines',
      title: t('across.chart'),
      alt: t('across.alt'),
      unit: '%',
      min: 0,
      max: 100,
      series: [
        { name: t('across.leaders'), points: points(({ leaders }) => leaders) },
        { name: t('across.staff'), points: points(({ staff }) => staff) },
      ],
    },
    {
      type: 'table',
      caption: t('trend.caption'),
      columns: [t('trend.week'), t('across.leaders'), t('across.staff'), t('across.difference-column')],
      rows: weeks.map((each) => [
        shortDay(t, each.week),
        cell(t, each.leaders),
        cell(t, each.staff),
        signed(t, Math.round(100 * (each.difference ?? 0))),
      ]),
    },
  ]
}

const cell = (t: Speak, { count, n }: Share): string => t('share.exact', { from: count, of: n })
