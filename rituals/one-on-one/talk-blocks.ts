/** What one of the two reads about their talk, from "when?" to "who does what by when?". */
import {
  type Block,
  bold,
  bullets,
  type Button,
  buttons,
  instant,
  note,
  paragraph,
  plain,
  type Promised,
  type Reader,
  type RichText,
} from '#ritual'
import { appointmentOf, dateIn, isTakenOver, stageOf } from './appointment.ts'
import { daysBetween } from './cadence.ts'
import { dayButtons } from './day-buttons.ts'
import { bothWork } from './days.ts'
import { otherThan, type Pair } from './pairs.ts'
import { type Given, type OneOnOneView, promiseKey, talkOf } from './state.ts'

export interface Said {
  /** For the notification; nothing of what was said. */
  summary: string
  blocks: Block[]
}

type Teller = (view: OneOnOneView, pair: Pair, reader: Reader) => Said

/** As things stand now. */
export function talkNow(view: OneOnOneView, pair: Pair, reader: Reader): Said {
  return TELLERS[stageOf(view, pair)](view, pair, reader)
}

const TELLERS: Record<ReturnType<typeof stageOf>, Teller> = { open, ahead, past, missed, met, skipped }

function open(view: OneOnOneView, pair: Pair, reader: Reader): Said {
  const { t } = reader
  const line = t('open.ask', { name: nameFor(pair, reader) })
  return {
    summary: line,
    blocks: [
      paragraph([bold(line), plain(`\n${gapText(view, pair, reader)}`)]),
      dayButtons(view, pair, reader),
      buttons(...(isMember(pair, reader) ? [declineButton(reader)] : []), pointButton(reader), whyButton(reader)),
    ],
  }
}

function ahead(view: OneOnOneView, pair: Pair, reader: Reader): Said {
  const { t } = reader
  const { startsAt } = appointmentOf(view, pair)!
  const suits = bothWork(view, pair, startsAt)
  return {
    summary: t('ahead.summary', { name: nameFor(pair, reader) }),
    blocks: [
      paragraph(aheadText(view, pair, reader, startsAt)),
      suits ? note(t('ahead.agenda')) : paragraph(t('ahead.day-off')),
      ...(suits ? [] : [dayButtons(view, pair, reader)]),
      buttons(
        ...(suits ? [{ action: 'move', label: t('button.move'), opens: 'form' as const }] : []),
        pointButton(reader),
        {
          action: 'agenda',
          label: t('button.agenda'),
          value: pair.key,
        },
      ),
    ],
  }
}

export const aheadText = (view: OneOnOneView, pair: Pair, { t, me }: Reader, startsAt: string): RichText =>
  t.rich('ahead.when', {
    at: [{ ...instant(startsAt, 'date-time') }],
    name: [bold(nameFor(pair, { me }))],
    minutes: view.ritual.options.minutes,
  })

function past(view: OneOnOneView, pair: Pair, reader: Reader): Said {
  const { t } = reader
  const { startsAt } = appointmentOf(view, pair)!
  const name = nameFor(pair, reader)
  return {
    summary: t('past.summary', { name }),
    blocks: [
      paragraph(t.rich('past.ask', { name: [bold(name)], at: [instant(startsAt, 'date-time')] })),
      buttons(
        { action: 'talked', label: t('button.yes'), style: 'primary', value: `${pair.key} yes` },
        { action: 'move', label: t('button.moved'), opens: 'form' },
        { action: 'talked', label: t('button.no'), value: `${pair.key} no` },
      ),
    ],
  }
}

function missed(view: OneOnOneView, pair: Pair, reader: Reader): Said {
  const line = reader.t('missed.ask')
  return { summary: line, blocks: [paragraph(line), dayButtons(view, pair, reader)] }
}

function met(view: OneOnOneView, pair: Pair, reader: Reader): Said {
  const { t } = reader
  const { promises } = talkOf(view.state, pair.member.id)
  const line = t(promises.length > 0 ? 'met.promised' : 'met.ask')
  return {
    summary: t('met.thanks'),
    blocks: [
      paragraph(`${t('met.thanks')} ${line}`),
      ...(promises.length > 0
        ? [bullets(promises.map((given, place) => givenText(view, pair, { given, place }, reader)))]
        : []),
      buttons(
        {
          action: 'promise',
          label: t(promises.length > 0 ? 'button.another-promise' : 'button.promise'),
          opens: 'form',
        },
        { action: 'point', label: t('button.next-point'), opens: 'form' },
        ...(promises.length > 0 || isTakenOver(view)
          ? []
          : [{ action: 'talked', label: t('button.not-yet'), value: `${pair.key} no` }]),
      ),
    ],
  }
}

function skipped(_view: OneOnOneView, _pair: Pair, reader: Reader): Said {
  const line = reader.t('skipped.said')
  const after = buttons({ action: 'move', label: reader.t('button.after-all'), opens: 'form' }, pointButton(reader))
  return { summary: line, blocks: [paragraph(line), after] }
}

/** Who, what, by when; and "when X" before it. */
function givenText(
  { promises, occurrence }: OneOnOneView,
  pair: Pair,
  { given, place }: { given: Given; place: number },
  { t }: Reader,
): RichText {
  const name = (given.owner === 'leader' ? pair.leader : pair.member).name
  const key = promiseKey(pair.key, place)
  const kept = promises.find((promised) => promised.key === key && promised.occurrence === occurrence.id)
  // By a button it may have got another day.
  return [bold(name), plain(`: ${promiseWords(t, kept ?? given)}${outcomeWords(t, kept)}`)]
}

/** " · kept", or nothing while it is open. */
export const outcomeWords = (t: Reader['t'], promised: Pick<Promised, 'state'> | undefined): string =>
  !promised || promised.state === 'open' ? '' : ` · ${t(`promise.${promised.state}`)}`

/** "wenn das Angebot da ist, Vertretung klären, bis Freitag, 20. November" */
export const promiseWords = (t: Reader['t'], given: Pick<Given, 'text' | 'trigger' | 'due'>): string => {
  const { text, trigger } = given
  const due = t.date(given.due)
  return trigger === null ? t('promise.by', { text, due }) : t('promise.when', { text, trigger, due })
}

/** How long it has been, as of the beginning of the week: what stands in the chat does not count up. */
export function gapText({ occurrence }: OneOnOneView, { facts }: Pair, { t }: Pick<Reader, 't'>): string {
  const days = gapDays(occurrence.date, facts)
  return days === null ? t('gap.first') : t('gap.days', { count: days })
}

/** Whole days between their last talk and the beginning of the week, at least one; null before the first talk. */
export const gapDays = (date: string, { lastMet, zone }: Pair['facts']): number | null =>
  lastMet === null ? null : Math.max(1, daysBetween(dateIn(lastMet, zone), date))

export const nameFor = (pair: Pair, { me }: Pick<Reader, 'me'>): string => otherThan(pair, me?.id ?? '').name

const isMember = ({ member }: Pair, { me }: Reader): boolean => member.id === me?.id

const pointButton = ({ t }: Reader): Button => ({ action: 'point', label: t('button.point'), opens: 'form' })
const declineButton = ({ t }: Reader): Button => ({ action: 'decline', label: t('button.decline') })
const whyButton = ({ t }: Reader): Button => ({ action: 'why', label: t('button.why') })
