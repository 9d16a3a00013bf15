/** `away until Friday`, `abwesend vom 7.12. bis 18.12.`, `back`. Without a date a form asks for it. */
import { buttons, type Form, paragraph } from '#message'
import type { Reply } from '#platform'
import { absenceOf, comeBack, goAway, type Leave } from '../absences.ts'
import { act } from '../act.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { commandButton } from './choosing.ts'
import type { Command } from './command.ts'
import { type ReadDate, readDate } from './date-words.ts'
import { dateProblem } from './date-problem.ts'
import { folded } from './folded.ts'
import { leaveWords } from './leave-words.ts'
import { today } from './mine.ts'
import { openBlocks } from './open-blocks.ts'
import { told } from './saying.ts'

export const away: Command = {
  name: 'away',
  words: {
    de: ['abwesend bis', 'abwesend', 'weg bis', 'weg', 'urlaub bis', 'urlaub', 'bin weg', 'ich bin weg'],
    en: ['away until', 'away', 'out until', 'out', 'vacation', 'holiday until'],
  },
  who: 'everyone',
  run: runAway,
}

export const back: Command = {
  name: 'back',
  words: { de: ['zurück', 'wieder da', 'bin wieder da'], en: ['back', 'i am back'] },
  who: 'everyone',
  run: endAway,
}

async function runAway(house: House, caller: Caller, rest: string): Promise<Reply> {
  if (rest === '')
    return { type: 'form', form: awayForm(house, caller), ticket: { occurrence: null, form: 'away', delivery: null } }
  if (isBack(rest)) return endAway(house, caller)
  const leave = readLeave(rest, today(house, caller))
  if ('problem' in leave) return dateProblem(caller, leave, rest, 'away')
  return setAway(house, caller, leave)
}

const isBack = (rest: string): boolean => ['back', 'zurueck', 'ende', 'end', 'over', 'vorbei'].includes(folded(rest))

/** "Friday", "from Monday until Friday", "vom 7.12. bis 18.12.", "7.12. - 18.12.". Without a beginning it begins today. */
export function readLeave(text: string, from: Temporal.PlainDate): Leave | Exclude<ReadDate, { date: string }> {
  const parts = text
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(from|vom|von|ab) /i, '')
    .split(/ (?:until|till|to|bis(?: zum)?|[-–]) /i)
  if (parts.length > 2) return { problem: 'unknown' }
  const first = parts.length === 2 ? readDate(parts[0]!, from) : { date: from.toString() }
  if (!('date' in first)) return first
  const last = readDate(parts.at(-1)!, Temporal.PlainDate.from(first.date))
  return 'date' in last ? { from: first.date, until: last.date } : last
}

/** Sets the absence and says what follows from it. */
export async function setAway(house: House, caller: Caller, leave: Leave): Promise<Reply> {
  const { t, member } = caller
  const date = today(house, caller).toString()
  await act(house, (trx) => goAway(house, trx, member.id, leave, date))
  const said = leaveWords(caller, leave, date)
  return told(said, paragraph(`${said} ${t('away.meaning')}`), buttons(commandButton(t('tap.back'), 'back')))
}

export async function endAway(house: House, caller: Caller): Promise<Reply> {
  const { t, member } = caller
  const date = today(house, caller).toString()
  const standing = await absenceOf(house.db.kysely, member.id, date)
  if (!standing) return told(t('away.none'), paragraph(t('away.none')), buttons(commandButton(t('tap.away'), 'away')))
  await act(house, (trx) => comeBack(house, trx, member.id, date))
  const said = t(standing.from > date ? 'away.called-off' : 'away.ended')
  return told(said, paragraph(said), ...(await openBlocks(house, caller)))
}

export function awayForm(house: House, caller: Caller): Form {
  const { t } = caller
  const date = today(house, caller).toString()
  return {
    title: t('away.form.title'),
    submit: t('away.form.submit'),
    fields: [
      { type: 'date', name: 'from', label: t('away.form.from'), required: true, initial: date, min: date },
      { type: 'date', name: 'until', label: t('away.form.until'), hint: t('away.form.hint'), min: date },
    ],
  }
}
