/** What stands in each one's own conversation: with whom, why, when, and later whether they met. */
import {
  type Block,
  bold,
  type Button,
  buttons,
  formatInstant,
  instant,
  type Message,
  paragraph,
  plain,
  type Reader,
  type RichText,
} from '#ritual'
import {
  askedFrom,
  coming,
  type Company,
  companyOf,
  haveMet,
  hindered,
  isDayOfAll,
  isOff,
  namesOf,
  timeOf,
  timesAhead,
} from './company.ts'
import { shortReason } from './reasons.ts'
import { isSilent } from './silence.ts'
import { type CoffeeView, outcomeOf } from './state.ts'
import { wishing } from './wishes.ts'

export function prompt(view: CoffeeView, reader: Reader): Message {
  const company = companyOf(view, reader)
  if (!company) return said(reader.t('prompt.alone'))
  const names = namesOf(coming(view, company), reader)
  const outcome = reader.me && outcomeOf(view.state, reader.me.id)
  if (view.over) return said(reader.t(outcome === 'yes' ? 'prompt.over-met' : 'prompt.over', { names }))
  if (reader.me?.status === 'declined' || outcome === 'no') return declined(reader)
  if (outcome === 'yes')
    return said(reader.t('prompt.met', { names }), { action: 'change', label: reader.t('button.change') })
  if (isAside(view, reader)) return said(reader.t('prompt.declined'))
  if (isOff(view, company)) return invitation(view, company, reader)
  if (isAskedBy(view, company)) return question(reader, names, outcome === 'not-yet')
  return invitation(view, company, reader)
}

/** One line to whoever has not answered; nobody is asked again what another one of them has said. */
export function reminder(view: CoffeeView, reader: Reader): Message | null {
  const company = companyOf(view, reader)
  if (!company || view.over || haveMet(view, company.group) || isOff(view, company)) return null
  if (!isAskedBy(view, company)) return null
  return question(reader, namesOf(coming(view, company), reader), false)
}

/** Away by now, or sitting out since. */
const isAside = (view: CoffeeView, { me }: Reader): boolean => view.absent.some(({ id }) => id === me?.id)

const isAskedBy = (view: CoffeeView, { group }: Company): boolean =>
  view.phase === 'closed' || askedFrom(view, group) <= view.now

function declined({ t }: Reader): Message {
  return said(t('prompt.declined'), { action: 'change', label: t('button.after-all') })
}

function question({ t }: Reader, names: string, again: boolean): Message {
  const line = t(again ? 'met.again' : 'met.ask', { names })
  return {
    summary: line,
    blocks: [
      paragraph(line),
      buttons(
        { action: 'met', label: t('button.yes'), value: 'yes', style: 'primary' },
        ...(again ? [] : [{ action: 'met', label: t('button.not-yet'), value: 'not-yet' }]),
        { action: 'decline', label: t('button.no') },
      ),
    ],
  }
}

function invitation(view: CoffeeView, company: Company, reader: Reader): Message {
  const { t } = reader
  const names = namesOf(company.others, reader)
  return {
    summary: t('prompt.ask', { names }),
    blocks: [
      ...staying(view, reader),
      paragraph([...withWhom(company, reader), plain(` ${shortReason(company, reader)}`)]),
      ...hindrances(view, company, reader),
      ...whenBlocks(view, company, reader),
      buttons(...ways(view, company, reader)),
    ],
  }
}

/** "Coffee with Selin from Filiale Süd?" */
function withWhom({ others }: Company, { t }: Reader): RichText {
  const [only, more] = others
  if (!only || more) return t.rich('prompt.with', { names: [bold(t.list(others.map(({ name }) => name)))] })
  if (only.unit === null) return t.rich('prompt.with', { names: [bold(only.name)] })
  return t.rich('prompt.with-unit', { name: [bold(only.name)], unit: only.unit })
}

/** Friendly, after rounds of silence: each way is one tap. */
function staying(view: CoffeeView, { t, me }: Reader): Block[] {
  if (!me || !isSilent(view, me.id)) return []
  return [
    paragraph(t('stay.ask')),
    buttons(
      { action: 'stay', label: t('stay.yes') },
      { action: 'snooze', label: t('stay.later') },
      { action: 'leave', label: t('stay.leave') },
    ),
  ]
}

/** Somebody can't this time: better known than waited for. */
function hindrances(view: CoffeeView, { others }: Company, { t }: Reader): Block[] {
  const cannot = hindered(view, others)
  return cannot.map(({ name }) =>
    paragraph(t(others.length === cannot.length ? 'prompt.off' : 'prompt.without', { name })),
  )
}

function whenBlocks(view: CoffeeView, company: Company, reader: Reader): Block[] {
  const { t, zone } = reader
  if (isOff(view, company)) return []
  const fixed = timeOf(view, company.group)
  const agreed = fixed === null ? [] : [paragraph(t.rich('prompt.fixed', { at: [instant(fixed, 'date-time')] }))]
  if (fixed !== null && isDayOfAll(view, company.people, fixed, zone))
    return [...agreed, buttons({ action: 'other-time', label: t('button.move'), opens: 'form' })]
  const dayOff = fixed === null ? [] : [...agreed, paragraph(t('prompt.day-off'))]
  const offered = timesAhead(view, company, zone)
  if (offered.length === 0) return dayOff
  const taps = offered.slice(0, 2).map((at): Button => ({
    action: 'meet-at',
    label: formatInstant(at, 'date-time', t.language, zone),
    value: at,
  }))
  const other = { action: 'other-time', label: t('button.other-time'), opens: 'form' as const }
  return [...dayOff, paragraph(t('prompt.when')), buttons(...taps, ...(offered.length > 2 ? [other] : []))]
}

function ways(view: CoffeeView, company: Company, { t, me }: Reader): Button[] {
  const wants = me !== null && wishing(view).has(me.id)
  const mayWish = me !== null && company.why.wishers.includes(me.id)
  // Who has been drawn so now has their wish; it can be made anew in the next round.
  const wishes = view.ritual.options.skipLevel && me?.role === 'member' && (wants || mayWish) && !company.why.wished
  return [
    { action: 'why-us', label: t('button.why-us') },
    ...(isOff(view, company) ? [] : [{ action: 'decline', label: t('button.no') }]),
    { action: 'snooze', label: t('button.snooze') },
    ...(wishes
      ? [{ action: 'wish', label: t(wants ? 'wish.take-back' : 'wish.make'), value: wants ? 'no' : 'yes' }]
      : []),
  ]
}

const said = (line: string, ...some: Button[]): Message => ({
  summary: line,
  blocks: [paragraph(line), ...(some.length > 0 ? [buttons(...some)] : [])],
})
