/** What stands in a participant's own conversation. It never shows what was chosen, and after the close not even whether. */
import {
  buttons,
  instant,
  note,
  paragraph,
  type Button,
  type Message,
  type Reader,
  type RichText,
  type Speak,
} from '#ritual'
import { seal } from './forms.ts'
import { asksAll, itemsOf } from './instrument.ts'
import { askedBesides } from './own-questions.ts'
import { outcomeAsked } from './outcome.ts'
import type { PulseView } from './state.ts'
import { inWords } from './wording.ts'

export function prompt(view: PulseView, reader: Reader): Message {
  const leads = reader.me?.role === 'leader'
  if (view.phase === 'closed')
    return said(leads ? reader.t('leader.closed', { team: view.team.name }) : reader.t('prompt.closed'))
  if (!leads) return memberPrompt(view, reader)
  const message = leaderPrompt(view, reader)
  return { ...message, blocks: [...message.blocks, ...outcomeAsked(view, reader.t, reader.me!.id)] }
}

/** One line, about the reader alone. */
export function reminder(view: PulseView, { t, me }: Reader): Message {
  const leads = me?.role === 'leader'
  const line = t.rich(leads ? 'reminder.leader' : 'reminder.member', { closes: closes(view), team: view.team.name })
  return {
    summary: t('reminder.summary'),
    blocks: [paragraph(line), buttons(press('answer', t(leads ? 'button.predict' : 'button.answer')), decline(t))],
  }
}

/** `answered` and `declined` are told by their own ballot to nobody but themselves, and are written nowhere. */
function memberPrompt(view: PulseView, { t, me }: Reader): Message {
  if (me?.status === 'answered') {
    const change = press('change', t('button.change'))
    return asksAll(view.occurrence.number)
      ? said(`${t('prompt.thanks')} ${t('voice.offer')}`, [
          buttons({ ...press('voice', t('voice.button')), style: 'primary', opens: 'form' }, change, privacy(t)),
          note(t('voice.again')),
          note(seal(view, t)),
        ])
      : said(t('prompt.thanks'), [buttons(change, privacy(t)), note(seal(view, t))])
  }
  if (me?.status === 'declined') {
    const line = t.rich('prompt.declined', { closes: closes(view) })
    return {
      summary: t('prompt.declined-summary'),
      blocks: [paragraph(line), buttons(press('answer', t('button.after-all')))],
    }
  }
  const { number } = view.occurrence
  const count = itemsOf(number).length + askedBesides(view.ritual.options.questions, number).length
  const line = t('prompt.asked', { statements: inWords(t, count) })
  return said(line, [
    buttons(
      { ...press('answer', t('button.answer')), style: 'primary' },
      decline(t),
      privacy(t),
      press('why', t('button.why')),
    ),
    note(seal(view, t)),
  ])
}

function leaderPrompt(view: PulseView, { t, me }: Reader): Message {
  if (me?.status === 'answered') {
    const line = t.rich('leader.thanks', { closes: closes(view), team: view.team.name })
    return {
      summary: t('leader.thanks-summary'),
      blocks: [paragraph(line), buttons(press('change', t('button.change')))],
    }
  }
  if (me?.status === 'declined')
    return said(t('leader.declined'), [buttons(press('answer', t('button.predict-after-all')))])
  const line = t.rich('leader.asked', { closes: closes(view), team: view.team.name })
  return {
    summary: t('leader.asked-summary', { team: view.team.name }),
    blocks: [
      paragraph(line),
      buttons({ ...press('answer', t('button.predict')), style: 'primary' }, decline(t), press('why', t('button.why'))),
      note(t('leader.note')),
    ],
  }
}

const closes = (view: PulseView): RichText => [instant(view.occurrence.closesAt, 'weekday-time')]

const said = (line: string, rest: Message['blocks'] = []): Message => ({
  summary: line,
  blocks: [paragraph(line), ...rest],
})

const press = (action: string, label: string): Button => ({ action, label })
const decline = (t: Speak): Button => press('decline', t('button.decline'))
const privacy = (t: Speak): Button => press('privacy', t('button.privacy'))
