/** Why there are no cards to show, said kindly and without a number that would tell. */
import type { Speak } from '#ritual'
import type { RetroView } from './state.ts'

export function nothingToShow(view: RetroView, t: Speak): string {
  if (!view.ritual.options.anonymous) return t('none.cards')
  if (view.result?.withheld === 'lost-key') return t('none.lost-key')
  return t('none.few', { threshold: view.threshold })
}

/** Known before anybody writes: sealed cards of so few can never be shown. Before the opening the team has no size yet. */
export const isTooFew = ({ team, threshold }: RetroView): boolean => team.size > 0 && team.size < threshold
