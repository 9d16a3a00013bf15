/** The form for cards: one field a column, one thought a line. Named and sealed ones differ in what becomes of them, and say so beforehand. */
import { instant, plain, type Answers, type Field, type Form, type Reader, type RichText } from '#ritual'
import { columnsIn, submittedBy } from './cards.ts'
import { closeOf, hasBegun } from './phases.ts'
import type { RetroView } from './state.ts'
import { countThoughts, MOST } from './thoughts.ts'
import { isTooFew } from './withheld.ts'

const NAMED_MAX = 2000

/** In UTF-16 units, at most three bytes each: four columns of it fit into a ballot (`BALLOT_BYTES`). */
const SEALED_MAX = 1000

/** Four full columns, their names, and what JSON puts around them. */
export const BALLOT_BYTES = 12_288

export function cardsForm(view: RetroView, reader: Reader): Form {
  const own = !hasBegun(view, 'group') && reader.me ? submittedBy(view, reader.me.id) : null
  return formOf(view, reader, {
    intro: namedIntro(view, reader),
    max: NAMED_MAX,
    initial: (column) => (typeof own?.[column] === 'string' ? own[column] : null),
  })
}

/** Nothing of an earlier ballot comes back: nobody but its writer could show it, and a look over a shoulder is enough to see it. */
export const sealedForm = (view: RetroView, reader: Reader): Form =>
  formOf(view, reader, { intro: sealedIntro(view, reader), max: SEALED_MAX, initial: () => null })

function formOf(
  view: RetroView,
  { t }: Reader,
  { intro, max, initial }: { intro: RichText; max: number; initial(column: string): string | null },
): Form {
  const fields = columnsIn(view).map((column): Field => ({
    type: 'long',
    name: column,
    label: t(`column.${column}.ask`),
    max,
    initial: initial(column),
  }))
  return {
    title: t('cards.title'),
    submit: t('cards.submit'),
    intro: [plain(`${t('cards.lines')} `), ...intro],
    fields,
  }
}

function namedIntro(view: RetroView, { t, me }: Reader): RichText {
  if (hasBegun(view, 'group')) return [plain(t('cards.late'))]
  return t.rich(me?.role === 'leader' ? 'cards.named-leader' : 'cards.named', { at: turnedOver(view) })
}

/** Whether they have written before is sealed, too; so everybody is told what would become of it. */
const sealedIntro = (view: RetroView, { t }: Reader): RichText => [
  ...t.rich(isTooFew(view) ? 'cards.sealed-few' : 'cards.sealed', { at: turnedOver(view), threshold: view.threshold }),
  plain(` ${t('cards.replaces')}`),
]

/** When the cards are turned over. Before the opening nobody knows, so the opening stands for it. */
export const turnedOver = (view: RetroView): RichText => [
  instant(closeOf(view, 'collect') ?? view.occurrence.opensAt, 'weekday-time'),
]

/** At least one thought, and not more than can be talked about. */
export function checkCards(answers: Answers, view: RetroView, { t }: Reader): Record<string, string> {
  const columns = columnsIn(view)
  const full = columns.filter((column) => countThoughts(answers[column]) > MOST)
  if (full.length > 0) return Object.fromEntries(full.map((column) => [column, t('cards.too-many', { max: MOST })]))
  const isEmpty = columns.every((column) => countThoughts(answers[column]) === 0)
  return isEmpty ? { [columns[0]!]: t('cards.empty') } : {}
}
