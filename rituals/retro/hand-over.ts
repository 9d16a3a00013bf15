/** The floor changes hands: the facilitator hands it on, or somebody takes it over. */
import { plain, shortened, type Form, type Reader } from '#ritual'
import { facilitatorOf, isFacilitator } from './facilitator.ts'
import { isRunning } from './phases.ts'
import type { RetroView } from './state.ts'

const PEOPLE = 100
const LABEL_MAX = 75

/** Members before leaders: whoever leads has the floor often enough. */
export function handOverForm(view: RetroView, { t, me }: Reader): Form {
  const others = view.participants.filter(({ id }) => id !== me?.id)
  const order = [...others.filter(({ role }) => role === 'member'), ...others.filter(({ role }) => role === 'leader')]
  const options = order.slice(0, PEOPLE).map(({ id, name }) => ({ value: id, label: shortened(name, LABEL_MAX) }))
  return {
    title: t('hand-over.title'),
    submit: t('hand-over.submit'),
    intro: [plain(t(options.length > 0 ? 'hand-over.intro' : 'hand-over.nobody'))],
    fields:
      options.length > 0 ? [{ type: 'member', name: 'to', label: t('hand-over.to'), options, required: true }] : [],
  }
}

export const mayHandOver = (view: RetroView, { me }: Reader): boolean => isOpenHanded(view) && isFacilitator(view, me)

/** While cards are sealed, nothing is taken that carries a member's name. */
export const isOpenHanded = (view: RetroView): boolean =>
  isRunning(view) && !(view.ritual.options.anonymous && view.phase === 'collect')

/** It is sent by a button and never shown. */
export const takeOverForm = (_view: RetroView, { t }: Reader): Form => ({
  title: t('hand-over.title'),
  submit: t('hand-over.submit'),
  fields: [],
})

/** Any member who takes part; a leader is handed the floor, but doesn't take it. */
export function mayTakeOver(view: RetroView, { me }: Reader): boolean {
  const isHere = view.participants.some(({ id, role }) => id === me?.id && role === 'member')
  return isOpenHanded(view) && isHere && facilitatorOf(view)?.id !== me?.id
}
