/** The friendly truth when there is nothing to show. */
import { note, type Block, type Speak } from '#ritual'
import { OWN } from './held-back.ts'
import { type Item, statement } from './instrument.ts'
import { inLanguage } from './own-questions.ts'
import type { PulseView } from './state.ts'
import type { Tally } from './tally.ts'
import { inWords } from './wording.ts'

/** Only that fewer answered, never how many. A team that is too small for a result is not asked at all. */
export function withheld(view: PulseView, t: Speak): string {
  if (view.result?.withheld === 'lost-key') return t('withheld.lost-key')
  return t('withheld.few', { threshold: inWords(t, view.threshold) })
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
