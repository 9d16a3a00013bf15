/** A leader's own report: their view and guess beside the staff's, the statements of the week, the widest gap, one next step. */
import {
  bold,
  heading,
  note,
  paragraph,
  plain,
  type Block,
  type ChartPoint,
  type Message,
  type Reader,
  type Speak,
} from '#ritual'
import { exactRows, focusOf, guessAgainst, type Row, rowsOf, verdictOn } from './comparison.ts'
import { pollsAhead } from './cycle.ts'
import { guessed } from './forms.ts'
import { isSpiritHeld } from './held-back.ts'
import { cycleAhead, cycleForLeader, lastStanding } from './cycle-report.ts'
import { CYCLE, GLOBAL, statement } from './instrument.ts'
import { nextStep } from './next-step-blocks.ts'
import { ownTable } from './own-questions.ts'
import { outcomeForLeader } from './outcome.ts'
import type { ShownShare } from './shares.ts'
import { begunBefore } from './start-step.ts'
import { type Prediction, predictionOf, type PulseView } from './state.ts'
import type { Tally } from './tally.ts'
import { answered, cell, counts, percents, plausible } from './wording.ts'
import { voiceBlocks } from './voice.ts'
import { heldNotes, pastNotes, withheldLeader } from './withheld.ts'

export function leaderMessage(view: PulseView, reader: Reader, leader: string): Message {
  const { t } = reader
  const tally = view.result?.tally
  const blocks = tally
    ? [...comparison(view, tally, leader, t), ...nextStep(view, tally, leader, t)]
    : [paragraph(withheldLeader(view, t))]
  const cycle = cycleForLeader(view, t, leader)
  const name = view.ritual.name
  return {
    summary: t('report.summary', { name, team: view.team.name }),
    blocks: [
      whichPoll(view, t),
      ...begunBefore(view, reader, leader),
      ...outcomeForLeader(view, t, leader),
      ...cycle,
      ...blocks,
    ],
  }
}

/** Whoever leads two teams must know whose report this is. */
const whichPoll = (view: PulseView, t: Speak): Block =>
  paragraph([bold(t('report.which', { team: view.team.name, name: view.ritual.name }))])

/** `/teamrunde gap`: the last cycle's index; before there is one, the last week's comparison. */
export function gap(view: PulseView, reader: Reader): Message {
  const { t, me } = reader
  const standing = view.result && me ? lastStanding(view, reader, me.id) : null
  if (standing) return standing
  const tally = view.result?.tally
  const blocks =
    tally && me ? comparison(view, tally, me.id, t) : [paragraph(view.result ? withheldLeader(view, t) : t('gap.none'))]
  return { summary: t('gap.summary', { name: view.ritual.name }), blocks }
}

function comparison(view: PulseView, tally: Tally, leader: string, t: Speak): Block[] {
  const prediction = predictionOf(view.state, leader)
  const rows = rowsOf(view, tally, prediction)
  const share = rows[0]!.share
  return [
    heading(
      t(
        share
          ? `headline.${verdictOn(prediction, share)}`
          : isSpiritHeld(tally.held)
            ? 'headline.held'
            : 'headline.few',
      ),
    ),
    paragraph(spirit(t, prediction, share, isSpiritHeld(tally.held))),
    table(t, rows),
    ...chart(t, rows),
    ...widest(t, rows),
    ...ownTable(view, tally, prediction, t),
    ...voiceBlocks(t, tally),
    note(answered(t, tally.n, view.result!.invited) + missing(t, rows, tally)),
    ...(rows.some((row) => row.share) ? [note(t('plausible-means'))] : []),
    ...heldNotes(view, tally, t),
    ...pastNotes(view, t),
    ...cycleNote(view, t),
  ]
}

/** The week that closes a cycle has its number already; the others say when it comes. */
function cycleNote(view: PulseView, t: Speak): Block[] {
  const { number } = view.occurrence
  if (number < CYCLE) return [note(t('week.first'))]
  return pollsAhead(number) === 0 ? [] : [note(`${t('week.later')} ${cycleAhead(view, t)}`)]
}

/** "You: rather yes. In the team 2 to 4 of 8 say so (25 to 50 %; ...). You had guessed about 80 %." */
function spirit(t: Speak, prediction: Prediction | null, share: ShownShare | null, isHeld: boolean): string {
  const own = prediction ? t('own', { answer: ownAnswer(t, prediction.step(GLOBAL)) }) : t('own-missing')
  const staff = share
    ? t('staff', {
        counts: counts(t, share),
        percents: percents(t, share),
        of: share.of,
        plausible: plausible(t, share),
      })
    : t(isHeld ? 'staff-held' : 'staff-few')
  const guess = prediction?.guess ?? null
  const against = share && guessAgainst(guess, share)
  const guessing = guess !== null && against ? [t(`guess.${against}`, { guess: guessed(t, guess) })] : []
  return [own, staff, ...guessing].join(' ')
}

const ownAnswer = (t: Speak, step: number | null): string =>
  step === null ? t('step.cannot-judge') : t(`answer.${step}`)

function table(t: Speak, rows: Row[]): Block {
  return {
    type: 'table',
    caption: t('table.caption'),
    columns: [t('table.statement'), t('table.own'), t('table.staff'), t('table.plausible')],
    rows: rows.map(({ item, own, share }) => [
      statement(t, item),
      own === null ? '–' : t(`answer.${own}`),
      share ? cell(t, share) : '–',
      share ? plausible(t, share) : '–',
    ]),
  }
}

/** Bars need exact shares, so there are none below ten answers. */
function chart(t: Speak, rows: Row[]): Block[] {
  const exact = exactRows(rows)
  if (exact.length === 0) return []
  const points = exact.map(({ item, share }): ChartPoint => ({
    label: t(`short.${item}`),
    value: percentOf(share.from / share.of),
    low: percentOf(share.low),
    high: percentOf(share.high),
  }))
  return [
    {
      type: 'chart',
      kind: 'bars',
      title: t('chart.title'),
      alt: t('chart.alt'),
      unit: '%',
      min: 0,
      max: 100,
      series: [{ name: t('chart.staff'), points }],
    },
  ]
}

/** Whole numbers, as in the table beneath. */
const percentOf = (share: number): number => Math.round(100 * share)

function widest(t: Speak, rows: Row[]): Block[] {
  const { item, because } = focusOf(rows)
  if (because === 'over' || because === 'under') {
    return [paragraph([plain(`${t('widest')} `), bold(statement(t, item))])]
  }
  return rows.some((row) => row.item !== GLOBAL && row.own !== null && row.share) ? [paragraph(t('no-gap'))] : []
}

/** Statements that too few could judge. */
function missing(t: Speak, rows: Row[], { held }: Tally): string {
  const few = rows
    .filter((row) => row.share === null && !held?.items.includes(row.item))
    .map((row) => t('quoted', { text: statement(t, row.item) }))
  return few.length > 0 ? ` ${t('hidden.items', { items: t.list(few) })}` : ''
}
