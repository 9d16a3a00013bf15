/** Who has gone away since an occurrence began for them. Whoever was away that day already stands aside in it (participants.ts, absences.ts). */
import { absencesFrom, type Away, isAwayOn } from '../store/people.ts'
import { dateIn } from '../time/format.ts'
import type { Guest } from './guests.ts'
import type { Reads } from './house.ts'
import type { Occasion } from './occasion.ts'

/** @returns the ids of those of these people who are away at `at` (an instant), by their own clocks. */
export async function awayBy(
  db: Reads,
  { row }: Occasion,
  guests: readonly Guest[],
  at: string,
): Promise<ReadonlySet<string>> {
  const today = new Map<string, string>()
  const dayIn = (zone: string): string => dateIn(at, zone)
  const later = guests.filter(({ zone }) => today.getOrInsertComputed(zone, dayIn) > row.local_at.slice(0, 10))
  if (later.length === 0) return NOBODY
  const zones = new Map(later.map(({ id, zone }) => [id, zone]))
  const absences = await absencesFrom(db, [...zones.keys()], [...today.values()].toSorted()[0]!)
  const isAway = (absence: Away): boolean => isAwayOn(absence, today.get(zones.get(absence.member)!)!)
  return new Set(absences.filter(isAway).map(({ member }) => member))
}

const NOBODY: ReadonlySet<string> = new Set()
