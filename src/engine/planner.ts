/**
 * Keeps a rolling horizon of occurrences filled, and settles the past: what could not be held while the bot was down is written down as
 * missed and told to the leaders, never dropped without a word. Planning the same stretch twice plans nothing twice.
 */
import { parse } from '../store/codecs.ts'
import { chunks } from '../store/people.ts'
import type { OccurrenceTable, RitualTable } from '../store/schema.ts'
import { instantText, localText } from '../time/format.ts'
import { occurrencesBetween } from '../time/recurrence.ts'
import { instantOf } from '../time/zone.ts'
import type { Selectable } from 'kysely'
import { act, wake } from './act.ts'
import { audienceOf } from './audience.ts'
import { carryOver, type Kept, keptOf, ritualsKeeping } from './carried-over.ts'
import { type House, kindOf, nowText, type Reads, type Team, teamOf, teamZone, type Writes } from './house.ts'
import { tellMissed } from './missed.ts'
import { type FullSchedule, phaseCloses, type RitualTeams } from './occasion.ts'
import { tooLate } from './overtaken.ts'
import { zoneFor } from './participants.ts'

/** How far ahead occurrences exist as rows. What lies further ahead is only ever computed. */
export const HORIZON_DAYS = 21

/** Hours by which the horizon may have come nearer before it is filled anew: that looks at every ritual, and there may be thousands. */
const SLACK_HOURS = 24

/** Rituals in one transaction: a commit takes longer than planning one of them. */
const TOGETHER = 20

/** A planner that was down for long looks back no further than this. */
const LOOK_BACK_DAYS = 366

/** More days than there are days off in a row, and a day for the zones. */
const MARGIN_DAYS = 14

/** Plans every active ritual up to the horizon. */
export async function planAll(house: House): Promise<void> {
  const begun = house.clock.now()
  const needed = begun.add({ hours: HORIZON_DAYS * 24 - SLACK_HOURS })
  await forEachRitual(house, await activeRituals(house, instantText(needed)), async (trx, ritual) => {
    const now = house.clock.now()
    const earliest = now.subtract({ hours: LOOK_BACK_DAYS * 24 })
    const planned = Temporal.Instant.from(ritual.planned_until)
    const from = Temporal.Instant.compare(planned, earliest) < 0 ? earliest : planned
    const until = now.add({ hours: HORIZON_DAYS * 24 })
    if (Temporal.Instant.compare(from, until) < 0) await plan(house, trx, ritual, { from, until })
  })
}

/** Forgets what is planned for the future and not begun, so that a changed manifest or roster shapes it anew. */
export async function replan(house: House): Promise<void> {
  await planAll(house)
  const keeping = await ritualsKeeping(house)
  await forEachRitual(house, await activeRituals(house), async (trx, ritual) => {
    const forgotten = await forgetFuture(house, trx, ritual.id)
    const kept = keeping.has(ritual.id) ? await keptOf(house, trx, ritual.id) : []
    const from = house.clock.now()
    const until = Temporal.Instant.from(ritual.planned_until)
    const again = new Set([...forgotten, ...kept.map(({ nominal }) => idOf(ritual.id, nominal))])
    await plan(house, trx, ritual, { from, until, again }, kept)
  })
}

/** Those that are planned no further than to before `until`, or all. */
async function activeRituals(house: House, until?: string): Promise<string[]> {
  let query = house.db.kysely.selectFrom('ritual').select('id').where('state', '!=', 'removed')
  if (until !== undefined) query = query.where('planned_until', '<', until)
  return (await query.orderBy('id').execute()).map(({ id }) => id)
}

/** Some in a transaction, always in the same order, one after the other with other replicas. */
async function forEachRitual(
  house: House,
  ids: string[],
  work: (trx: Writes, ritual: Selectable<RitualTable>) => Promise<void>,
): Promise<void> {
  for (const some of chunks(ids, TOGETHER)) {
    await act(house, async (trx) => {
      let query = trx.selectFrom('ritual').selectAll().where('id', 'in', some).orderBy('id')
      if (house.db.dialect === 'postgres') query = query.forUpdate()
      for (const ritual of await query.execute()) await work(trx, ritual)
    })
  }
}

/** @returns the ids of what was planned, days off included; what somebody has answered already, or put on its table, stays */
async function forgetFuture(house: House, trx: Writes, ritual: string): Promise<string[]> {
  const rows = await trx
    .deleteFrom('occurrence')
    .where('ritual_id', '=', ritual)
    .where('opens_at', '>', nowText(house))
    .where((where) =>
      where.or([
        where('state', '=', 'planned'),
        where.and([where('state', '=', 'skipped'), where('reason', '=', 'holiday')]),
      ]),
    )
    // One look a row: `not in` would read all answers that there are, for each ritual anew.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('response').select('response.id').whereRef('response.occurrence_id', '=', 'occurrence.id')),
      ),
    )
    .where('started', 'is', null)
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

const idOf = (ritual: string, nominal: string): string => `${ritual}@${nominal.slice(0, 16)}`

interface Stretch {
  from: Temporal.Instant
  until: Temporal.Instant
  /**
   * These are planned again although they would now have begun before `from`: a colleague far to the east makes an occurrence begin
   * earlier, for the others it is still to come.
   */
  again?: ReadonlySet<string>
}

