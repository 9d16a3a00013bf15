/** Builds what a ritual may see, from rows. Who answered an anonymous poll never gets in here. */
import type { Begun, Entry, Group, Past, Person, Promised, Result, Startable, View } from '#ritual'
import { instantText } from '../time/format.ts'
import { allDone } from '../all-done.ts'
import { type Circle, circlesOf, logFor } from './circles.ts'
import type { AnyRitual } from './discovery.ts'
import { type Guest, guestsOf } from './guests.ts'
import { type House, nowText, type Reads, teamZone } from './house.ts'
import { promisesIn, promisesInPosts, promisesSeenBy } from './ledger/promised.ts'
import { ERASING, isAnonymous, type Occasion, OVER, phaseCloses, sealedPhaseOf } from './occasion.ts'
import {
  drawnIn,
  entriesFrom,
  entriesOf,
  entryOf,
  factsOf,
  fold,
  foldPast,
  type PastRows,
  pastRows,
  responsesIn,
  resultOf,
  type Seen,
  seenBy,
} from './past.ts'
import { seeded } from './seed.ts'
import { begunIn } from './starting/came.ts'
import { startablesFor } from './starting/offers.ts'
import { startedIn } from './starting/started.ts'
import { byCalendar, type WorksOn, workingDaysOf } from './working-days.ts'

export type AnyView = View<unknown, unknown, unknown>

export interface Sources {
  guests: Guest[]
  entries: Entry[]
  /** None where they are left out. */
  groups?: Group[]
  promises?: Promised[]
  history: Past<unknown, unknown>[]
  result: Result<unknown> | null
  startable?: Startable[]
  begun?: Begun[]
  /** The organisation's calendar where it is left out. */
  worksOn?: WorksOn
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
    phases: phasesOf(house, occasion),
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
    groups: sources.groups ?? [],
    promises: sources.promises ?? [],
    started: startedIn(occasion.row),
    startable: sources.startable ?? [],
    begun: sources.begun ?? [],
    history: sources.history,
    result: isBreaking(occasion) ? null : sources.result,
    threshold: occasion.frozen?.threshold ?? house.manifest.privacy.minimumGroup,
    random,
    worksOn: sources.worksOn ?? byCalendar(house),
  }
}

/** Before the opening nobody knows who will be asked last; in the team's zone it is nearly always the same. */
function phasesOf(house: House, { frozen, kind, options, schedule, row, team }: Occasion): AnyView['phases'] {
  if (frozen) return frozen.phases
  const closes = phaseCloses(
    house,
    kind,
    options,
    schedule.window,
    Temporal.Instant.from(row.opens_at),
    teamZone(house, team),
  )
  return closes.map(({ name, closesAt }) => ({ name, closesAt: instantText(closesAt) }))
}

/** As long as the key of opened ballots is not gone, nothing of them shows, and the phase in which they were sealed goes on. */
const isBreaking = ({ row }: Occasion): boolean => row.state === 'open' && row.phase === ERASING

function phaseOf(occasion: Occasion): string {
  const { kind, options, row } = occasion
  if (isBreaking(occasion)) return sealedPhaseOf(kind, options)!
  return row.state === 'open' ? (row.phase ?? 'open') : row.state
}

/** All that stands in the rows of an occasion, read once: for everyone's own view and for the whole one. */
export interface Whole {
  guests: Guest[]
  groups: Group[]
  entries: Entry[]
  promises: Promised[]
  past: PastRows[]
  result: Result<unknown> | null
  /** By its leaders, or by the one who reads. */
  startable: Startable[]
  begun: Begun[]
  worksOn: WorksOn
}

export async function readWhole(house: House, db: Reads, occasion: Occasion): Promise<Whole> {
  const [guests, rows, groups, promises, past, result] = await allDone([
    guestsOf(house, db, occasion),
    responsesIn(db, occasion.row.id),
    groupsNow(db, occasion),
    promisesIn(db, occasion),
    pastRows(house, db, occasion),
    resultOf(db, occasion.row.id),
  ])
  const entries = entriesFrom(rows, new Map(guests.map((guest) => [guest.id, guest.role])))
  const worksOn = await workingDaysOf(house, db, occasion, guests)
  const startable = await startableIn(house, db, occasion, occasion.frozen?.leaders ?? [])
  const begun = await begunBefore(house, db, occasion, past)
  return { guests, groups, entries, promises, past, result, startable, begun, worksOn }
}

/** Only from a report. */
const mayBegin = ({ kind, row }: Occasion): boolean => kind.begins === true && row.state === 'closed'

const startableIn = async (house: House, db: Reads, occasion: Occasion, leaders: Person[]): Promise<Startable[]> =>
  mayBegin(occasion) ? startablesFor(house, db, occasion.ritual.team_id, leaders) : []

async function begunBefore(house: House, db: Reads, occasion: Occasion, [last]: PastRows[]): Promise<Begun[]> {
  if (!mayBegin(occasion) || !last) return []
  return begunIn(house, db, last.entries, async (other) => (await fullView(house, db, other)).view)
}

/** The whole view, as reports need it, with the people it was made from. */
export interface FullView {
  view: AnyView
  guests: Guest[]
}

