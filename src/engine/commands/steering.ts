/** `start`, `skip`, `close`: what a leader does with single occurrences. */
import { buttons, paragraph } from '#message'
import type { Reply } from '#platform'
import { instantText, localText } from '../../time/format.ts'
import { act, wake } from '../act.ts'
import { isNew } from '../answering.ts'
import type { Caller } from '../caller.ts'
import { type House, nowText, teamZone, type Writes } from '../house.ts'
import { phaseCloses } from '../occasion.ts'
import { endNow } from '../closing.ts'
import { zoneFor } from '../participants.ts'
import { teamMembers } from '../../store/people.ts'
import { choose, commandButton } from './choosing.ts'
import type { Command } from './command.ts'
import { isAnonymousRitual, isPaused, type KnownRitual, ledRituals } from './known-rituals.ts'
import { closedLast, nextPlanned, running } from './occurrences-of.ts'
import { line, told, until, when } from './saying.ts'

/** Two polls of one team closer together than this could be laid over each other to see who made the difference. */
const DAYS_BETWEEN_POLLS = 5

export const start: Command = {
  name: 'start',
  words: { de: ['starten', 'start', 'jetzt starten'], en: ['start', 'start now'] },
  who: 'leader',
  async run(house, caller, rest) {
    const rituals = await ledRituals(house, caller, true)
    const chosen = choose(caller, rest, { command: 'start', rituals, question: 'start.which' })
    return 'type' in chosen ? chosen : runStart(house, caller, chosen.ritual)
  },
}

export const skip: Command = {
  name: 'skip',
  words: { de: ['auslassen', 'überspringen', 'ausfallen lassen'], en: ['skip'] },
  who: 'leader',
  async run(house, caller, rest) {
    const rituals = await ledRituals(house, caller, true)
    const chosen = choose(caller, rest, { command: 'skip', rituals, question: 'skip.which' })
    return 'type' in chosen ? chosen : runSkip(house, caller, chosen.ritual)
  },
}

export const close: Command = {
  name: 'close',
  words: { de: ['abschließen', 'schließen', 'beenden'], en: ['close', 'finish'] },
  who: 'leader',
  async run(house, caller, rest) {
    const rituals = await ledRituals(house, caller, false)
    const chosen = choose(caller, rest, { command: 'close', rituals, question: 'close.which' })
    return 'type' in chosen ? chosen : runClose(house, caller, chosen.ritual)
  },
}

async function runStart(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const refusal = await whyNotNow(house, caller, ritual)
  if (refusal) return refusal
  const extra = await extraOccurrence(house, ritual)
  const inserted = await act(house, async (trx) => {
    const result = await trx
      .insertInto('occurrence')
      .values(extra)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    wake(trx, { name: 'occurrence', key: extra.id, runAt: extra.opens_at })
    return result.numInsertedOrUpdatedRows === 1n
  })
  const said = line(caller, inserted ? 'start.done' : 'start.running', {
    ritual: ritual.row.name,
    at: until(house, caller, extra.closes_at),
  })
  return told(said.summary, paragraph(said.text))
}