async function plan(
  house: House,
  trx: Writes,
  ritual: Selectable<RitualTable>,
  stretch: Stretch,
  kept: Kept[] = [],
): Promise<void> {
  const rows = await rowsBetween(house, trx, ritual, stretch)
  if (kept.length > 0) await carryOver(trx, ritual.id, kept, rows)
  for (const some of chunks(rows, 60)) {
    await trx
      .insertInto('occurrence')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await trx
    .updateTable('ritual')
    .set({ planned_until: instantText(stretch.until) })
    .where('id', '=', ritual.id)
    .execute()
  const planned = rows.filter((row) => row.state === 'planned')
  wake(trx, ...planned.map((row) => ({ name: 'occurrence', key: row.id, runAt: row.opens_at })))
}

/** The rows whose first participant is asked after `from` and not after `until`. */
export async function rowsBetween(
  house: House,
  db: Reads,
  ritual: Selectable<RitualTable>,
  { from, until, again = new Set() }: Stretch,
): Promise<OccurrenceTable[]> {
  const schedule = parse<FullSchedule>(ritual.schedule)
  const team = teamOf(house, ritual.team_id)
  const zones = await zonesOf(house, db, schedule, team, ritual)
  const rows: OccurrenceTable[] = []
  // The pattern speaks of nominal days: zones and days off can carry an occurrence across the border. The exact cut is made on instants.
  const first = from.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: MARGIN_DAYS })
  const last = until.toZonedDateTimeISO('UTC').toPlainDate().add({ days: MARGIN_DAYS })
  for (const planned of occurrencesBetween(schedule, house.calendars.organisation, first, last)) {
    const { opensAt, closesAt } = spanOf(house, ritual, schedule, team, planned.local, zones)
    const id = idOf(ritual.id, localText(planned.nominal))
    const isBefore = Temporal.Instant.compare(opensAt, from) <= 0 && !again.has(id)
    if (isBefore || Temporal.Instant.compare(opensAt, until) > 0) continue
    const skipped = planned.skipped !== undefined
    rows.push({
      id,
      ritual_id: ritual.id,
      nominal: localText(planned.nominal),
      local_at: localText(planned.local),
      state: skipped ? 'skipped' : 'planned',
      reason: skipped ? 'holiday' : null,
      number: null,
      phase: null,
      opens_at: instantText(opensAt),
      closes_at: instantText(closesAt),
      next_at: skipped ? null : instantText(opensAt),
      frozen: null,
      started: null,
    })
  }
  return rows
}

/** Every zone in which someone will be asked: an occurrence begins with the earliest of them. */
async function zonesOf(
  house: House,
  db: Reads,
  schedule: FullSchedule,
  team: Team | null,
  ritual: RitualTeams,
): Promise<string[]> {
  if (schedule.zone !== 'member') return [zoneFor(house, schedule, team, { zone: null })]
  const members = await audienceOf(db, ritual)
  const zones = new Set(
    members.filter((member) => member.role !== 'observer').map((member) => zoneFor(house, schedule, team, member)),
  )
  return zones.size > 0 ? [...zones] : [teamZone(house, team)]
}

function spanOf(
  house: House,
  ritual: Selectable<RitualTable>,
  schedule: FullSchedule,
  team: Team | null,
  local: Temporal.PlainDateTime,
  zones: string[],
): { opensAt: Temporal.Instant; closesAt: Temporal.Instant } {
  const openings = zones.map((zone) => instantOf(local, zone)).toSorted((a, b) => Temporal.Instant.compare(a, b))
  const phases = phaseCloses(
    house,
    kindOf(house, ritual.kind),
    parse(ritual.options),
    schedule.window,
    openings.at(-1)!,
    teamZone(house, team),
  )
  return { opensAt: openings[0]!, closesAt: phases.at(-1)!.closesAt }
}

/**
 * Occurrences whose time passed while nobody was there to open them: missed, and the leaders are told, once a ritual however many they
 * are, those included that nobody was there to plan. What is still within its window is simply opened late.
 */
export async function settleMissed(house: House): Promise<number> {
  await planAll(house)
  return act(house, async (trx) => {
    await skipPaused(house, trx)
    const missed = await trx
      .updateTable('occurrence')
      .set({ state: 'missed', reason: 'down', next_at: null })
      .where('state', '=', 'planned')
      .where(tooLate(nowText(house)))
      .returning(['id', 'ritual_id', 'local_at'])
      .execute()
    if (missed.length > 0) await tellMissed(house, trx, missed)
    return missed.length
  })
}

/** What fell into a pause would not have taken place anyway. */
async function skipPaused(house: House, trx: Writes): Promise<void> {
  await trx
    .updateTable('occurrence')
    .set({ state: 'skipped', reason: 'paused', next_at: null })
    .where('state', '=', 'planned')
    .where(tooLate(nowText(house)))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('ritual')
          .select('ritual.id')
          .whereRef('ritual.id', '=', 'occurrence.ritual_id')
          .where('ritual.state', '=', 'paused')
          .where((where) =>
            where.or([
              where('ritual.paused_until', 'is', null),
              where('ritual.paused_until', '>', where.ref('occurrence.opens_at')),
            ]),
          ),
      ),
    )
    .execute()
}
