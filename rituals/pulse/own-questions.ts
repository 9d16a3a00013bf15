/** Statements of the company's own, asked beside the instrument: never part of the index, the gap or the trend. */
import { z } from 'zod'
import { bold, bullets, paragraph, type Answers, type Block, type Field, type Speak } from '#ritual'
import { asksAll, scale, stepIn } from './instrument.ts'
import type { ShownShare } from './shares.ts'
import type { Prediction, PulseView } from './state.ts'
import { histogramOf, judged, shareIn, type Histogram } from './histogram.ts'
import type { Tally } from './tally.ts'
import { cell, plausible } from './wording.ts'

/** A form holds ten fields: the global statement, three of the week, three of one's own, and the leader's guess. */
const MOST = 3
const LONGEST = 120

const words = z.string().trim().min(1).max(LONGEST)

const ownQuestion = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,29}$/, 'lower-case letters, digits and hyphens, at most 30')
    .describe('Names the statement; keep it when you only change its words.'),
  statement: z
    .union([words, z.strictObject({ de: words, en: words })])
    .describe('What people agree with or not, in one language or in both; one thought, at most 120 characters.'),
})

export type OwnQuestion = z.infer<typeof ownQuestion>

export const ownQuestions = z
  .array(ownQuestion)
  .max(MOST)
  .refine((given) => new Set(given.map(({ id }) => id)).size === given.length, 'two statements have the same id')
  .default([])
  .describe(
    'Statements of your own, at most three, asked beside those of the week and never counted into the index. Not asked in week 13, which asks all nine.',
  )

/** What is asked besides in the n-th occurrence. */
export const askedBesides = (questions: readonly OwnQuestion[], number: number): readonly OwnQuestion[] =>
  asksAll(number) ? [] : questions

/** Its name in ballots and predictions, which no statement of the instrument can have. */
const nameOf = ({ id }: OwnQuestion): string => `own-${id}`

export const inLanguage = ({ statement }: OwnQuestion, t: Speak): string =>
  typeof statement === 'string' ? statement : statement[t.language]

export function ownFields({ ritual, occurrence }: PulseView, t: Speak): Field[] {
  return askedBesides(ritual.options.questions, occurrence.number).map((question) => ({
    name: nameOf(question),
    type: 'scale',
    label: inLanguage(question, t),
    required: true,
    steps: scale(t),
    abstain: t('step.cannot-judge'),
  }))
}

/** What is kept of them, by id: null where fewer could judge than may be shown together. Undefined where nothing was asked. */
export function ownTally(
  ballots: Answers[],
  questions: readonly OwnQuestion[],
  fewest: number,
): Record<string, Histogram | null> | undefined {
  if (questions.length === 0) return undefined
  return Object.fromEntries(
    questions.map((question) => {
      const counts = histogramOf(ballots, nameOf(question))
      return [question.id, judged(counts) < fewest ? null : counts]
    }),
  )
}

interface Told {
  question: OwnQuestion
  share: ShownShare | null
}

function told({ ritual, occurrence, threshold }: PulseView, { own }: Tally): Told[] {
  return askedBesides(ritual.options.questions, occurrence.number).map((question) => {
    const counts = own?.[question.id]
    return { question, share: counts ? shareIn(counts, threshold) : null }
  })
}

/** For a leader: the own answer beside the staff's. */
export function ownTable(view: PulseView, tally: Tally, prediction: Prediction | null, t: Speak): Block[] {
  const rows = told(view, tally).map(({ question, share }) => {
    const own = stepIn(prediction?.answers[nameOf(question)])
    return [
      inLanguage(question, t),
      own === null ? '–' : t(`answer.${own}`),
      share ? cell(t, share) : '–',
      share ? plausible(t, share) : '–',
    ]
  })
  if (rows.length === 0) return []
  const columns = [t('table.statement'), t('table.own'), t('table.staff'), t('table.plausible')]
  return [{ type: 'table', caption: t('own-questions.caption'), columns, rows }]
}

/** For the team. */
export function ownLines(view: PulseView, tally: Tally, t: Speak): Block[] {
  const lines = told(view, tally).flatMap(({ question, share }) =>
    share ? [t.rich('team.line', { statement: inLanguage(question, t), counts: [bold(cell(t, share))] })] : [],
  )
  return lines.length === 0 ? [] : [paragraph(t('own-questions.lines')), bullets(lines)]
}
