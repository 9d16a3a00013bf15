/** Opens an occurrence: freezes its options, its threshold and who takes part. */
import { json, parse } from '../store/codecs.ts'
import { chunks, teamMembers } from '../store/people.ts'
import { parseDuration } from '../time/duration.ts'
import { instantText } from '../time/format.ts'
import { type House, nowText, teamZone, type Writes } from './house.ts'
import { asks, type Frozen, type Occasion, phaseCloses } from './occasion.ts'
import { callParticipants } from './participants.ts'

/**
 * Whoever opens first wins; a second replica finds the state changed.
 * @returns the occasion as it is once open.
 */
export async function open(house: House, trx: Writes, occasion: Occasion): Promise<Occasion> {
  const { row, ritual, kind, schedule } = occasion
  const now = nowText(house)
  const options = parse<unknown>(ritual.options)
  const zone = teamZone(house, occasion.team)
  const participants = await callParticipants(
    house,
    trx,
    {
      occurrence: row.id,
      ritual: ritual.id,
      team: ritual.team_id,
      local: row.local_at,
      schedule,
      asks: asks(occasion),
    },
    now,
  )
  const lastOpening =
    participants
      .map((each) => each.opens_at)
      .toSorted()
      .at(-1) ?? row.opens_at
  const phases = phaseCloses(kind, options, schedule.window, Temporal.Instant.from(lastOpening), zone).map((phase) => ({
    name: phase.name,
    closesAt: instantText(phase.closesAt),
  }))
  const people = await teamMembers(trx, ritual.team_id)
  const frozen: Frozen = {
    options,
    threshold: house.manifest.privacy.minimumGroup,
    phases,
    size: people.filter((person) => person.role === 'member').length,
    leaders: people
      .filter((person) => person.role === 'leader')
      .map(({ id, name, unit }) => ({
        id,
        name,
        unit: house.manifest.units.find((each) => each.id === unit)?.name ?? unit,
      })),
  }
  const change = {
    state: 'open' as const,
    number: await nextNumber(trx, ritual.id),
    phase: phases[0]!.name,
    closes_at: phases.at(-1)!.closesAt,
    next_at: now,
    frozen: json(frozen),
  }
  await trx.updateTable('occurrence').set(change).where('id', '=', row.id).execute()
  const early = await answeredEarly(trx, row.id)
  const reminded = participants.map((each) => ({
    ...each,
    ...(early.has(each.member_id) ? { status: 'answered' as const, reason: null } : {}),
    remind_at: remindAt(schedule.reminder, each.opens_at, zone),
  }))
  for (const some of chunks(reminded, 80)) {
    await trx
      .insertInto('participant')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  return { ...occasion, row: { ...row, ...change }, options, frozen }
}

async function nextNumber(trx: Writes, ritual: string): Promise<number> {
  const { held } = await trx
    .selectFrom('occurrence')
    .select((select) => select.fn.countAll<number>().as('held'))
    .where('ritual_id', '=', ritual)
    .where('number', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(held) + 1
}

/** Who answered tonight for tomorrow is not asked again. */
async function answeredEarly(trx: Writes, occurrence: string): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('response')
    .select('member_id')
    .where('occurrence_id', '=', occurrence)
    .where('answers', 'is not', null)
    .execute()
  return new Set(rows.map((row) => row.member_id))
}

function remindAt(reminder: string, opensAt: string, zone: string): string | null {
  if (reminder === 'none') return null
  return instantText(Temporal.Instant.from(opensAt).toZonedDateTimeISO(zone).add(parseDuration(reminder)).toInstant())
}
