/** What can be begun here from elsewhere: a retro in a format, at once or the next one; a topic for the next one. */
import type { Reader, Started, StartSpec } from '#ritual'
import { cardsOf } from './cards.ts'
import type { Options } from './options.ts'
import type { RetroView, State } from './state.ts'
import type { Tally } from './tally.ts'
import { nothingToShow } from './withheld.ts'

type Spec = StartSpec<Options, State, Tally>

export const starts: { format: Spec; topic: Spec } = {
  format: {
    goes: ['now', 'next'],
    choices: ({ formats }) => formats,
    named: (format, t) => t(`format.${format}`),
    came,
  },
  topic: { goes: ['next'], came },
}

function came(view: RetroView, _: Started, { t }: Reader): string {
  if (view.phase === 'planned') return t('came.planned', { date: t.date(view.occurrence.date) })
  if (view.phase !== 'closed') return t('came.running')
  if (cardsOf(view).length === 0) return nothingToShow(view, t)
  const { length: count } = view.state.items
  return count === 0 ? t('came.nothing') : t('came.items', { count })
}
