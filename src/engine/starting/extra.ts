/** An occurrence out of turn, now, and everything that speaks against it. */
import type { Insertable } from 'kysely'
import type { OccurrenceTable } from '../../store/schema.ts'
import { instantText, localText } from '../../time/format.ts'
import { audienceOf } from '../audience.ts'
import { isPaused, type KnownRitual } from '../commands/known-rituals.ts'
import { closedLast, nextPlanned, running } from '../commands/occurrences-of.ts'
import { type House, type Reads, teamZone } from '../house.ts'
import { phaseCloses } from '../occasion.ts'
import { zoneFor } from '../participants.ts'

/** Two polls of one team closer together than this could be laid over each other to see who made the difference. */
const DAYS_BETWEEN_POLLS = 5

export type Extra = Insertable<OccurrenceTable> & { closes_at: string }

/** `at`: until when it runs, from when it is quiet no more, when the next one begins, from when a poll may be held again. */
export type Obstacle = { why: 'paused' } | { why: 'running' | 'quiet' | 'soon' | 'poll-too-soon'; at: string }

/** @param mindsQuiet whether it matters that it is quiet now @returns null where nothing speaks against it */
export async function obstacleTo(
  house: House,
  db: Reads,
  ritual: KnownRitual,
  mindsQuiet = true,
): Promise<Obstacle | null> {
  const { id } = ritual.row
  if (isPaused(house, ritual)) return { why: 'paused' }
  const open = await running(db, id)
  if (open) return { why: 'running', at: open.closes_at }
  const now = house.clock.now()
  const quietUntil = house.calendars.organisation.afterQuietHours(now, teamZone(house, ritual.team))
  if (mindsQuiet && Temporal.Instant.compare(quietUntil, now) > 0) return { why: 'quiet', at: instantText(quietUntil) }
  return collisionWith(house, db, ritual)
}

/** What it would be too close to. */
async function collisionWith(house: House, db: Reads, ritual: KnownRitual): Promise<Obstacle | null> {
  const { closes_at } = await extraOccurrence(house, db, ritual)
  const next = await nextPlanned(house, db, ritual.row.id)
  if (next && next.opens_at < closes_at) return { why: 'soon', at: next.opens_at }
  const last = ritual.kind.privacy === 'anonymous' ? await closedLast(house, ritual.row.id) : null
  if (!last) return null
  const free = Temporal.Instant.from(last.closes_at).add({ hours: DAYS_BETWEEN_POLLS * 24 })
  if (Temporal.Instant.compare(free, house.clock.now()) <= 0) return null
  return { why: 'poll-too-soon', at: instantText(free) }
}

/**
 * An occurrence of this minute. Its local time is that of the westernmost clock among its people, so that for everyone else the time
 * to be asked has come already, and all are asked at once.
 */
export async function extraOccurrence(house: House, db: Reads, ritual: KnownRitual): Promise<Extra> {
  const { row, kind, options, schedule, team } = ritual
  const now = house.clock.now().round({ smallestUnit: 'minute', roundingMode: 'floor' })
  const people = [{ zone: null }, ...(await audienceOf(db, row))]
  const local = people
    .map((person) => localText(now.toZonedDateTimeISO(zoneFor(house, schedule, team, person)).toPlainDateTime()))
    .toSorted()[0]!
  const phases = phaseCloses(house, kind, options, schedule.window, now, teamZone(house, team))
  return {
    id: `${row.id}@${local.slice(0, 16)}`,
    ritual_id: row.id,
    nominal: local,
    local_at: local,
    state: 'planned',
    reason: null,
    number: null,
    phase: null,
    opens_at: instantText(now),
    closes_at: instantText(phases.at(-1)!.closesAt),
    next_at: instantText(now),
    frozen: null,
    started: null,
  }
}