export const fullView = async (house: House, db: Reads, occasion: Occasion): Promise<FullView> =>
  fullViewOf(house, occasion, await readWhole(house, db, occasion))

export function fullViewOf(house: House, occasion: Occasion, whole: Whole): FullView {
  const { guests, past, promises: _, ...rest } = whole
  const promises = promisesInPosts(whole.promises, occasion)
  const history = foldPast(past, (each) => each)
  return { view: viewOf(house, occasion, { ...rest, guests, promises, history }), guests }
}

const groupsNow = async (db: Reads, occasion: Occasion, reader?: string): Promise<Group[]> =>
  (await drawnIn(db, occasion, [occasion.row.id], reader)).get(occasion.row.id) ?? []

/** Builds anew with each call, from rows that were read once: what has changed about the guest since is in it. */
export type ViewFor = (guest: Guest) => AnyView

/**
 * The views of these people's prompts and forms: of what the ritual's scope lets them see. Reads once for all of them.
 * `history` false leaves the past out, where an answer is only checked.
 */
export async function personalViews(
  house: House,
  db: Reads,
  occasion: Occasion,
  people: Guest[],
  history = true,
): Promise<ViewFor> {
  const { scope } = occasion.kind
  const reader = scope !== 'team' && people.length === 1 ? people[0]!.id : undefined
  const groups = await groupsNow(db, occasion, reader)
  const only = reader === undefined ? undefined : seenBy(occasion, groups, reader)
  const known = only?.length === 1 ? people[0]!.log : undefined
  const past = history ? await pastRows(house, db, occasion, reader) : []
  const guests = scope === 'own' ? people : await guestsOf(house, db, occasion, only && [...only, ...metIn(past)])
  const roles = new Map(guests.map((each) => [each.id, each.role]))
  const sources = {
    guests,
    groups,
    entries: known?.map((row) => entryOf(row, people[0]!.role)) ?? (await entriesOf(db, occasion.row.id, roles, only)),
    promises: await promisesIn(db, occasion),
    past,
    result: isAnonymous(occasion) ? await resultOf(db, occasion.row.id) : null,
    startable: await startableIn(house, db, occasion, leaderAlone(people)),
    begun: [],
    worksOn: await workingDaysOf(house, db, occasion, guests),
  }
  return viewsFrom(house, occasion, sources)
}

/** Whoever presses a button of a report, or opens its form. */
const leaderAlone = ([one, ...others]: Guest[]): Guest[] => (one?.role === 'leader' && others.length === 0 ? [one] : [])

/** The same from what was read for the whole. */
export function viewsFrom(house: House, occasion: Occasion, whole: Whole): ViewFor {
  const narrowed = scopedTo(occasion, { ...whole, result: isAnonymous(occasion) ? whole.result : null })
  return (guest) => viewOf(house, occasion, narrowed(guest))
}

/** Whoever was drawn together with somebody before is known to them by name. */
const metIn = (past: readonly Pick<Seen, 'groups'>[]): string[] =>
  past.flatMap(({ groups }) => groups.flatMap(({ members }) => members))

/** What one reader may see of what was read for all of them. */
function scopedTo({ kind }: Occasion, whole: Whole): (guest: Guest) => Sources {
  const { guests, result, startable, worksOn } = whole
  if (kind.scope === 'team') {
    const history = foldPast(whole.past, (past) => past)
    return ({ id }) => ({ ...whole, history, promises: promisesSeenBy(whole.promises, id) })
  }
  const now = seenFrom(kind, whole)
  const before = new Map(whole.past.map((past) => [past, seenFrom(kind, past)]))
  const peopleFor = companyOf(guests)
  return (guest) => {
    const { entries, groups, people } = now(guest.id)
    const history = foldPast(whole.past, (past) => before.get(past)!(guest.id))
    const promises = promisesSeenBy(whole.promises, guest.id)
    const company = kind.scope === 'own' ? [guest] : peopleFor(guest, new Set([...people, ...metIn(history)]))
    return { guests: company, entries, groups, promises, history, result, startable, worksOn }
  }
}

/** Their own groups in every case; what others said there only where the scope is `group`. */
function seenFrom(kind: AnyRitual, { entries, groups }: Seen): (reader: string) => Seen & Pick<Circle, 'people'> {
  const circleOf = circlesOf(groups)
  const log = logFor(kind, entries)
  return (reader) => {
    const circle = circleOf(reader)
    return { ...circle, entries: log(kind.scope === 'own' ? { ...circle, people: new Set([reader]) } : circle, reader) }
  }
}

/** Those among the guests whom a reader sees: these people and the leaders; the reader as they were given, whose status may be ahead of the row. */
function companyOf(guests: Guest[]): (reader: Guest, people: ReadonlySet<string>) => Guest[] {
  const places = new Map(guests.map((guest, place) => [guest.id, place]))
  const leaders = guests.flatMap((guest, place) => (guest.role === 'leader' ? [place] : []))
  return (reader, people) =>
    [...new Set([...[...people].flatMap((id) => places.get(id) ?? []), ...leaders])]
      .toSorted((a, b) => a - b)
      .map((place) => (guests[place]!.id === reader.id ? reader : guests[place]!))
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
