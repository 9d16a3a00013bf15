/** `snooze`, `leave`, `join`: sitting out one ritual or all of them, for a while or for good. A tap each, and a tap to come back. */
import { buttons, paragraph } from '#message'
import type { Reply } from '#platform'
import { instantText } from '../../time/format.ts'
import { standAside, standIn } from '../absences.ts'
import { act } from '../act.ts'
import { type Caller, notice } from '../caller.ts'
import { type House, nowText } from '../house.ts'
import { choose, commandButton, label } from './choosing.ts'
import type { Command } from './command.ts'
import { dateProblem } from './date-problem.ts'
import { dateRest, readDate } from './date-words.ts'
import { folded } from './folded.ts'
import { formFor, isPoll, type KnownRitual, ownRituals } from './known-rituals.ts'
import { today } from './mine.ts'
import { openBlocks } from './open-blocks.ts'
import { EVERY, optIn, optOut, optOutFrom, optOutsOf } from './opt-outs.ts'
import { told } from './saying.ts'

const USUAL_WEEKS = 2

export const snooze: Command = {
  name: 'snooze',
  words: { de: ['pause bis', 'aussetzen', 'aussetzen bis', 'pause'], en: ['snooze', 'snooze until'] },
  who: 'everyone',
  async run(house, caller, rest) {
    const chosen = await chooseOwn(house, caller, rest, 'snooze')
    return 'type' in chosen ? chosen : runSnooze(house, caller, chosen.scope, chosen.rest)
  },
}

export const leave: Command = {
  name: 'leave',
  words: { de: ['aussteigen', 'verlassen', 'nicht mehr fragen'], en: ['leave', 'opt out'] },
  who: 'everyone',
  async run(house, caller, rest) {
    const chosen = await chooseOwn(house, caller, rest, 'leave')
    return 'type' in chosen ? chosen : runLeave(house, caller, chosen.scope)
  },
}

export const join: Command = {
  name: 'join',
  words: { de: ['mitmachen', 'wieder dabei', 'einsteigen'], en: ['join', 'opt in', 'rejoin'] },
  who: 'everyone',
  async run(house, caller, rest) {
    const chosen = await chooseOwn(house, caller, rest, 'join')
    return 'type' in chosen ? chosen : runJoin(house, caller, chosen.scope)
  },
}

/** One ritual, or all that ask this person. */
interface Scope {
  id: string
  name: string
  ritual: KnownRitual | null
}

async function chooseOwn(
  house: House,
  caller: Caller,
  text: string,
  command: 'snooze' | 'leave' | 'join',
): Promise<{ scope: Scope; rest: string } | Reply> {
  const { t } = caller
  const rituals = (await ownRituals(house, caller)).filter((ritual) => formFor(ritual) !== undefined)
  const [first = '', ...others] = text.split(/\s+/)
  if (['*', 'all', 'alle', 'alles', 'everything'].includes(folded(first))) {
    return { scope: { id: EVERY, name: t('snooze.everything'), ritual: null }, rest: others.join(' ') }
  }
  const restFrom = (rest: string): string | null => (command === 'snooze' ? dateRest(rest, today(house, caller)) : null)
  const chosen = choose(caller, text, { command, rituals, question: `${command}.which`, restFrom, all: true })
  if ('type' in chosen) return chosen
  const { row } = chosen.ritual
  return { scope: { id: row.id, name: row.name, ritual: chosen.ritual }, rest: chosen.rest }
}

async function runSnooze(house: House, caller: Caller, scope: Scope, rest: string): Promise<Reply> {
  const date = today(house, caller)
  const read = rest === '' ? { date: date.add({ weeks: USUAL_WEEKS }).toString() } : readDate(rest, date)
  if ('problem' in read) return dateProblem(caller, read, rest, `snooze ${scope.id}`)
  const { t, member } = caller
  const until = startOfDayAfter(read.date, caller.zone)
  await act(house, async (trx) => {
    await optOut(trx, member.id, scope.id, until)
    await standAside(house, trx, member.id, scope.ritual?.row.id ?? null, { reason: 'snoozed', until: read.date })
  })
  const said = t('snooze.done', { ritual: scope.name, date: t.date(read.date) })
  return told(said, paragraph(said), buttons(commandButton(t('tap.join'), `join ${scope.id}`)))
}

/** The last day is theirs too: it is over when the next one begins where they are. */
function startOfDayAfter(date: string, zone: string): string {
  return instantText(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).toInstant())
}

async function runLeave(house: House, caller: Caller, scope: Scope): Promise<Reply> {
  const { t, member } = caller
  await act(house, async (trx) => {
    await optOut(trx, member.id, scope.id, null)
    await standAside(house, trx, member.id, scope.ritual?.row.id ?? null, { reason: 'opted-out', until: null })
  })
  const said = t('leave.done', { ritual: scope.name })
  return told(
    said,
    paragraph(`${said} ${t('leave.meaning')}`),
    buttons(commandButton(t('tap.join'), `join ${scope.id}`)),
  )
}

async function runJoin(house: House, caller: Caller, scope: Scope): Promise<Reply> {
  const { t, member } = caller
  const rituals = (await ownRituals(house, caller)).filter((ritual) => formFor(ritual) !== undefined)
  const ids = rituals.map((ritual) => ritual.row.id)
  const outs = await optOutsOf(house.db.kysely, member.id, nowText(house))
  const wasOut = scope.id === EVERY ? outs.size > 0 : optOutFrom(outs, scope.id) !== undefined
  if (!wasOut) return notice(t('join.already', { ritual: scope.name }))
  await act(house, async (trx) => {
    await optIn(trx, member.id, scope.id, ids)
    await standIn(house, trx, member.id, scope.ritual?.row.id ?? null, today(house, caller).toString())
  })
  const said = t('join.done', { ritual: scope.name })
  return told(said, paragraph(said), ...(await openBlocks(house, caller)))
}

/** "Nur die Umfrage": leaves every ritual of the team but its polls. */
export async function onlyAnonymous(house: House, caller: Caller): Promise<Reply> {
  const { t, member } = caller
  const asking = (await ownRituals(house, caller)).filter((ritual) => formFor(ritual) !== undefined)
  const left = asking.filter((ritual) => !isPoll(ritual))
  await act(house, async (trx) => {
    for (const { row } of left) {
      await optOut(trx, member.id, row.id, null)
      await standAside(house, trx, member.id, row.id, { reason: 'opted-out', until: null })
    }
  })
  const said = t('only-poll.done', { left: t.list(left.map(({ row }) => row.name)) })
  const returns = left
    .slice(0, 4)
    .map(({ row }) => commandButton(label(t('tap.join-one', { ritual: row.name })), `join ${row.id}`))
  return told(said, paragraph(said), ...(returns.length > 0 ? [buttons(...returns)] : []))
}
