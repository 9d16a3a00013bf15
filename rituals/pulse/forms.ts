/** The two forms of an open poll: the sealed ballot of the staff, and the leader's blind prediction. Neither ever shows an earlier answer. */
import { instant, type Field, type Form, type Reader, type RichText, type Speak } from '#ritual'
import { asksAll, GLOBAL, type Item, itemsOf, scale, statement } from './instrument.ts'
import { ownFields } from './own-questions.ts'
import type { PulseView } from './state.ts'
import { inWords } from './wording.ts'

export function ballot(view: PulseView, { t }: Reader): Form {
  return {
    title: t('ballot.title'),
    submit: t('ballot.submit'),
    intro: seal(view, t),
    fields: [...itemsOf(view.occurrence.number).map((item) => scaleField(t, item)), ...ownFields(view, t)],
  }
}

export function prediction(view: PulseView, { t }: Reader): Form {
  const { number } = view.occurrence
  return {
    title: t('prediction.title'),
    submit: t('prediction.submit'),
    intro: [{ type: 'plain', text: t('prediction.intro', { team: view.team.name }) }],
    fields: [
      ...itemsOf(number).map((item) => scaleField(t, item)),
      ...ownFields(view, t),
      // In the week of all nine the ten statements fill the form.
      ...(asksAll(number) ? [] : [guessField(t)]),
    ],
  }
}

/** Under the question and in the form: what becomes of an answer, and until when it can be changed. */
export const seal = (view: PulseView, t: Speak): RichText =>
  t.rich(isTooFew(view) ? 'seal-few' : 'seal', {
    closes: [instant(view.occurrence.closesAt, 'weekday-time')],
    threshold: inWords(t, view.threshold),
  })

/** Known before anybody answers: no result can come of it. Before the opening the team has no size yet. */
const isTooFew = ({ team, threshold }: PulseView): boolean => team.size > 0 && team.size < threshold

const scaleField = (t: Speak, item: Item): Field => ({
  name: item,
  type: 'scale',
  label: statement(t, item),
  required: true,
  steps: scale(t),
  abstain: t('step.cannot-judge'),
})

const guessField = (t: Speak): Field => ({
  name: 'guess',
  type: 'choice',
  label: t('prediction.guess', { statement: statement(t, GLOBAL) }),
  required: true,
  options: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((share) => ({
    value: String(share),
    label: guessed(t, share),
  })),
})

/** The lowest of ten choices stands for nobody as well. */
export const guessed = (t: Speak, share: number): string =>
  share === 10 ? t('guess.lowest') : t('guess.value', { share })
