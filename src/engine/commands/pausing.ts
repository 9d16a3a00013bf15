/** `pause`, `resume`: a whole ritual stops for its team, until a day or until further notice. */
import { buttons, paragraph } from '#message'
import type { Reply } from '#platform'
import { audit } from '../../store/audit.ts'
import { instantText } from '../../time/format.ts'
import { act } from '../act.ts'
import { type Caller, notice } from '../caller.ts'
import { type House, teamZone } from '../house.ts'
import { entryOf } from './audited.ts'
import { choose, commandButton } from './choosing.ts'
import type { Command } from './command.ts'
import { dateProblem } from './date-problem.ts'
import { dateRest, readDate } from './date-words.ts'
import { formFor, isPaused, type KnownRitual, ledRituals } from './known-rituals.ts'
import { localDate, today } from './mine.ts'
import { nextPlanned } from './occurrences-of.ts'
import { day, line, told, toldLine, when } from './saying.ts'

export const pause: Command = {
  name: 'pause',
  words: { de: ['anhalten', 'pause', 'pausieren'], en: ['pause'] },
  who: 'steering',
  async run(house, caller, rest) {
    const rituals = (await ledRituals(house, caller, true)).filter((ritual) => !isPaused(house, ritual))
    const restFrom = (text: string): string | null => dateRest(text, today(house, caller))
    const chosen = choose(caller, rest, { command: 'pause', rituals, question: 'pause.which', restFrom })
    return 'type' in chosen ? chosen : runPause(house, caller, chosen.ritual, chosen.rest)
  },
}

export const resume: Command = {
  name: 'resume',
  words: { de: ['fortsetzen', 'weiter', 'weitermachen'], en: ['resume', 'continue'] },
  who: 'steering',
  async run(house, caller, rest) {
    const led = await ledRituals(house, caller, true)
    const paused = led.filter((ritual) => isPaused(house, ritual))
    const rituals = paused.length > 0 || rest !== '' ? (rest === '' ? paused : led) : []
    if (rituals.length === 0) return notice(caller.t('resume.none'))
    const chosen = choose(caller, rest, { command: 'resume', rituals, question: 'resume.which' })
    return 'type' in chosen ? chosen : runResume(house, caller, chosen.ritual)
  },
}

async function runPause(house: House, caller: Caller, ritual: KnownRitual, rest: string): Promise<Reply> {
  const { t } = caller
  const { id, name } = ritual.row
  const date = today(house, caller)
  const read = rest === '' ? null : readDate(rest, date)
  if (read && 'problem' in read) return dateProblem(caller, read, rest, `pause ${id}`)
  await act(house, async (trx) => {
    await trx
      .updateTable('ritual')
      .set({ state: 'paused', paused_until: read && dayAfter(house, ritual, read.date) })
      .where('id', '=', id)
      .where('state', '!=', 'removed')
      .execute()
    await audit(trx, entryOf(house, caller, 'pause', id, read?.date ?? null))
  })
  const said = read
    ? t('pause.until', { ritual: name, date: day(caller, read.date, date.toString()) })
    : t('pause.open', { ritual: name })
  const own = formFor(ritual) === undefined ? [] : [{ action: 'only-me', label: t('tap.only-me'), value: id }]
  return told(
    said,
    paragraph(`${said} ${t('pause.meaning')}`),
    buttons(commandButton(t('tap.resume'), `resume ${id}`), ...own),
  )
}

/** The last day is still paused; it goes on when the next one begins for the team. */
function dayAfter(house: House, { team }: KnownRitual, date: string): string {
  const next = Temporal.PlainDate.from(date).add({ days: 1 })
  return instantText(next.toZonedDateTime(teamZone(house, team)).toInstant())
}

/** The last day of a pause, where the caller is; null when it has no end. */
export const pausedUntil = (caller: Caller, { row }: KnownRitual): string | null =>
  row.paused_until === null
    ? null
    : localDate(Temporal.Instant.from(row.paused_until).subtract({ milliseconds: 1 }), caller.zone)

async function runResume(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const { t } = caller
  const { name, id } = ritual.row
  if (!isPaused(house, ritual)) {
    const said = t('resume.running', { ritual: name })
    return notice(said)
  }
  await resumeRitual(house, caller, id)
  const next = await nextPlanned(house, house.db.kysely, id)
  if (!next) return notice(t('resume.done', { ritual: name }))
  const said = line(caller, 'resume.next', { ritual: name, at: when(next.opens_at) })
  return toldLine(said)
}

export async function resumeRitual(house: House, caller: Caller, id: string): Promise<void> {
  await act(house, async (trx) => {
    const resumed = await trx
      .updateTable('ritual')
      .set({ state: 'active', paused_until: null })
      .where('id', '=', id)
      .where('state', '=', 'paused')
      .executeTakeFirst()
    if (resumed.numUpdatedRows === 1n) await audit(trx, entryOf(house, caller, 'resume', id, null))
  })
}
