/** What the end of a cycle says: the index, the gap between leader and staff as far as it carries, the nine statements, the way of G. */
import { heading, note, paragraph, type Block, type Message, type Reader, type Speak } from '#ritual'
import { closingCycle, type Cycle, cyclesOf, pollsAhead, weeksOf } from './cycle.ts'
import { claimIn, type Gap, gapIn, leaderIn, type Staff, staffIn } from './standing.ts'
import type { Claim } from './statistics/gap-claims.ts'
import { statement } from './instrument.ts'
import { dividedOn, nineBlocks, type Pair, pairsOf } from './nine.ts'
import type { PulseView } from './state.ts'
import { trendBlocks } from './trend.ts'

/** Stands before the week's own comparison in the report that closes a cycle; empty in the other weeks. */
export function cycleForLeader(view: PulseView, t: Speak, leader: string): Block[] {
  return closingCycle(view) ? standingBlocks(view, t, leader) : []
}

/** `/teamrunde gap`: where leader and team stood at the end of the last cycle; null before there was one. */
export function lastStanding(view: PulseView, { t }: Reader, leader: string): Message | null {
  const blocks = standingBlocks(view, t, leader)
  if (blocks.length === 0) return null
  const next = closingCycle(view) ? [] : [note(cycleAhead(view, t))]
  return { summary: t('gap.summary', { name: view.ritual.name }), blocks: [...blocks, ...next] }
}

/** The team's own number, without a word of the leader. */
export function cycleForTeam(view: PulseView, t: Speak): Block[] {
  const cycle = closingCycle(view)
  if (!cycle || isSilent(cycle)) return []
  const staff = staffIn(cycle, view.threshold)
  return [paragraph(staffSentence(t, staff, 'team')), ...rounded(t, staff)]
}

/** In the weeks between: when the next index comes. */
export const cycleAhead = (view: PulseView, t: Speak): string =>
  t('cycle.ahead', { count: pollsAhead(view.occurrence.number) })

function standingBlocks(view: PulseView, t: Speak, leader: string): Block[] {
  const weeks = weeksOf(view)
  const cycles = cyclesOf(weeks)
  const [cycle] = cycles
  if (!cycle || isSilent(cycle)) return []
  const staff = staffIn(cycle, view.threshold)
  const gap = gapIn(cycle, leader, view.threshold)
  const claim = claimIn(cycles, leader, view.threshold)
  const pairs = pairsOf(cycle, leader, view.threshold)
  const shown = pairs.some(({ share }) => share)
  return [
    heading(t(`cycle.headline.${headlineOf(staff, gap, claim)}`)),
    ...(gap ? [paragraph(gapSentence(t, gap, claim))] : []),
    paragraph(staffSentence(t, staff, 'leader') + ownSentence(t, cycle, staff, gap, leader)),
    ...(shown ? nineBlocks(t, pairs, staff.told === 'divided') : []),
    ...divided(t, pairs),
    ...rounded(t, staff),
    ...trendBlocks(t, weeks, view.threshold),
  ]
}

/** A team that never reaches the threshold has been told so week by week. */
const isSilent = ({ weeks }: Cycle): boolean => weeks.every(({ result }) => !result.tally)

/** A headline says what is certain, or nothing. */
export function headlineOf(staff: Staff, gap: Gap | null, claim: Claim): string {
  if (staff.told === 'divided') return 'divided'
  if (staff.told === 'nothing') return 'held'
  if (claim.claimed !== null) return claim.claimed
  if (gap?.category.endsWith('-estimator')) return 'hint'
  return gap?.category.startsWith('in-agreement') ? 'alike' : 'open'
}

/** One plain sentence, and how much may be made of it. */
export function gapSentence(t: Speak, { category, gap, low, high }: Gap, claim: Claim): string {
  if (category === 'over-estimator' || category === 'under-estimator') {
    const [least, most] = gap > 0 ? [low, high] : [-high, -low]
    const said = t(`cycle.gap.${category}`, { gap: Math.abs(gap), low: least, high: most })
    return `${said} ${t(`cycle.claim.${claim.claimed === null ? claim.because : 'claimed'}`)}`
  }
  if (category === 'undetermined') return t('cycle.gap.undetermined', { low: end(t, low), high: end(t, high) })
  return t(`cycle.gap.${category}`, { most: Math.max(Math.abs(low), Math.abs(high)) })
}

/** One end of an interval, from the leader's side. */
function end(t: Speak, points: number): string {
  if (points === 0) return t('cycle.end.even')
  return t(points > 0 ? 'cycle.end.higher' : 'cycle.end.lower', { count: Math.abs(points) })
}

function staffSentence(t: Speak, staff: Staff, to: 'leader' | 'team'): string {
  if (staff.told === 'nothing') return t(`cycle.held.${staff.why}`)
  if (staff.told === 'divided') return t(`cycle.divided.${to}`)
  const { index, low, high } = staff
  return t(`cycle.index.${to}`, { index, low, high })
}

/** Where the leader's own index stands, or why it stands nowhere. */
function ownSentence(t: Speak, cycle: Cycle, staff: Staff, gap: Gap | null, leader: string): string {
  if (gap) return ` ${t('cycle.own', { own: gap.own })}`
  return staff.told === 'index' && leaderIn(cycle, leader) === null ? ` ${t('cycle.own-missing')}` : ''
}

function divided(t: Speak, pairs: Pair[]): Block[] {
  const items = dividedOn(pairs).map((item) => t('quoted', { text: statement(t, item) }))
  if (items.length === 0) return []
  return [note(items.length === pairs.length ? t('nine.divided-all') : t('nine.divided', { items: t.list(items) }))]
}

const rounded = (t: Speak, staff: Staff): Block[] =>
  staff.told === 'index' && !staff.exact ? [note(t('cycle.rounded'))] : []
