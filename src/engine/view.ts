/** Builds what a ritual may see, from rows. Who answered an anonymous poll never gets in here. */
import type { Entry, Past, Result, View } from '#ritual'
import { type Guest, guestsOf } from './guests.ts'
import { type House, nowText, type Reads } from './house.ts'
import { ERASING, isAnonymous, type Occasion, OVER, sealedPhaseOf } from './occasion.ts'
import { entriesOf, factsOf, fold, foldPast, pastRows, resultOf } from './past.ts'
import { seeded } from './seed.ts'

export type AnyView = View<unknown, unknown, unknown>

export interface Sources {
  guests: Guest[]
  entries: Entry[]
  history: Past<unknown, unknown>[]
  result: Result<unknown> | null
}

/** Puts a view together from rows already read. In an anonymous ritual nobody's answering shows, not even to the ritual. */
export function viewOf(house: House, occasion: Occasion, sources: Sources): AnyView {
  const present = sources.guests.filter((guest) => guest.absent === null)
  const random = seeded(occasion.row.id)
  return {
    now: nowText(house),
    ritual: { id: occasion.ritual.id, name: occasion.ritual.name, options: occasion.options },
    team: {
      id: occasion.ritual.team_id,
      name: occasion.team?.name ?? occasion.ritual.team_id,
      size: occasion.frozen?.size ?? 0,
      leaders: occasion.frozen?.leaders ?? [],
    },
    occurrence: factsOf(occasion.row),
    phase: phaseOf(occasion),
    phases: occasion.frozen?.phases ?? [],
    over: occasion.row.phase === OVER,
    participants: present.map(({ id, name, unit, role, status, opensAt }) => ({
      id,
      name,
      unit,
      role,
      status,
      opensAt,
    })),
    absent: sources.guests.flatMap(({ id, name, unit, role, absent }) =>
      absent ? [{ id, name, unit, role, ...absent }] : [],
    ),
    state: fold(occasion, sources.entries),
    groups: [],
    promises: [],
    history: sources.history,
    result: isBreaking(occasion) ? null : sources.result,
    threshold: occasion.frozen?.threshold ?? house.manifest.privacy.minimumGroup,
    random,
  }
}

/** As long as the key of opened ballots is not gone, nothing of them shows, and the phase in which they were sealed goes on. */
const isBreaking = ({ row }: Occasion): boolean => row.state === 'open' && row.phase === ERASING

function phaseOf(occasion: Occasion): string {
  const { kind, options, row } = occasion
  if (isBreaking(occasion)) return sealedPhaseOf(kind, options)!
  return row.state === 'open' ? (row.phase ?? 'open') : row.state
}

/** The whole view, as reports need it. */
export async function fullView(
  house: House,
  db: Reads,
  occasion: Occasion,
): Promise<{ view: AnyView; guests: Guest[] }> {
  const guests = await guestsOf(house, db, occasion)
  const roles = new Map(guests.map((guest) => [guest.id, guest.role]))
  const view = viewOf(house, occasion, {
    guests,
    entries: await entriesOf(db, occasion.row.id, roles),
    history: foldPast(await pastRows(house, db, occasion), (entries) => entries),
    result: await resultOf(db, occasion.row.id),
  })
  return { view, guests }
}

/** Builds anew with each call, from rows that were read once: what has changed about the guest since is in it. */
export type ViewFor = (guest: Guest) => AnyView

/**
 * The views of these people's prompts and forms: of their own entries where the ritual looks no further. Reads once for all of them.
 * `history` false leaves the past out, where an answer is only checked.
 */
export async function personalViews(
  house: House,
  db: Reads,
  occasion: Occasion,
  people: Guest[],
  history = true,
): Promise<ViewFor> {
  const ownOnly = occasion.kind.scope === 'own'
  const guests = ownOnly ? people : await guestsOf(house, db, occasion)
  const only = ownOnly && people.length === 1 ? people[0]!.id : undefined
  const roles = new Map(guests.map((each) => [each.id, each.role]))
  const entries = await entriesOf(db, occasion.row.id, roles, only)
  const past = history ? await pastRows(house, db, occasion, only) : []
  const result = isAnonymous(occasion) ? await resultOf(db, occasion.row.id) : null
  return (guest) => {
    const own = (all: Entry[]): Entry[] => (ownOnly ? all.filter((entry) => entry.member === guest.id) : all)
    return viewOf(house, occasion, {
      guests: ownOnly ? [guest] : guests,
      entries: own(entries),
      history: foldPast(past, own),
      result,
    })
  }
}

export async function personalView(
  house: House,
  db: Reads,
  occasion: Occasion,
  guest: Guest,
  history = true,
): Promise<AnyView> {
  return (await personalViews(house, db, occasion, [guest], history))(guest)
}
