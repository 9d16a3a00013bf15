/** `start`: an extra occurrence, now. Everything that speaks against it is said, with what can be done instead. */
import { buttons, paragraph } from '#message'
import type { Reply } from '#platform'
import { audit } from '../../store/audit.ts'
import { instantText, localText } from '../../time/format.ts'
import { act, wake } from '../act.ts'
import { audienceOf } from '../audience.ts'
import type { Caller } from '../caller.ts'
import { type House, teamZone } from '../house.ts'
import { phaseCloses } from '../occasion.ts'
import { zoneFor } from '../participants.ts'
import { entryOf } from './audited.ts'
import { choose, commandButton } from './choosing.ts'
import type { Command } from './command.ts'
import { isPaused, type KnownRitual, ledRituals } from './known-rituals.ts'
import { closedLast, nextPlanned, running } from './occurrences-of.ts'
import { line, told, toldLine, until, when } from './saying.ts'

/** Two polls of one team closer together than this could be laid over each other to see who made the difference. */
const DAYS_BETWEEN_POLLS = 5

export const start: Command = {
  name: 'start',
  words: { de: ['starten', 'start', 'jetzt starten'], en: ['start', 'start now'] },
  who: 'steering',
  async run(house, caller, rest) {
    const rituals = await ledRituals(house, caller, true)
    const chosen = choose(caller, rest, { command: 'start', rituals, question: 'start.which' })
    return 'type' in chosen ? chosen : runStart(house, caller, chosen.ritual)
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
    const isNew = result.numInsertedOrUpdatedRows === 1n
    if (isNew) await audit(trx, entryOf(house, caller, 'start', ritual.row.id, extra.nominal))
    return isNew
  })
  const said = line(caller, inserted ? 'start.done' : 'start.running', {
    ritual: ritual.row.name,
    at: until(house, caller, extra.closes_at),
  })
  return toldLine(said)
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
  if (open) return toldLine(line(caller, 'start.running', { ritual: name, at: until(house, caller, open.closes_at) }))
  const now = house.clock.now()
  const quietUntil = house.calendars.organisation.afterQuietHours(now, teamZone(house, ritual.team))
  if (Temporal.Instant.compare(quietUntil, now) > 0) {
    return toldLine(line(caller, 'start.quiet', { ritual: name, at: when(instantText(quietUntil)) }))
  }
  const { closes_at } = await extraOccurrence(house, ritual)
  const next = await nextPlanned(house, id)
  if (next && next.opens_at < closes_at) {
    const said = line(caller, 'start.soon', { ritual: name, at: when(next.opens_at) })
    return told(said.summary, paragraph(said.text), buttons(commandButton(t('tap.skip'), `skip ${id}`)))
  }
  return ritual.kind.privacy === 'anonymous' ? whyNoPollYet(house, caller, ritual) : null
}

async function whyNoPollYet(house: House, caller: Caller, ritual: KnownRitual): Promise<Reply | null> {
  const last = await closedLast(house, ritual.row.id)
  if (!last) return null
  const free = Temporal.Instant.from(last.closes_at).add({ hours: DAYS_BETWEEN_POLLS * 24 })
  if (Temporal.Instant.compare(free, house.clock.now()) <= 0) return null
  return toldLine(line(caller, 'start.poll-too-soon', { ritual: ritual.row.name, at: when(instantText(free)) }))
}

/**
 * An occurrence of this minute. Its local time is that of the westernmost clock among its people, so that for everyone else the time
 * to be asked has come already, and all are asked at once.
 */
async function extraOccurrence(house: House, ritual: KnownRitual) {
  const { row, kind, options, schedule, team } = ritual
  const now = house.clock.now().round({ smallestUnit: 'minute', roundingMode: 'floor' })
  const people = [{ zone: null }, ...(await audienceOf(house.db.kysely, row))]
  const local = people
    .map((person) => localText(now.toZonedDateTimeISO(zoneFor(house, schedule, team, person)).toPlainDateTime()))
    .toSorted()[0]!
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
