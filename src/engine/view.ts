/** Builds what a ritual may see, from rows. Who answered an anonymous poll never gets in here. */
import type { Absent, Entry, OccurrenceFacts, Participant, Past, Reader, Result, Role, View } from '#ritual'
import type { Language } from '#platform'
import type { Selectable } from 'kysely'
import { flagOf, parse } from '../store/codecs.ts'
import type { OccurrenceTable, ResponseTable } from '../store/schema.ts'
import { type House, nowText, type Reads, teamLanguage, teamZone, unitName } from './house.ts'
import { assemble, isAnonymous, type Occasion } from './occasion.ts'
import { zoneFor } from './participants.ts'
import { seeded } from './seed.ts'

export type AnyView = View<unknown, unknown, unknown>

/** A participant with what is needed to speak to them. */
export interface Guest extends Participant {
  language: Language
  zone: string
  absent: { reason: Absent['reason']; until: string | null } | null
  remindAt: string | null
}

/** Everyone the occurrence concerns, absent people too, in a stable order. */
export async function guestsOf(house: House, db: Reads, occasion: Occasion): Promise<Guest[]> {
  const rows = await db
    .selectFrom('participant')
    .innerJoin('member', 'member.id', 'participant.member_id')
    .select(['member.id', 'member.name', 'member.unit', 'member.language', 'member.zone'])
    .select(['participant.role', 'participant.status', 'participant.reason', 'participant.until'])
    .select(['participant.opens_at', 'participant.remind_at'])
    .where('participant.occurrence_id', '=', occasion.row.id)
    .orderBy('member.name')
    .orderBy('member.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    unit: unitName(house, row.unit),
    role: row.role,
    status: row.status === 'absent' ? 'waiting' : row.status,
    opensAt: row.opens_at,
    language: row.language ?? teamLanguage(house, occasion.team),
    zone: zoneFor(house, occasion.schedule, occasion.team, row),
    absent: row.status === 'absent' ? { reason: row.reason as Absent['reason'], until: row.until } : null,
    remindAt: row.remind_at,
  }))
}

/** The log of an occurrence, oldest first; of one member only when `member` is given. */
export async function entriesOf(
  db: Reads,
  occurrence: string,
  roles: Map<string, Role>,
  member?: string,
): Promise<Entry[]> {
  let query = db.selectFrom('response').selectAll().where('occurrence_id', '=', occurrence)
  if (member !== undefined) query = query.where('member_id', '=', member)
  const rows = await query.orderBy('id').execute()
  return rows.map((row) => entryOf(row, roles.get(row.member_id) ?? 'member'))
}

export const entryOf = (row: Selectable<ResponseTable>, role: Role): Entry => ({
  member: row.member_id,
  role,
  form: row.form,
  answers: row.answers === null ? null : parse(row.answers),
  at: row.at,
  late: flagOf(row.late),
})

export const fold = (occasion: Occasion, entries: Entry[]): unknown =>
  entries.reduce((state, entry) => occasion.kind.reduce(state, entry), occasion.kind.initial())

export async function resultOf(db: Reads, occurrence: string): Promise<Result<unknown> | null> {
  const row = await db
    .selectFrom('result')
    .select('document')
    .where('occurrence_id', '=', occurrence)
    .executeTakeFirst()
  return row ? parse<Result<unknown>>(row.document) : null
}

/** An earlier occurrence before it is folded, so that it can be folded for each reader. */
interface PastRows {
  earlier: Occasion
  entries: Entry[]
  result: Result<unknown> | null
}

/** Earlier occurrences that were held, newest first; of one member's entries only when `member` is given. */
async function pastRows(house: House, db: Reads, occasion: Occasion, member?: string): Promise<PastRows[]> {
  if (occasion.kind.remembers === 0) return []
  const rows = await db
    .selectFrom('occurrence')
    .selectAll()
    .where('ritual_id', '=', occasion.row.ritual_id)
    .where('state', 'in', ['open', 'closed'])
    .where('opens_at', '<', occasion.row.opens_at)
    .orderBy('opens_at', 'desc')
    .limit(occasion.kind.remembers)
    .execute()
  const past: PastRows[] = []
  for (const row of rows) {
    const entries = await entriesOf(db, row.id, await rolesOf(db, row.id), member)
    past.push({ earlier: assemble(house, row, occasion.ritual), entries, result: await resultOf(db, row.id) })
  }
  return past
}

const foldPast = (rows: PastRows[], of: (entries: Entry[]) => Entry[]): Past<unknown, unknown>[] =>
  rows.map(({ earlier, entries, result }) => ({
    occurrence: factsOf(earlier.row),
    state: fold(earlier, of(entries)),
    result,
  }))

async function rolesOf(db: Reads, occurrence: string): Promise<Map<string, Role>> {
  const rows = await db
    .selectFrom('participant')
    .select(['member_id', 'role'])
    .where('occurrence_id', '=', occurrence)
    .execute()
  return new Map(rows.map((row) => [row.member_id, row.role]))
}

export const factsOf = (row: Selectable<OccurrenceTable>): OccurrenceFacts => ({
  id: row.id,
  number: row.number ?? 0,
  date: row.local_at.slice(0, 10),
  opensAt: row.opens_at,
  closesAt: row.closes_at,
})

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
    phase: occasion.row.state === 'open' ? (occasion.row.phase ?? 'open') : occasion.row.state,
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
    history: sources.history,
    result: sources.result,
    threshold: occasion.frozen?.threshold ?? house.manifest.privacy.minimumGroup,
    random,
  }
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
): Promise<(guest: Guest) => AnyView> {
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
