/** What somebody who leads a team can begin for it, in which of its rituals, and where it would go. */
import { type Person, STARTS, type Startable, type StartName, type StartSpec, type Whereto } from '#ritual'
import type { Selectable } from 'kysely'
import { type Belonging, belongings, memberById } from '../../store/people.ts'
import type { RitualTable } from '../../store/schema.ts'
import { isAdmin } from '../caller.ts'
import { isPaused, knownRitual, type KnownRitual } from '../commands/known-rituals.ts'
import { running } from '../commands/occurrences-of.ts'
import { type House, nowText, type Reads } from '../house.ts'
import { teamsOf } from '../occasion.ts'
import { type Extra, extraOccurrence, type Obstacle, obstacleTo } from './extra.ts'

export interface Offer {
  what: StartName
  ritual: KnownRitual
  goes: Whereto
  /** The occurrence it goes into; only an extra one is not there yet. */
  into: Pick<Extra, 'id' | 'nominal' | 'opens_at'> & { extra: Extra | null }
}

/** Why it can't be begun in a ritual that would understand it. */
export interface Hindrance {
  what: StartName
  ritual: KnownRitual
  obstacle: Obstacle
}

export interface Offers {
  offers: Offer[]
  hindrances: Hindrance[]
}

/** In every ritual that the team takes part in and that this person may steer: its own leaders, and admins. */
export async function offersTo(house: House, db: Reads, team: string, person: string): Promise<Offers> {
  const places = await belongings(db, person)
  const member = await memberById(db, person)
  const admin = member !== undefined && isAdmin(house, member)
  const found: Offers = { offers: [], hindrances: [] }
  for (const row of await ritualsWith(house, db, team)) {
    if (!admin && !leads(places, row)) continue
    const ritual = knownRitual(house, row, places)
    for (const what of STARTS) {
      const spec = ritual.kind.starts?.[what]
      if (!spec) continue
      const placed = await placeFor(house, db, ritual, spec)
      if (placed !== null && 'why' in placed) found.hindrances.push({ what, ritual, obstacle: placed })
      else if (placed) found.offers.push({ what, ritual, ...placed })
    }
  }
  return found
}

/** The one that begins first. */
export const soonest = (offers: readonly Offer[], what: StartName): Offer | undefined =>
  offers
    .filter((offer) => offer.what === what)
    .toSorted((one, other) => (one.into.opens_at < other.into.opens_at ? -1 : 1))[0]

/** What each of these leaders could begin, told together. Quiet hours pass, and are told to whoever presses in them. */
export async function startablesFor(
  house: House,
  db: Reads,
  team: string,
  leaders: readonly Person[],
): Promise<Startable[]> {
  const found = new Map<string, Startable>()
  for (const { id } of leaders) {
    const { offers, hindrances } = await offersTo(house, db, team, id)
    for (const what of STARTS) {
      const offer = soonest([...offers, ...(await onceAwake(house, db, hindrances))], what)
      if (!offer) continue
      const key = `${what} ${offer.into.id}`
      const known = found.get(key)
      found.set(key, known ? { ...known, by: [...known.by, id] } : startable(house, offer, id))
    }
  }
  return [...found.values()]
}

const startable = (house: House, { what, ritual, goes, into }: Offer, by: string): Startable => ({
  what,
  ritual: ritual.row.name,
  goes,
  at: into.opens_at,
  choices: choicesIn(ritual, what),
  named(choice, { language }) {
    const { kind } = ritual
    return kind.starts?.[what]?.named?.(choice, house.texts.speak(language, kind.kind)) ?? choice
  },
  by: [by],
})

export const choicesIn = ({ kind, options }: KnownRitual, what: StartName): string[] =>
  kind.starts?.[what]?.choices?.(options) ?? []

async function onceAwake(house: House, db: Reads, hindrances: Hindrance[]): Promise<Offer[]> {
  const offers: Offer[] = []
  for (const { what, ritual, obstacle } of hindrances) {
    if (obstacle.why !== 'quiet') continue
    const placed = await placeFor(house, db, ritual, ritual.kind.starts![what]!, false)
    if (placed !== null && !('why' in placed)) offers.push({ what, ritual, ...placed })
  }
  return offers
}

const leads = (places: Belonging[], { team_id }: Selectable<RitualTable>): boolean =>
  places.some(({ team, role }) => team === team_id && role === 'leader')

async function ritualsWith(house: House, db: Reads, team: string): Promise<Selectable<RitualTable>[]> {
  const rows = await db
    .selectFrom('ritual')
    .selectAll()
    .where('state', '!=', 'removed')
    .where((where) => where.or([where('team_id', '=', team), where('with_teams', '!=', '[]')]))
    .orderBy('id')
    .execute()
  return rows.filter((row) => teamsOf(row).includes(team) && house.rituals.get(row.kind)?.starts !== undefined)
}

type Placed = Pick<Offer, 'goes' | 'into'>

/** @returns null where there is nothing it could go into, and nothing to be told of that */
async function placeFor(
  house: House,
  db: Reads,
  ritual: KnownRitual,
  { goes }: Pick<StartSpec<unknown, unknown, unknown>, 'goes'>,
  mindsQuiet = true,
): Promise<Placed | Obstacle | null> {
  let hindered: Obstacle | null = null
  for (const whereto of goes) {
    if (whereto === 'now') {
      hindered = await obstacleTo(house, db, ritual, mindsQuiet)
      if (hindered === null) return { goes: 'now', into: extraIn(await extraOccurrence(house, db, ritual)) }
      // What comes soon anyway may take it up; everything else is told.
      if (hindered.why !== 'soon') return hindered
    } else {
      const row = whereto === 'running' ? await running(db, ritual.row.id) : await nextHeld(house, db, ritual)
      if (row) return { goes: whereto, into: { ...row, extra: null } }
    }
  }
  return hindered ?? (isPaused(house, ritual) ? { why: 'paused' } : null)
}

const extraIn = (extra: Extra): Offer['into'] => ({ ...extra, extra })

/** Not one that falls into a pause, nor one that somebody has answered the evening before: its form stays as it was. */
async function nextHeld(house: House, db: Reads, ritual: KnownRitual) {
  const { id, paused_until: until } = ritual.row
  const paused = isPaused(house, ritual)
  if (paused && until === null) return undefined
  return db
    .selectFrom('occurrence')
    .selectAll()
    .where('ritual_id', '=', id)
    .where('state', '=', 'planned')
    .where('opens_at', '>', nowText(house))
    .where('opens_at', '>=', paused ? until! : '')
    .where('id', 'not in', db.selectFrom('response').select('occurrence_id'))
    .orderBy('opens_at')
    .limit(1)
    .executeTakeFirst()
}
