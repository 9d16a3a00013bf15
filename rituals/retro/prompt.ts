/** What stands in a participant's own conversation: the invitation to write cards, and from then on where things are. */
import {
  buttons,
  instant,
  note,
  paragraph,
  plain,
  type Block,
  type Button,
  type Message,
  type Reader,
  type RichText,
} from '#ritual'
import { cardsOf } from './cards.ts'
import { turnedOver } from './cards-form.ts'
import { ownOpen } from './last-time.ts'
import { hasBegun, phaseCloses } from './phases.ts'
import { formatIn, givenTopics } from './started.ts'
import type { RetroView } from './state.ts'
import { isTooFew, nothingToShow } from './withheld.ts'

export function prompt(view: RetroView, reader: Reader): Message {
  if (view.phase === 'closed') return said(reader.t('prompt.closed'))
  if (hasBegun(view, 'group')) return turned(view, reader)
  switch (reader.me?.status) {
    case 'answered':
      return thanks(view, reader)
    case 'declined':
      return said(reader.t('prompt.declined'), [buttons(press(reader, 'answer', 'button.after-all'))])
    default:
      return asked(view, reader)
  }
}

/** Only while cards are collected, and about the reader alone. */
export function reminder(view: RetroView, reader: Reader): Message | null {
  if (hasBegun(view, 'group')) return null
  const line = reader.t.rich('reminder.line', { at: turnedOver(view) })
  return {
    summary: reader.t('reminder.summary'),
    blocks: [
      paragraph(line),
      buttons(press(reader, 'answer', 'button.write'), press(reader, 'decline', 'button.decline')),
    ],
  }
}

function asked(view: RetroView, reader: Reader): Message {
  const { t } = reader
  const format = t(`format.${formatIn(view)}`)
  const line = t.rich('prompt.asked', { format, at: turnedOver(view) })
  return {
    summary: t('prompt.asked-summary', { format }),
    blocks: [
      paragraph(line),
      ...givenTopics(view, reader),
      buttons(
        { ...press(reader, 'answer', 'button.write'), style: 'primary' },
        press(reader, 'decline', 'button.decline'),
        press(reader, 'why', 'button.why'),
        ...(isSealed(view, reader) ? [press(reader, 'privacy', 'button.privacy')] : []),
      ),
      note(becomes(view, reader)),
      ...ownOpen(view, reader),
    ],
  }
}

/** What becomes of one's cards, said before they are written. */
function becomes(view: RetroView, reader: Reader): RichText {
  const { t, me } = reader
  if (isSealed(view, reader))
    return [plain(t(isTooFew(view) ? 'prompt.sealed-few' : 'prompt.sealed', { threshold: view.threshold }))]
  return [plain(t(me?.role === 'leader' ? 'prompt.named-leader' : 'prompt.named'))]
}

/** Leaders' cards carry their name in every retro. */
const isSealed = (view: RetroView, { me }: Reader): boolean => view.ritual.options.anonymous && me?.role === 'member'

function thanks(view: RetroView, reader: Reader): Message {
  const sealed = isSealed(view, reader)
  const line = reader.t.rich(sealed ? 'prompt.thanks-sealed' : 'prompt.thanks', { at: turnedOver(view) })
  const change = press(reader, 'change', sealed ? 'button.replace' : 'button.change')
  return {
    summary: reader.t('prompt.thanks-summary'),
    blocks: [paragraph(line), buttons(change), ...ownOpen(view, reader)],
  }
}

/** The cards lie open. Whoever forgot something can add it by name until there is nothing left to vote on. */
function turned(view: RetroView, reader: Reader): Message {
  const { t } = reader
  if (cardsOf(view).length === 0) return said(nothingToShow(view, t), oneMore(view, reader))
  const line = t.rich(`prompt.${view.phase}`, { at: [instant(phaseCloses(view), 'weekday-time')] })
  return { summary: t('prompt.turned-summary'), blocks: [paragraph(line), ...oneMore(view, reader)] }
}

const oneMore = (view: RetroView, reader: Reader): Block[] =>
  hasBegun(view, 'discuss') || isSealed(view, reader) ? [] : [buttons(press(reader, 'answer', 'button.one-more'))]

const said = (line: string, rest: Block[] = []): Message => ({ summary: line, blocks: [paragraph(line), ...rest] })

const press = ({ t }: Reader, action: string, label: string): Button => ({ action, label: t(label) })
