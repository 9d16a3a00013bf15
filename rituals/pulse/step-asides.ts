/** What can be asked about the suggested step: why this one, and what else there is. */
import { type Block, bold, buttons, type Message, paragraph, plain, type Reader } from '#ritual'
import type { Focus } from './comparison.ts'
import { statement } from './instrument.ts'
import { focusFor, PLACES, type Place } from './next-step.ts'
import { NEEDS, startableAt, startButton, startNote, stepFor } from './start-step.ts'
import type { PulseView } from './state.ts'

/** "Why this one?" */
export function why(view: PulseView, { t, me }: Reader): Message {
  const focus = focusFor(view, me?.id ?? null)
  const { place } = stepFor(view, focus, me?.id ?? '')
  const reason = t(`because.${focus.because}`, { statement: statement(t, focus.item) })
  return {
    summary: t('why.summary'),
    blocks: [paragraph(reason), paragraph(t(`why.${place}`))],
  }
}

/** "Something else": the other places, each with a button that begins it, where one can, and one that opens its form. */
export function others(view: PulseView, reader: Reader): Message {
  const { t, me } = reader
  const focus = focusFor(view, me?.id ?? null)
  return {
    summary: t('other.summary'),
    blocks: [
      paragraph(t('other.intro')),
      ...otherPlaces(view, focus, me?.id ?? '').flatMap((place) => otherPlace(view, place, focus, reader)),
    ],
  }
}

/** Than what was begun, or else what was suggested. */
function otherPlaces(view: PulseView, focus: Focus, leader: string): Place[] {
  const { begun } = view.state
  const { place: suggested } = stepFor(view, focus, leader)
  return PLACES.filter((place) =>
    begun.length > 0 ? !begun.some(({ what }) => what === NEEDS[place]) : place !== suggested,
  )
}

function otherPlace(view: PulseView, place: Place, focus: Focus, { t, me }: Reader): Block[] {
  const start = startableAt(view, place, me?.id ?? '')
  return [
    paragraph([bold(t(`place.${place}`)), plain(`: ${t(`other.${place}`)}`)]),
    ...(start ? [startNote(place, start, focus, t)] : []),
    buttons(...(start ? [startButton(place, start, t)] : []), {
      action: 'plan-step',
      label: t('button.plan'),
      value: place,
      opens: 'form',
    }),
  ]
}
