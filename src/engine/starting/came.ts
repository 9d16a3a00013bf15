/** What came of that which was begun from an occurrence, as the rituals say it in which it was begun. */
import { BEGUN, type Begun, type Entry, type StartName, type Whereto } from '#ritual'
import type { House, Reads } from '../house.ts'
import { type Occasion, occasionOf } from '../occasion.ts'
import type { AnyView } from '../view.ts'
import { startedIn } from './started.ts'

const FIELDS = ['what', 'ritual', 'occurrence', 'goes']

/** The whole view of an occurrence in which something was begun. */
type ViewOf = (occasion: Occasion) => Promise<AnyView>

/** @param log of the occurrence from which it was begun */
export async function begunIn(house: House, db: Reads, log: readonly Entry[], viewOf: ViewOf): Promise<Begun[]> {
  const found: Begun[] = []
  for (const { form, answers, member, at } of log) {
    if (form !== BEGUN || answers === null) continue
    const [what, ritual, occurrence, goes] = FIELDS.map((name) => String(answers[name]))
    const came = await cameOf(house, db, { occurrence: occurrence!, what: what as StartName, at }, viewOf)
    found.push({ by: member, what: what as StartName, ritual: ritual!, goes: goes as Whereto, came })
  }
  return found
}

async function cameOf(
  house: House,
  db: Reads,
  { occurrence, what, at }: { occurrence: string; what: StartName; at: string },
  viewOf: ViewOf,
): Promise<Begun['came']> {
  const nothing = (): null => null
  const begun = await occasionIn(house, db, occurrence)
  const started = begun && startedIn(begun.row).find((each) => each.what === what && each.at === at)
  const spec = begun?.kind.starts?.[what]
  if (!begun || !started || !spec) return nothing
  // What can go into one that is running already lasts on into those after it.
  const occasion = spec.goes.includes('running') ? await newestOf(house, db, begun) : begun
  const view = await viewOf(occasion)
  const { kind } = occasion.kind
  return ({ t, ...reader }) => spec.came(view, started, { ...reader, t: house.texts.speak(t.language, kind) })
}

/** Null where it, or its kind, is there no more. */
async function occasionIn(house: House, db: Reads, id: string): Promise<Occasion | null> {
  const row = await db
    .selectFrom('occurrence')
    .innerJoin('ritual', 'ritual.id', 'occurrence.ritual_id')
    .select('ritual.kind')
    .where('occurrence.id', '=', id)
    .executeTakeFirst()
  return row && house.rituals.has(row.kind) ? occasionOf(house, db, id) : null
}

async function newestOf(house: House, db: Reads, begun: Occasion): Promise<Occasion> {
  const row = await db
    .selectFrom('occurrence')
    .select('id')
    .where('ritual_id', '=', begun.ritual.id)
    .where('state', 'in', ['open', 'closed'])
    .orderBy('opens_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row && (await occasionOf(house, db, row.id))) ?? begun
}
