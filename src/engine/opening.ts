/** Opens an occurrence: freezes its options, its threshold and who takes part. */
import { json } from '../store/codecs.ts'
import { chunks, type TeamMember } from '../store/people.ts'
import type { ParticipantTable } from '../store/schema.ts'
import { instantText } from '../time/format.ts'
import { allDone } from '../all-done.ts'
import { drawTogether } from './drawing.ts'
import { type House, nowText, teamZone, unitName, type Writes } from './house.ts'
import { ofCohort } from './cohort.ts'
import { asks, type Frozen, type Occasion, phaseCloses, sealedFormOf } from './occasion.ts'
import { type Called, callParticipants } from './participants.ts'
import { reminderAfter } from './reminder-after.ts'

/**
 * Whoever opens first wins; a second replica finds the state changed.
 * @returns the occasion as it is once open.
 */
export async function open(house: House, trx: Writes, occasion: Occasion): Promise<Occasion> {
  const { row } = occasion
  const [asked, next] = await allDone([thoseAsked(house, trx, occasion, nowText(house)), nextOpening(trx, occasion)])
  const frozen = freeze(house, occasion, asked, next)
  const change = {
    state: 'open' as const,
    number: asked.number,
    phase: frozen.phases[0]!.name,
    closes_at: frozen.phases.at(-1)!.closesAt,
    next_at: nowText(house),
    frozen: json(frozen),
  }
  await allDone([
    trx.updateTable('occurrence').set(change).where('id', '=', row.id).execute(),
    ...chunks(asked.participants, 80).map((some) =>
      trx
        .insertInto('participant')
        .values(some)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    ),
  ])
  const opened = { ...occasion, row: { ...row, ...change }, options: frozen.options, frozen }
  await drawTogether(house, trx, opened)
  return opened
}

/** Whom an occurrence would concern if it opened now. */
export interface Asked {
  /** Which of its ritual's occurrences it would be. */
  number: number
  /** Everyone the ritual is for, whether asked or not. */
  audience: TeamMember[]
  participants: ParticipantTable[]
}

export async function thoseAsked(house: House, trx: Writes, occasion: Occasion, now: string): Promise<Asked> {
  const [number, { audience, participants }] = await allDone([
    nextNumber(trx, occasion.ritual.id),
    invited(house, trx, occasion, now),
  ])
  return { number, audience, participants: await ofCohort(trx, occasion, number, participants) }
}

/** The participants' rows, with their reminders; who answered tonight for tomorrow is not asked again. */
async function invited(house: House, trx: Writes, occasion: Occasion, now: string): Promise<Called> {
  const { row, ritual, schedule } = occasion
  const call = {
    occurrence: row.id,
    ritual,
    local: row.local_at,
    schedule,
    asks: asks(occasion),
  }
  const zone = teamZone(house, occasion.team)
  const [early, { audience, participants }] = await allDone([
    answeredEarly(trx, row.id),
    callParticipants(house, trx, call, now),
  ])
  // Thousands of people are asked at a handful of times.
  const reminders = new Map<string, string | null>()
  const reminderFor = (opensAt: string): string | null => reminderAfter(opensAt, schedule.reminder, zone)
  return {
    audience,
    participants: participants.map((each) => ({
      ...each,
      ...(early.has(each.member_id) ? { status: 'answered' as const, reason: null } : {}),
      remind_at: reminders.getOrInsertComputed(each.opens_at, reminderFor),
    })),
  }
}

function freeze(house: House, occasion: Occasion, { audience, participants }: Asked, next: string | null): Frozen {
  const { row, kind, schedule, options } = occasion
  const openings = participants.map((each) => each.opens_at).toSorted()
  const lastOpening = Temporal.Instant.from(openings.at(-1) ?? row.opens_at)
  return {
    options,
    threshold: house.manifest.privacy.minimumGroup,
    phases: phaseCloses(house, kind, options, schedule.window, lastOpening, teamZone(house, occasion.team)).map(
      ({ name, closesAt }) => ({ name, closesAt: earlier(instantText(closesAt), next) }),
    ),
    size: audience.filter((person) => person.role === 'member').length,
    asked: participants.filter(({ role }) => sealedFormOf(occasion, role) !== null).length,
    leaders: audience
      .filter((person) => person.role === 'leader')
      .map(({ id, name, unit }) => ({ id, name, unit: unitName(house, unit) })),
  }
}

/** A holiday can move an occurrence close to the following one: it closes when that one opens, and says so from the start. */
async function nextOpening(trx: Writes, occasion: Occasion): Promise<string | null> {
  const next = await trx
    .selectFrom('occurrence')
    .select((select) => select.fn.min('opens_at').as('at'))
    .where('ritual_id', '=', occasion.ritual.id)
    .where('state', '=', 'planned')
    .where('opens_at', '>', occasion.row.opens_at)
    .executeTakeFirst()
  return next?.at ?? null
}

const earlier = (at: string, other: string | null): string => (other !== null && other < at ? other : at)

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
