/**
 * Which statements are not shown although enough have answered, because hardly anybody else was asked than last time.
 *
 * "6 of 10 agree", and a week later, with one more in the team, "7 of 11": whoever sees both knows what the newcomer said, provided that the
 * others still say the same. Bands do not help, since at the edge of a band one answer decides which of two is shown; nor does rounding. So of two
 * results that lie close together in time and whose people differ by some, but fewer than the threshold, only the first is shown:
 *
 * - people have joined or left: within four weeks, which is for the whole first cycle, and from one poll to the next however far apart; older
 *   results no longer stand beside newer ones either (the engine leaves them out of the history);
 * - the same people belong to it, but some are away now or were then: within three weeks. It is over as soon as the same ones are there again.
 *
 * That looks at each statement by itself: G comes every week, the others after one to five. Whether something is held back follows from what
 * everybody knows (who belongs to the team, who is away) and never from votes, so that holding back tells nothing.
 *
 * Where only absences are in the way, the statements of the week are left out one by one and still count into the index: at least one of the
 * three has not been shown for three weeks, and what it got hides what the others would tell.
 */
import type { Likeness, Overlap } from '#ritual'
import { blockOf, GLOBAL } from './instrument.ts'

/** Days between two results that must not be laid over each other. */
const NEAR: Record<keyof Overlap, number> = { members: 28, present: 21 }

/** What is held back in one poll. */
export interface Held {
  because: keyof Overlap
  /** Statements that are not shown; those of the company's own as `own-<id>`. */
  items: string[]
  /** Of these the ones that are kept all the same, for the index alone. */
  summed: string[]
  /** Local date from which on they may be shown again, at the latest. */
  until: string
}

/** A poll of the past, as far as this looks at it. */
export interface Earlier {
  occurrence: { date: string }
  overlap?: Overlap | null
  /** Null where nothing was published. `items` and `own` as a tally has them, null for what is not kept. */
  result: { tally: { items: object; own?: object | undefined; held?: Held | undefined } | null } | null
}

interface Conflict {
  item: string
  because: keyof Overlap
  until: string
}

/**
 * @param items everything that was asked, own statements as `own-<id>`
 * @param history newest first, with all that was published
 * @returns undefined where nothing is held back
 */
export function heldBack(
  items: readonly string[],
  { number, date }: { number: number; date: string },
  history: readonly Earlier[],
): Held | undefined {
  const conflicts = items.flatMap((item) => conflictsOn(item, date, history))
  if (conflicts.length === 0) return undefined
  const because = conflicts.some((each) => each.because === 'members') ? 'members' : 'present'
  const until = conflicts
    .map((each) => each.until)
    .toSorted()
    .at(-1)!
  const hit = new Set(conflicts.map(({ item }) => item))
  const block: readonly string[] = blockOf(number)
  const touched = block.some((item) => hit.has(item))
  const isSummed = because === 'present' && touched && !block.every((item) => hit.has(item))
  const summed = isSummed ? [...block] : []
  return { because, items: items.filter((item) => hit.has(item) || summed.includes(item)), summed, until }
}

/** Each earlier result of this statement that it must not stand beside. */
function conflictsOn(item: string, date: string, history: readonly Earlier[]): Conflict[] {
  return history.flatMap(({ occurrence, overlap, result }, index) => {
    if (!overlap || !wasShown(result?.tally ?? null, item)) return []
    const then = Temporal.PlainDate.from(occurrence.date)
    const { days } = then.until(date)
    const isNear = (of: keyof Overlap): boolean => days < NEAR[of] || (of === 'members' && index === 0)
    const because = (['members', 'present'] as const).find((of) => isFew(overlap[of]) && isNear(of))
    return because ? [{ item, because, until: then.add({ days: NEAR[because] }).toString() }] : []
  })
}

const isFew = (likeness: Likeness): boolean => likeness === 'few'

function wasShown(tally: NonNullable<Earlier['result']>['tally'], item: string): boolean {
  if (!tally || tally.held?.items.includes(item)) return false
  const own = item.startsWith(OWN)
  const kept: object = (own ? tally.own : tally.items) ?? {}
  return (kept as Record<string, unknown>)[own ? item.slice(OWN.length) : item] != null
}

/** How statements of the company's own are told apart from the instrument's. */
export const OWN = 'own-'

/** Whether the statement that comes every week is held back. */
export const isSpiritHeld = (held: Held | undefined): boolean => held?.items.includes(GLOBAL) ?? false
