/** The friendly truth when there is nothing to show. */
import type { Speak } from '#ritual'
import type { PulseView } from './state.ts'
import { inWords } from './wording.ts'

/** To the team, in its channel. */
export const withheldTeam = (view: PulseView, t: Speak): string => withheld(view, t, 'team')

/** To a leader. */
export const withheldLeader = (view: PulseView, t: Speak): string => withheld(view, t, 'leader')

/** A team that is too small is told so; otherwise only that fewer answered, never how many. */
function withheld(view: PulseView, t: Speak, to: 'team' | 'leader'): string {
  if (view.result?.withheld === 'lost-key') return t('withheld.lost-key')
  const threshold = inWords(t, view.threshold)
  const staff = staffOf(view)
  if (staff === 0 || staff >= view.threshold) return t('withheld.few', { threshold })
  return t(`withheld.small-${to}`, { count: staff, size: inWords(t, staff), threshold })
}

/** How many the team has besides its leaders, present or not; none where the view is one person's own. */
const staffOf = ({ participants, absent }: PulseView): number =>
  [...participants, ...absent].filter(({ role }) => role === 'member').length
