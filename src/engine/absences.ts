/**
 * Being away. One absence holds for every ritual: whoever is away is not asked, not reminded and not counted as missing; whoever comes back
 * while something is still open is asked then.
 */
import { isDrawn } from '../store/pairings.ts'
import { absencesFrom, type Away, isAwayOn, optOuts } from '../store/people.ts'
import { wake } from './act.ts'
import { type House, nowText, type Reads, type Writes } from './house.ts'
import { isAnonymous, type Occasion, occasionOf, sealedFormOf } from './occasion.ts'
import { deliveryId } from './outbox.ts'

/** Dates as the person has them, both ends included; `until` null: until they say so. */
export interface Leave {
  from: string
  until: string | null
}

/** Why somebody stands aside from what is open; `until` is a date or null. */
export interface Reason {
  reason: 'away' | 'snoozed' | 'opted-out' | 'not-drawn'
  until: string | null
}

/** The absence that holds on `date`, or the next one, or null. */
export async function absenceOf(db: Reads, member: string, date: string): Promise<Away | null> {
  const all = await absencesFrom(db, [member], date)
  return all.toSorted((a, b) => (a.from < b.from ? -1 : 1))[0] ?? null
}

/** Sets the one absence someone has; another one that has not ended yet gives way. `today` is their date. */
export async function goAway(house: House, trx: Writes, member: string, leave: Leave, today: string): Promise<void> {
  await endAbsences(trx, member, today)
  await trx
    .insertInto('absence')
    .values({ member_id: member, from_date: leave.from, until_date: leave.until, set_at: nowText(house) })
    .execute()
  await standAside(house, trx, member, null, { reason: 'away', until: leave.until }, leave.from)
}

/** Ends an absence today, or calls off one that is still to come. @returns whether there was one */
export async function comeBack(house: House, trx: Writes, member: string, today: string): Promise<boolean> {
  const ended = await endAbsences(trx, member, today)
  await standIn(house, trx, member, null, today)
  return ended
}

/** What is over of it stays, so that nobody who was away counts as missing afterwards. */
async function endAbsences(trx: Writes, member: string, today: string): Promise<boolean> {
  const yesterday = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString()
  const called = await trx
    .deleteFrom('absence')
    .where('member_id', '=', member)
    .where('from_date', '>=', today)
    .executeTakeFirst()
  const shortened = await trx
    .updateTable('absence')
    .set({ until_date: yesterday })
    .where('member_id', '=', member)
    .where((where) => where.or([where('until_date', 'is', null), where('until_date', '>=', today)]))
    .executeTakeFirst()
  return called.numDeletedRows + shortened.numUpdatedRows > 0n
}

/**
 * Takes someone out of what is open and not answered, and takes back what has not reached them yet. `ritual` null: out of everything. In a
 * poll they stay among those who were asked, or being taken out would tell that they had not voted; they are only not reminded.
 */
export async function standAside(
  house: House,
  trx: Writes,
  member: string,
  ritual: string | null,
  why: Reason,
  from?: string,
): Promise<void> {
  for (const occasion of await openOccasions(house, trx, member, ritual)) {
    // The others in their group read of it, and of the days on which they are not there.
    if (occasion.kind.drawing) await lookNow(house, trx, occasion.row.id)
    const place = await placeIn(trx, occasion, member)
    const isOpen = place?.status === 'waiting' || place?.status === 'asked'
    if (!place || !isOpen || (from !== undefined && occasion.row.local_at.slice(0, 10) < from)) continue
    const mayHaveVoted = place.status === 'asked' && sealedFormOf(occasion, place.role) !== null
    await trx
      .updateTable('participant')
      .set(mayHaveVoted ? { remind_at: null } : { status: 'absent', reason: why.reason, until: why.until })
      .where('occurrence_id', '=', occasion.row.id)
      .where('member_id', '=', member)
      .execute()
    await withdrawFrom(trx, occasion.row.id, member)
  }
}

/** Lets someone take part again in what is open; what they were not asked yet they are asked now. `today` is their date. */
export async function standIn(
  house: House,
  trx: Writes,
  member: string,
  ritual: string | null,
  today: string,
): Promise<void> {
  for (const occasion of await openOccasions(house, trx, member, ritual)) {
    if (occasion.kind.drawing) await lookNow(house, trx, occasion.row.id)
    const place = await placeIn(trx, occasion, member)
    if (!place) continue
    const isAside = place.status === 'absent' && place.reason !== 'holiday' && place.reason !== 'not-drawn'
    const isUnasked = place.status === 'asked' && (await wasWithdrawn(trx, occasion.row.id, member))
    if (!isAside && !isUnasked) continue
    const still = await stillAside(house, trx, occasion, member, today)
    await trx
      .updateTable('participant')
      .set(
        still ?? {
          status: (await wasPrompted(trx, occasion.row.id, member)) ? 'asked' : 'waiting',
          reason: null,
          until: null,
        },
      )
      .where('occurrence_id', '=', occasion.row.id)
      .where('member_id', '=', member)
      .execute()
    if (!still) await askAgain(house, trx, occasion.row.id, member)
  }
}