/** Everything that speaks against an extra occurrence at this moment, with what can be done instead. */
async function whyNotNow(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply | null> {
  const { t } = caller
  const { name, id } = ritual.row
  if (isPaused(house, ritual)) {
    const said = t('start.paused', { ritual: name })
    return told(said, paragraph(said), buttons(commandButton(t('tap.resume'), `resume ${id}`)))
  }
  const open = await running(house, id)
  if (open) return saying(line(caller, 'start.running', { ritual: name, at: until(house, caller, open.closes_at) }))
  const now = house.clock.now()
  const quietUntil = house.calendars.organisation.afterQuietHours(now, teamZone(house, ritual.team))
  if (Temporal.Instant.compare(quietUntil, now) > 0) {
    return saying(line(caller, 'start.quiet', { ritual: name, at: when(instantText(quietUntil)) }))
  }
  const { closes_at } = await extraOccurrence(house, ritual)
  const next = await nextPlanned(house, id)
  if (next && next.opens_at < closes_at) {
    const said = line(caller, 'start.soon', { ritual: name, at: when(next.opens_at) })
    return told(said.summary, paragraph(said.text), buttons(commandButton(t('tap.skip'), `skip ${id}`)))
  }
  return isAnonymousRitual(ritual) ? whyNoPollYet(house, caller, ritual) : null
}

async function whyNoPollYet(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply | null> {
  const last = await closedLast(house, ritual.row.id)
  if (!last) return null
  const free = Temporal.Instant.from(last.closes_at).add({ hours: DAYS_BETWEEN_POLLS * 24 })
  if (Temporal.Instant.compare(free, house.clock.now()) <= 0) return null
  return saying(line(caller, 'start.poll-too-soon', { ritual: ritual.row.name, at: when(instantText(free)) }))
}

const saying = (said: ReturnType<typeof line>): Reply => told(said.summary, paragraph(said.text))

/**
 * An occurrence of this minute. Its local time is that of the westernmost clock among its people, so that for everyone else the time
 * to be asked has come already, and all are asked at once.
 */
async function extraOccurrence(house: House, ritual: KnownRitual) {
  const { row, kind, options, schedule, team } = ritual
  const now = house.clock.now().round({ smallestUnit: 'minute', roundingMode: 'floor' })
  const members = await teamMembers(house.db.kysely, row.team_id)
  const zones = members.map((member) => zoneFor(house, schedule, team, member))
  const locals = [teamZone(house, team), ...zones].map((zone) =>
    localText(now.toZonedDateTimeISO(zone).toPlainDateTime()),
  )
  const local = (
    schedule.zone === 'member'
      ? locals.toSorted()[0]
      : localText(now.toZonedDateTimeISO(zones[0] ?? teamZone(house, team)).toPlainDateTime())
  )!
  const phases = phaseCloses(kind, options, schedule.window, now, teamZone(house, team))
  return {
    id: `${row.id}@${local.slice(0, 16)}`,
    ritual_id: row.id,
    nominal: local,
    local_at: local,
    state: 'planned' as const,
    reason: null,
    number: null,
    phase: null,
    opens_at: instantText(now),
    closes_at: instantText(phases.at(-1)!.closesAt),
    next_at: instantText(now),
    frozen: null,
  }
}

async function runSkip(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const { t } = caller
  const next = await nextPlanned(house, ritual.row.id)
  if (!next) {
    const none = t('skip.none', { ritual: ritual.row.name })
    return told(none, paragraph(none))
  }
  await act(house, async (trx) => {
    // The same command delivered twice must not leave out two.
    if (await isNew(house, trx, caller.event)) await leaveOut(trx, next.id)
  })
  const said = t('skip.done', { ritual: ritual.row.name, date: t.date(next.local_at.slice(0, 10)) })
  return told(
    said,
    paragraph(`${said} ${t('skip.meaning')}`),
    buttons({ action: 'unskip', label: t('tap.unskip'), value: next.id }),
  )
}

async function leaveOut(trx: Writes, id: string): Promise<void> {
  await trx
    .updateTable('occurrence')
    .set({ state: 'skipped', reason: 'leader', next_at: null })
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .execute()
}

/** Lets an occurrence take place after all that its leader had left out, as long as its time has not come. */
export async function unskip(house: House, caller: Caller, occurrence: string): Promise<Reply> {
  const { t } = caller
  const row = await house.db.kysely.selectFrom('occurrence').selectAll().where('id', '=', occurrence).executeTakeFirst()
  const ritual = row && (await ledRituals(house, caller, true)).find((each) => each.row.id === row.ritual_id)
  if (!row || !ritual) return told(t('not-yours'), paragraph(t('not-yours')))
  const isBack = await act(house, async (trx) => {
    const result = await trx
      .updateTable('occurrence')
      .set({ state: 'planned', reason: null, next_at: row.opens_at })
      .where('id', '=', occurrence)
      .where('state', '=', 'skipped')
      .where('reason', '=', 'leader')
      .where('opens_at', '>', nowText(house))
      .executeTakeFirst()
    if (result.numUpdatedRows === 1n) wake(trx, { name: 'occurrence', key: occurrence, runAt: row.opens_at })
    return result.numUpdatedRows === 1n
  })
  const said = t(isBack ? 'skip.undone' : 'skip.too-late', {
    ritual: ritual.row.name,
    date: t.date(row.local_at.slice(0, 10)),
  })
  return told(said, paragraph(said))
}

async function runClose(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply> {
  const { t } = caller
  const { name, id } = ritual.row
  const open = await running(house, id)
  if (!open) {
    const none = t('close.none', { ritual: name })
    return told(none, paragraph(none))
  }
  if (isAnonymousRitual(ritual))
    return saying(line(caller, 'close.poll', { ritual: name, at: until(house, caller, open.closes_at) }))
  await act(house, (trx) => endNow(house, trx, open.id))
  const said = t('close.done', { ritual: name })
  return told(said, paragraph(said))
}
