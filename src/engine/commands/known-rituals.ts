/** The rituals that concern a person: those of their own teams, and those they may steer. */
import type { Role } from '#ritual'
import type { Selectable } from 'kysely'
import { parse } from '../../store/codecs.ts'
import { type Belonging, belongings } from '../../store/people.ts'
import type { RitualTable } from '../../store/schema.ts'
import { type Caller, isAdmin } from '../caller.ts'
import type { AnyRitual } from '../discovery.ts'
import { type House, kindOf, nowText, type Team, teamOf } from '../house.ts'
import { type FullSchedule, sealedPhaseOf } from '../occasion.ts'

export interface KnownRitual {
  row: Selectable<RitualTable>
  kind: AnyRitual
  team: Team | null
  schedule: FullSchedule
  options: unknown
  /** What the caller is in its team; null for an admin who is not in it. */
  role: Role | 'observer' | null
}

/** Of every team the caller belongs to, by name. */
export async function ownRituals(house: House, caller: Pick<Caller, 'member'>): Promise<KnownRitual[]> {
  const places = await belongings(house.db.kysely, caller.member.id)
  return ritualsOf(house, places, new Set(places.map((place) => place.team)))
}

/** Those whose team the caller leads; with `admins`, an admin has all of them. */
export async function ledRituals(house: House, caller: Caller, admins: boolean): Promise<KnownRitual[]> {
  const places = await belongings(house.db.kysely, caller.member.id)
  if (admins && isAdmin(house, caller.member)) return ritualsOf(house, places, null)
  const led = places.filter((place) => place.role === 'leader').map((place) => place.team)
  return ritualsOf(house, places, new Set(led))
}

/** The rituals of these teams; null: of all teams. */
async function ritualsOf(house: House, places: Belonging[], teams: Set<string> | null): Promise<KnownRitual[]> {
  if (teams?.size === 0) return []
  let query = house.db.kysely.selectFrom('ritual').selectAll().where('state', '!=', 'removed')
  if (teams) query = query.where('team_id', 'in', [...teams])
  const rows = await query.orderBy('name').orderBy('id').execute()
  return rows
    .filter((row) => house.rituals.has(row.kind))
    .map((row) => knownRitual(house, row, roleIn(places, row.team_id)))
}

export const knownRitual = (house: House, row: Selectable<RitualTable>, role: KnownRitual['role']): KnownRitual => ({
  row,
  kind: kindOf(house, row.kind),
  team: teamOf(house, row.team_id),
  schedule: parse<FullSchedule>(row.schedule),
  options: parse<unknown>(row.options),
  role,
})

/** Whoever leads a team and is listed in it too is asked as its leader. */
function roleIn(places: Belonging[], team: string): KnownRitual['role'] {
  const roles = new Set(places.filter((place) => place.team === team).map((place) => place.role))
  return (['leader', 'member', 'observer'] as const).find((role) => roles.has(role)) ?? null
}

/** With the options that the manifest gives it now; what is open keeps its own (`isAnonymous`). */
export const isAnonymousRitual = ({ kind, options }: KnownRitual): boolean => sealedPhaseOf(kind, options) !== null

/** The form for which this ritual asks the caller, or undefined when it asks them nothing. */
export const formFor = ({ kind, options, role }: KnownRitual): string | undefined =>
  role === 'leader' || role === 'member' ? kind.asks(options)[role] : undefined

/** A pause with an end is over when its time has come, whatever the row's state still says. */
export const isPaused = (house: House, { row }: KnownRitual): boolean =>
  row.state === 'paused' && !(row.paused_until !== null && row.paused_until <= nowText(house))
