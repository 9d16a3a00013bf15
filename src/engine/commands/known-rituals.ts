/** The rituals that concern a person: those of their own teams, and those they may steer. */
import type { Role } from '#ritual'
import type { Selectable } from 'kysely'
import { parse } from '../../store/codecs.ts'
import { type Belonging, belongings } from '../../store/people.ts'
import type { RitualTable } from '../../store/schema.ts'
import { partIn, teamBehind } from '../audience.ts'
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
  /** What the caller is in it; null for an admin whom it does not concern. */
  role: Role | 'observer' | null
  /** The team by which the caller takes part: its own, or one of those that take part with it. */
  through: Team | null
}

/** Of every team the caller belongs to, by name. */
export async function ownRituals(house: House, caller: Pick<Caller, 'member'>): Promise<KnownRitual[]> {
  const places = await belongings(house.db.kysely, caller.member.id)
  return (await ritualsOf(house, places, places, true)).filter(({ role }) => role !== null)
}

/** Those whose team the caller leads; with `admins`, an admin has all of them. */
export async function ledRituals(house: House, caller: Caller, admins: boolean): Promise<KnownRitual[]> {
  const places = await belongings(house.db.kysely, caller.member.id)
  if (admins && isAdmin(house, caller.member)) return ritualsOf(house, places, null, false)
  return ritualsOf(
    house,
    places,
    places.filter((place) => place.role === 'leader'),
    false,
  )
}

/** The rituals of these places' teams, with `shared` those too in which their teams may take part; null: of all teams. */
async function ritualsOf(
  house: House,
  places: Belonging[],
  of: Belonging[] | null,
  shared: boolean,
): Promise<KnownRitual[]> {
  if (of?.length === 0) return []
  let query = house.db.kysely.selectFrom('ritual').selectAll().where('state', '!=', 'removed')
  if (of) {
    const teams = [...new Set(of.map((place) => place.team))]
    query = query.where((where) =>
      where.or([where('team_id', 'in', teams), ...(shared ? [where('with_teams', '!=', '[]')] : [])]),
    )
  }
  const rows = await query.orderBy('name').orderBy('id').execute()
  return rows.filter((row) => house.rituals.has(row.kind)).map((row) => knownRitual(house, row, places))
}

/** @param places of the person it is known to */
export const knownRitual = (house: House, row: Selectable<RitualTable>, places: Belonging[]): KnownRitual => ({
  row,
  kind: kindOf(house, row.kind),
  team: teamOf(house, row.team_id),
  schedule: parse<FullSchedule>(row.schedule),
  options: parse<unknown>(row.options),
  role: partIn(row, places),
  through: teamOf(house, teamBehind(row, places) ?? row.team_id),
})

/** With the options that the manifest gives it now; what is open keeps its own (`isAnonymous`). */
export const isAnonymousRitual = ({ kind, options }: KnownRitual): boolean => sealedPhaseOf(kind, options) !== null

/** A poll is nothing but anonymous; a retro that may be is not one. */
export const isPoll = ({ kind }: KnownRitual): boolean => kind.privacy === 'anonymous'

/** The form for which this ritual asks the caller, or undefined when it asks them nothing. */
export const formFor = ({ kind, options, role }: KnownRitual): string | undefined =>
  role === 'leader' || role === 'member' ? kind.asks(options)[role] : undefined

/** A pause with an end is over when its time has come, whatever the row's state still says. */
export const isPaused = (house: House, { row }: KnownRitual): boolean =>
  row.state === 'paused' && !(row.paused_until !== null && row.paused_until <= nowText(house))
