/**
 * How two polls' people differ, so that nobody can be worked out by laying one result over the other: 7 of 11 after 6 of 10 tells what the
 * newcomer said. Only what everybody knows goes in here, who belonged to those asked and who of them was there; never who voted.
 */
import type { Likeness, Overlap } from '#ritual'
import { parse } from '../store/codecs.ts'
import { differenceWith } from './differences.ts'
import type { Reads } from './house.ts'
import { type Frozen, isAnonymous, type Occasion, sealedFormOf } from './occasion.ts'

/** Those who were asked for a ballot. */
export interface Asked {
  /** Everyone who belonged to them, away or not. */
  members: Set<string>
  /** Without those who were away, on holiday, snoozed or had left. */
  present: Set<string>
  /** Whether somebody of them is known no more, having had themselves forgotten: what is left is not the whole of it. */
  isPartial: boolean
}

/** What an occurrence row says of those who were asked in it. */
interface Poll {
  id: string
  local_at: string
  closes_at: string
  frozen: string | null
}

/** Of these occurrences of one ritual, by id. */
export async function askedIn(db: Reads, occasion: Occasion, polls: readonly Poll[]): Promise<Map<string, Asked>> {
  if (polls.length === 0) return new Map()
  const ids = polls.map(({ id }) => id)
  const rows = await db
    .selectFrom('participant')
    .select(['occurrence_id', 'member_id', 'role', 'status'])
    .where('occurrence_id', 'in', ids)
    .execute()
  const away = await awayAmong(db, ids)
  const voters = rows.filter((row) => sealedFormOf(occasion, row.role) !== null)
  return new Map(
    polls.map((poll) => {
      const own = voters.filter((row) => row.occurrence_id === poll.id)
      const isThere = (row: (typeof own)[number]): boolean =>
        row.status !== 'absent' && !away.some((each) => each.member === row.member_id && covers(each, poll))
      const members = new Set(own.map((row) => row.member_id))
      const present = new Set(own.filter(isThere).map((row) => row.member_id))
      const asked = poll.frozen === null ? undefined : parse<Frozen>(poll.frozen).asked
      return [poll.id, { members, present, isPartial: asked !== undefined && asked > members.size }]
    }),
  )
}

interface Leave {
  member: string
  from: string
  until: string | null
  setAt: string
}

/** What somebody says only afterwards does not make them away then: their answer counts in what was shown. */
function covers({ from, until, setAt }: Leave, { local_at, closes_at }: Poll): boolean {
  const date = local_at.slice(0, 10)
  return from <= date && (until === null || date <= until) && setAt <= closes_at
}

/** Who says while a poll is open that they are away stays among those asked, or it would tell that they had not voted. */
async function awayAmong(db: Reads, polls: string[]): Promise<Leave[]> {
  const rows = await db
    .selectFrom('absence')
    .select(['member_id', 'from_date', 'until_date', 'set_at'])
    .where('member_id', 'in', (select) =>
      select.selectFrom('participant').select('participant.member_id').where('occurrence_id', 'in', polls),
    )
    .execute()
  return rows.map((row) => ({
    member: row.member_id,
    from: row.from_date,
    until: row.until_date,
    setAt: row.set_at,
  }))
}

/** Of each of these earlier occurrences, held against the occasion's own; empty where nothing is sealed. */
export async function overlapsWith(
  db: Reads,
  occasion: Occasion,
  earlier: readonly Poll[],
): Promise<Map<string, Overlap>> {
  if (earlier.length === 0 || !isAnonymous(occasion) || !occasion.frozen) return new Map()
  const asked = await askedIn(db, occasion, [...earlier, occasion.row])
  const { threshold } = occasion.frozen
  const then = earlier.map(({ id, local_at }) => ({ asked: asked.get(id), date: local_at.slice(0, 10) }))
  const now = { asked: asked.get(occasion.row.id), date: occasion.row.local_at.slice(0, 10) }
  const overlaps = overlapsOf(then, now, threshold)
  return new Map(earlier.map(({ id }, index) => [id, overlaps[index]!]))
}

/** One of several polls of a ritual; nothing is asked where nothing is known of it. */
export interface Dated {
  asked: Asked | undefined
  /** Local date. */
  date: string
}

/** Sums of three results are looked at within so many days; longer than any of them must not stand beside another. */
const NEAR_DAYS = 28

/**
 * Of each of the earlier polls: one by one, and any two of them together with this one. When all are there, then one half and then the other, the first
 * result less the two that follow tells of those who were in neither half.
 * @param fewest how many a comparison must tell of at least to tell of nobody
 */
export function overlapsOf(earlier: readonly Dated[], now: Dated, fewest: number): Overlap[] {
  const overlaps = earlier.map(({ asked }) => overlapOf(asked, now.asked, fewest))
  for (const who of ['members', 'present'] as const) {
    const others = [...earlier.entries()].filter(
      ([index, { date }]) =>
        overlaps[index]![who] === 'many' && Temporal.PlainDate.from(date).until(now.date).days <= NEAR_DAYS,
    )
    for (const [place, [one, { asked: first }]] of others.entries()) {
      for (const [other, { asked: second }] of others.slice(place + 1)) {
        if (!differenceWith([first![who], second![who]], now.asked![who], fewest)) continue
        overlaps[one]![who] = 'few'
        overlaps[other]![who] = 'few'
      }
    }
  }
  return overlaps
}

export function overlapOf(then: Asked | undefined, now: Asked | undefined, fewest: number): Overlap {
  // What is not known any more may have been anything.
  if (!then || !now || then.isPartial || now.isPartial) return { members: 'few', present: 'few' }
  return {
    members: likeness(then.members, now.members, fewest),
    present: likeness(then.present, now.present, fewest),
  }
}

/** `few` when in either direction there are some, but fewer than `fewest`. */
export function likeness(then: ReadonlySet<string>, now: ReadonlySet<string>, fewest: number): Likeness {
  const gone = then.difference(now).size
  const come = now.difference(then).size
  if (gone === 0 && come === 0) return 'same'
  const isFew = (count: number): boolean => count > 0 && count < fewest
  return isFew(gone) || isFew(come) ? 'few' : 'many'
}
