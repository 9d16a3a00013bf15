/** A round out of turn, at a leader's wish. */
import type { Reader, StartSpec } from '#ritual'
import type { Options } from './options.ts'
import { countedLine } from './posts.ts'
import type { CoffeeView, State } from './state.ts'

export const starts: { round: StartSpec<Options, State, never> } = {
  round: { goes: ['now'], came },
}

/** Of a few coffees it could be told whose: then it is only told that the round is over. */
function came(view: CoffeeView, _: unknown, { t }: Reader): string {
  if (view.phase !== 'closed') return t('came.running')
  return countedLine(view, t) ?? t('came.over')
}
