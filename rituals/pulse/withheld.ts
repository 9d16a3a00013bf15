/** The friendly truth when there is nothing to show. */
import { note, type Block, type Speak } from '#ritual'
import { OWN } from './held-back.ts'
import { type Item, statement } from './instrument.ts'
import { inLanguage } from './own-questions.ts'
import type { PulseView } from './state.ts'
import type { Tally } from './tally.ts'
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
  return t(`withheld.small-${to}`, {
    count: staff,
    size: inWords(t, staff),
    threshold,
    team: view.team.name,
  })
}

/** What is not shown because of who has come, gone or was away, and when it will be again. */
export function heldNotes(view: PulseView, { held }: Tally, t: Speak): Block[] {
  if (!held) return []
  const values = {
    items: t.list(held.items.map((item) => t('quoted', { text: nameOf(view, item, t) }))),
    threshold: inWords(t, view.threshold),
    until: t.date(held.until),
  }
  const summed = held.summed.length > 0 ? ` ${t('held.summed')}` : ''
  return [note(t(`held.${held.because}`, values) + summed)]
}

/** Why the line of the weeks begins anew. */
export const pastNotes = (view: PulseView, t: Speak): Block[] =>
  view.history.some(({ overlap }) => overlap?.members === 'few')
    ? [note(t('held.past', { threshold: inWords(t, view.threshold) }))]
    : []

function nameOf({ ritual }: PulseView, item: string, t: Speak): string {
  const own = ritual.options.questions.find(({ id }) => item === `${OWN}${id}`)
  return own ? inLanguage(own, t) : statement(t, item as Item)
}

/** How many the team has besides its leaders, present or not; none where the view is one person's own. */
const staffOf = ({ participants, absent }: PulseView): number =>
  [...participants, ...absent].filter(({ role }) => role === 'member').length