/** Locked in one order, as the engine does, so that neither asks someone whom the other just took out. */
async function openOccasions(house: House, trx: Writes, member: string, ritual: string | null): Promise<Occasion[]> {
  let query = trx
    .selectFrom('participant')
    .innerJoin('occurrence', 'occurrence.id', 'participant.occurrence_id')
    .select('occurrence.id')
    .where('participant.member_id', '=', member)
    .where('occurrence.state', '=', 'open')
    .where('occurrence.closes_at', '>', nowText(house))
  if (ritual !== null) query = query.where('occurrence.ritual_id', '=', ritual)
  const occasions: Occasion[] = []
  for (const { id } of await query.orderBy('occurrence.id').execute()) {
    const occasion = await occasionOf(house, trx, id, true)
    if (occasion?.row.state === 'open') occasions.push(occasion)
  }
  return occasions
}

const placeIn = (trx: Writes, occasion: Occasion, member: string) =>
  trx
    .selectFrom('participant')
    .select(['role', 'status', 'reason'])
    .where('occurrence_id', '=', occasion.row.id)
    .where('member_id', '=', member)
    .executeTakeFirst()

/** Another reason to stay aside, when one is over: away and snoozed at the same time. */
async function stillAside(
  house: House,
  trx: Writes,
  occasion: Occasion,
  member: string,
  today: string,
): Promise<{ status: 'absent'; reason: Reason['reason']; until: string | null } | null> {
  const date = occasion.row.local_at.slice(0, 10)
  // Results are compared by who was there on the day of a poll (overlap.ts), so there it is that day that counts.
  const day = isAnonymous(occasion) || date > today ? date : today
  const away = (await absencesFrom(trx, [member], day)).find((each) => isAwayOn(each, day))
  if (away) return { status: 'absent', reason: 'away', until: away.until }
  const left = await optOuts(trx, occasion.ritual.id, nowText(house))
  if (!left.has(member)) return (await isLeftOver(trx, occasion, member)) ? NOT_DRAWN : null
  const until = left.get(member)?.slice(0, 10) ?? null
  return { status: 'absent', reason: until === null ? 'opted-out' : 'snoozed', until }
}

const NOT_DRAWN = { status: 'absent', reason: 'not-drawn', until: null } as const

/** Whoever was away when people were drawn together has nobody to meet now, unless what they do together is the whole team's. */
const isLeftOver = async (trx: Writes, { kind, row }: Occasion, member: string): Promise<boolean> =>
  kind.drawing !== undefined && !kind.drawing.open && !(await isDrawn(trx, row.id, member))

async function withdrawFrom(trx: Writes, occurrence: string, member: string): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ state: 'cancelled' })
    .where('occurrence_id', '=', occurrence)
    .where('recipient', '=', `member:${member}`)
    .where((where) => where.or([where('key', '=', 'prompt'), where('key', 'like', 'reminder%')]))
    .where('state', '=', 'queued')
    .where('sent_revision', '=', 0)
    .execute()
}

async function promptState(trx: Writes, occurrence: string, member: string) {
  return trx
    .selectFrom('delivery')
    .select(['state', 'sent_revision'])
    .where('id', '=', deliveryId(occurrence, 'prompt', `member:${member}`))
    .executeTakeFirst()
}

const wasPrompted = async (trx: Writes, occurrence: string, member: string): Promise<boolean> =>
  Number((await promptState(trx, occurrence, member))?.sent_revision ?? 0) > 0

const wasWithdrawn = async (trx: Writes, occurrence: string, member: string): Promise<boolean> =>
  (await promptState(trx, occurrence, member))?.state === 'cancelled'

/** A message that was taken back makes room for a new one, and the engine looks who is to be asked. */
async function askAgain(house: House, trx: Writes, occurrence: string, member: string): Promise<void> {
  await trx
    .deleteFrom('delivery')
    .where('occurrence_id', '=', occurrence)
    .where('recipient', '=', `member:${member}`)
    .where('state', '=', 'cancelled')
    .where('sent_revision', '=', 0)
    .execute()
  await lookNow(house, trx, occurrence)
}

async function lookNow(house: House, trx: Writes, occurrence: string): Promise<void> {
  const now = nowText(house)
  await trx.updateTable('occurrence').set({ next_at: now }).where('id', '=', occurrence).execute()
  wake(trx, { name: 'occurrence', key: occurrence, runAt: now })
}
