/** The participants of an occurrence, and how each of them, or the channel, is to be spoken to. */
import type { Absent, Participant, Reader } from '#ritual'
import type { Language } from '#platform'
import type { Selectable } from 'kysely'
import type { ResponseTable } from '../store/schema.ts'
import { type House, type Reads, teamLanguage, teamZone, unitName } from './house.ts'
import type { Occasion } from './occasion.ts'

/** A participant with what is needed to speak to them. */
export interface Guest extends Participant {
  language: Language
  /** Their own, whatever clock the schedule goes by: in it they read times, work and sleep. */
  zone: string
  /** Id of their unit, whose days off are theirs. */
  site?: string | null
  absent: { reason: Absent['reason']; until: string | null } | null
  remindAt: string | null
  /** They have left the organisation since: nothing more is said to them. */
  hasLeft?: boolean
  /** What they have said there so far, where it was read along with their place. */
  log?: Selectable<ResponseTable>[]
}

/** Everyone the occurrence concerns, absent people too, in a stable order. With `among`, only these people and the leaders. */
export async function guestsOf(
  house: House,
  db: Reads,
  occasion: Occasion,
  among?: readonly string[],
): Promise<Guest[]> {
  let query = db
    .selectFrom('participant')
    .innerJoin('member', 'member.id', 'participant.member_id')
    .select(['member.id', 'member.name', 'member.unit', 'member.language', 'member.zone', 'member.left_at'])
    .select(['participant.role', 'participant.status', 'participant.reason', 'participant.until'])
    .select(['participant.opens_at', 'participant.remind_at'])
    .where('participant.occurrence_id', '=', occasion.row.id)
  if (among !== undefined)
    query = query.where((where) =>
      where.or([where('participant.member_id', 'in', among), where('participant.role', '=', 'leader')]),
    )
  const rows = await query.orderBy('member.name').orderBy('member.id').execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    unit: unitName(house, row.unit),
    site: row.unit,
    role: row.role,
    status: row.status === 'absent' ? 'waiting' : row.status,
    opensAt: row.opens_at,
    language: row.language ?? teamLanguage(house, occasion.team),
    zone: row.zone ?? teamZone(house, occasion.team),
    absent: absentAs(occasion, row),
    remindAt: row.remind_at,
    hasLeft: row.left_at !== null,
  }))
}

function absentAs(
  { kind }: Occasion,
  row: { status: string; reason: string | null; until: string | null; left_at: string | null },
): Guest['absent'] {
  const absent = row.status === 'absent' ? { reason: row.reason as Absent['reason'], until: row.until } : null
  // Whoever is still expected by somebody, be it after an absence, must not be waited for in vain.
  const isExpected = kind.drawing && absent?.reason !== 'not-drawn'
  return isExpected && row.left_at !== null ? { reason: 'left', until: null } : absent
}

export const readerOf = (house: House, occasion: Occasion, guest: Guest): Reader => ({
  t: house.texts.speak(guest.language, occasion.kind.kind),
  zone: guest.zone,
  me: guest,
})

/** A channel reads in the team's language and zone. */
export const channelReader = (house: House, occasion: Occasion): Reader => ({
  t: house.texts.speak(teamLanguage(house, occasion.team), occasion.kind.kind),
  zone: teamZone(house, occasion.team),
  me: null,
})
