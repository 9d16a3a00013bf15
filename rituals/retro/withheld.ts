/** Why there are no cards to show, said kindly and without a number that would tell. */
import type { Speak } from '#ritual'
import type { RetroView } from './state.ts'

export function nothingToShow(view: RetroView, t: Speak): string {
  if (!view.ritual.options.anonymous) return t('none.cards')
  if (view.result?.withheld === 'lost-key') return t('none.lost-key')
  return t('none.few', { threshold: view.threshold })
}
