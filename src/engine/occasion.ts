/** An occurrence with all that belongs to it: its ritual, its kind, its team, and what was frozen when it opened. */
import type { Person, Role } from '#ritual'
import { parse, parsedOnce } from '../store/codecs.ts'
import { lockedOccurrence, occurrenceById, ritualIn } from '../store/occurrences.ts'
import type { OccurrenceTable, RitualTable } from '../store/schema.ts'
import type { Calendar } from '../time/calendar.ts'
import { parseDuration } from '../time/duration.ts'
import type { Schedule } from '../time/schedule.ts'
import type { Selectable } from 'kysely'
import type { AnyRitual } from './discovery.ts'
import { keptOptions, optionsIn, readOnce } from './kept-options.ts'
import { type House, kindOf, type Reads, type Team, teamOf } from './house.ts'

/** A schedule with its ritual's defaults filled in. */
export type FullSchedule = Schedule & { window: string; reminder: string }

/** The phase of a closed occurrence once the next one has begun. */
export const OVER = 'over'

/** What must not change under an open occurrence: options, threshold, when each phase closes. */
export interface Frozen {
  options: unknown
  threshold: number
  phases: { name: string; closesAt: string }[]
  /** Members of the team, its leaders not counted. */
  size: number
  /** How many belonged to those who are asked for a ballot, away or not. */
  asked?: number
  leaders: Person[]
}

export interface Occasion {
  row: Selectable<OccurrenceTable>
  ritual: Selectable<RitualTable>
  kind: AnyRitual
  schedule: FullSchedule
  options: unknown
  team: Team | null
  frozen: Frozen | null
}

/** @returns null when there is no such occurrence. `lock` keeps other replicas out until the transaction ends. */
export async function occasionOf(house: House, db: Reads, id: string, lock = false): Promise<Occasion | null> {
  const locks = lock && house.db.dialect === 'postgres'
  const [row] = (await (locks ? lockedOccurrence(db, id) : occurrenceById(db, id))).rows
  return row ? assemble(house, row, ritualIn(row)) : null
}

export function assemble(house: House, row: Selectable<OccurrenceTable>, ritual: Selectable<RitualTable>): Occasion {
  const kind = kindOf(house, ritual.kind)
  const frozen = row.frozen === null ? null : frozenIn(kind, row.frozen)
  return {
    row,
    ritual,
    kind,
    schedule: parsedOnce<FullSchedule>(ritual.schedule),
    options: frozen?.options ?? optionsIn(kind, ritual.options),
    team: teamOf(house, ritual.team_id),
    frozen,
  }
}

const frozenIn = (kind: AnyRitual, text: string): Frozen =>
  readOnce(kind, `frozen ${text}`, () => {
    const kept = parse<Frozen>(text)
    return { ...kept, options: keptOptions(kind, kept.options) }
  })

/**
 * When each phase closes, counted from the moment the last participant is asked. A day is a calendar day in `zone`: the time of day stays
 * across a daylight-saving change.
 */
export function phaseCloses(
  { calendars }: Pick<House, 'calendars'>,
  kind: AnyRitual,
  options: unknown,
  window: string,
  lastOpening: Temporal.Instant,
  zone: string,
): { name: string; closesAt: Temporal.Instant }[] {
  let at = lastOpening.toZonedDateTimeISO(zone)
  return kind.phases(options).map((phase) => {
    at = at.add(parseDuration(phase.lasts === 'window' ? window : phase.lasts))
    if (phase.endsAtWork) at = onWorkingDay(calendars.organisation, at)
    return { name: phase.name, closesAt: at.toInstant() }
  })
}

/** The same time of the next working day, where this is none. */
function onWorkingDay(calendar: Calendar, at: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const date = at.toPlainDate()
  const next = calendar.isWorkingDay(date) ? null : calendar.nextWorkingDay(date)
  return next === null ? at : next.toZonedDateTime({ timeZone: at.timeZoneId, plainTime: at.toPlainTime() })
}

export type RitualTeams = Pick<Selectable<RitualTable>, 'team_id' | 'with_teams'>

/** The team it belongs to, and those that take part with it. */
export const teamsOf = ({ team_id, with_teams }: RitualTeams): string[] => [
  team_id,
  ...parse<string[]>(with_teams).filter((team) => team !== team_id),
]

export const asks = (occasion: Occasion): Partial<Record<Role, string>> => occasion.kind.asks(occasion.options)

/**
 * The phase at whose end the ballots are opened: the last one, or the one that the options name. Null where answers carry names.
 * @throws Error when the ritual names a phase that it does not have
 */
export function sealedPhaseOf(kind: AnyRitual, options: unknown): string | null {
  if (kind.privacy === 'named') return null
  const phases = kind.phases(options).map(({ name }) => name)
  const phase = kind.privacy === 'anonymous' ? phases.at(-1)! : (kind.unseals?.(options) ?? null)
  if (phase !== null && !phases.includes(phase))
    throw new Error(`${kind.kind} has no phase "${phase}" to unseal after.`)
  return phase
}

export const isAnonymous = (occasion: Occasion): boolean => sealedPhaseOf(occasion.kind, occasion.options) !== null

/** The phase in which the ballots have been counted and their key is being destroyed. */
export const ERASING = 'erasing'

/** How far the ballots of an anonymous occasion are; `none` in a named one, `breaking` until their key is gone. */
export type Seal = 'none' | 'sealed' | 'breaking' | 'broken'

export function sealOf(occasion: Occasion): Seal {
  const until = sealedPhaseOf(occasion.kind, occasion.options)
  const { state, phase } = occasion.row
  if (until === null) return 'none'
  if (phase === ERASING) return 'breaking'
  if (state !== 'open') return state === 'closed' ? 'broken' : 'sealed'
  const names = (occasion.frozen?.phases ?? []).map(({ name }) => name)
  return names.indexOf(phase ?? '') <= names.indexOf(until) ? 'sealed' : 'broken'
}

/** When the ballots of an open anonymous occasion are opened. Instant. */
export function unsealsAt(occasion: Occasion): string {
  const until = sealedPhaseOf(occasion.kind, occasion.options)
  return occasion.frozen?.phases.find(({ name }) => name === until)?.closesAt ?? occasion.row.closes_at
}

/** The form in which a role's answers are sealed, if that role answers anonymously here. */
export function sealedFormOf(occasion: Occasion, role: Role): string | null {
  const form = asks(occasion)[role]
  return form !== undefined && isAnonymous(occasion) && occasion.kind.forms[form]?.sealed ? form : null
}
