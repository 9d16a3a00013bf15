/** Where fewer than the threshold could ever give a ballot, nothing of it could ever be shown: then nobody is asked for one. */
import { audienceOf } from './audience.ts'
import type { AnyRitual } from './discovery.ts'
import type { House, Reads } from './house.ts'
import { type RitualTeams, sealedPhaseOf } from './occasion.ts'

export interface Asking {
  row: RitualTeams
  kind: AnyRitual
  options: unknown
}

/** By everyone who belongs to it, away or not, so that it tells of nobody. A cohort may be smaller: it ends by itself. */
export async function isTooSmall(house: House, db: Reads, { row, kind, options }: Asking): Promise<boolean> {
  if (sealedPhaseOf(kind, options) === null) return false
  const forms = kind.asks(options)
  const asked = (await audienceOf(db, row)).filter(({ role }) => {
    const form = role === 'observer' ? undefined : forms[role]
    return form !== undefined && kind.forms[form]?.sealed
  })
  return asked.length < house.manifest.privacy.minimumGroup
}

/** Those that can be held. */
export async function largeEnough<Each extends Asking>(house: House, db: Reads, all: Each[]): Promise<Each[]> {
  const held: Each[] = []
  for (const each of all) if (!(await isTooSmall(house, db, each))) held.push(each)
  return held
}
