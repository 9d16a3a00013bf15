/**
 * Sends what stands in the outbox: claims one row, sends or edits, writes down how it went. A claim names its holder, so that whoever dies in
 * the middle leaves a row that says "this may have arrived", and whoever was only held up does not send it a second time (life.ts).
 */
import type { Selectable } from 'kysely'
import { DeliveryError, type MessageReference } from '#platform'
import type { Job } from '../jobs/queue.ts'
import { json } from '../store/codecs.ts'
import type { DeliveryTable } from '../store/schema.ts'
import { instantText } from '../time/format.ts'
import { allDone } from '../all-done.ts'
import { act, wake } from './act.ts'
import { actTogether } from './act-together.ts'
import { REMINDERS } from './asking.ts'
import { type House, nowText, type Writes } from './house.ts'
import { insist } from './insist.ts'
import { LEASE_SECONDS } from './life.ts'
import { secondsBetween } from './levels.ts'
import { editAnew } from './outbox.ts'
import { UNTOLD } from './poll-reminder.ts'
import { timeFor } from './time-to-send.ts'
import { transmit } from './transmit.ts'
import { settleFailed } from './undelivered.ts'

export type Row = Selectable<DeliveryTable> & { holder: string }

/** @returns whether anything was sent or settled. */
export async function deliver(house: House, id: string): Promise<boolean> {
  const claimed = await claim(house, id)
  if (claimed === null) return false
  const { row, mayStand } = claimed
  try {
    await bringOut(house, row, mayStand)
  } finally {
    house.life.inHand.delete(row.id)
  }
  return true
}

async function bringOut(house: House, row: Row, mayStand: boolean): Promise<void> {
  const { sent, inDoubt } = house.life
  const known = sent.get(row.id)
  let reference = known?.revision === row.revision ? known.reference : null
  try {
    inDoubt.add(row.id)
    reference ??= await logged(house, row, () => transmit(house, row, mayStand))
  } catch (error) {
    if (error instanceof DeliveryError && error.outcome !== 'unknown') inDoubt.delete(row.id)
    await settleFailed(house, row, mayStand, error)
    inDoubt.delete(row.id)
    return
  }
  const stands = reference
  sent.set(row.id, { revision: row.revision, reference: stands })
  const shown = known === undefined ? shownBy(row, mayStand) : row.revision
  await insist(() => settleSent(house, row, stands, shown))
  sent.delete(row.id)
  inDoubt.delete(row.id)
  // Whether a poll's reminder was sent is told to nobody, not even as a number.
  if (stands !== UNTOLD) house.meter.delivered(row.platform, 'sent', secondsBetween(row.not_before, nowText(house)))
}

/** What was found standing may be an earlier revision: then it is edited, now that it is known where it stands. */
const shownBy = ({ reference, revision }: Row, mayStand: boolean): number =>
  mayStand && reference === null && revision > 1 ? revision - 1 : revision

/** How long a reminder is on its way may tell whether it was sent at all, so of reminders nothing is logged. */
async function logged<T>(
  { log }: House,
  { id, key, recipient, occurrence_id: occurrence }: Row,
  work: () => Promise<T>,
): Promise<T> {
  if (REMINDERS.includes(key)) return work()
  log.debug({ delivery: id, occurrence, recipient }, 'sending')
  try {
    return await work()
  } finally {
    log.debug({ delivery: id, occurrence, recipient }, 'sent or not')
  }
}

/**
 * One process owns an SQLite file: what was being sent when it starts was being sent by one that died. Replicas on PostgreSQL watch over each
 * other.
 */
export async function endDeadLeases(house: House): Promise<void> {
  if (house.db.dialect === 'postgres') return
  const lease_until = nowText(house)
  await act(house, (trx) => trx.updateTable('delivery').set({ lease_until }).where('state', '=', 'sending').execute())
}

/**
 * Takes the row if it is due and nobody else has it. It is in hand before the claim is on disk: others of this process see there that it is claimed before
 * we hear of it ourselves. `mayStand`: an earlier attempt never told how it went.
 */
async function claim(house: House, id: string): Promise<{ row: Row; mayStand: boolean } | null> {
  const { inHand } = house.life
  let taken: string | null = null
  const letGo = (): void => {
    if (taken !== null) inHand.delete(taken)
    taken = null
  }
  try {
    return await actTogether(house, 'deliveries', id, async (trx) => {
      // What an attempt that was rolled back had taken is free again.
      letGo()
      const claimed = await claimNext(house, trx, id)
      if (claimed) inHand.add((taken = claimed.row.id))
      return claimed
    })
  } catch (error) {
    letGo()
    throw error
  }
}

async function claimNext(house: House, trx: Writes, id: string): Promise<{ row: Row; mayStand: boolean } | null> {
  const now = nowText(house)
  const holder = house.life.id
  const woken = await trx.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirst()
  if (!woken) return null
  if (woken.not_before > now) wakeAgain(trx, woken, woken.not_before)
  if (isElsewhere(woken, now, holder)) wake(trx, comeBack(house, woken))
  const row = await nextInLine(trx, woken, now, holder)
  if (!row || house.life.inHand.has(row.id) || !isDue(row, now, house.life.id)) return null
  const parent = await parentOf(trx, row)
  if (parent === 'lost') await cancel(trx, row.id)
  if (parent !== 'stands') return null
  const mayStand = mayHaveArrived(house, row)
  if (row.state === 'queued' && row.sent_revision === 0 && !mayStand) {
    const time = await timeFor(house, trx, row, now)
    if (time === 'never') await cancel(trx, row.id)
    else if (time !== 'now') await holdBack(trx, row, time)
    if (time !== 'now') return null
  }
  const lease = instantText(house.clock.now().add({ seconds: LEASE_SECONDS }))
  const taken = await trx
    .updateTable('delivery')
    .set({
      state: 'sending',
      lease_until: lease,
      holder,
      attempts: row.attempts + 1,
      // Whoever comes after us has to know it, too.
      ...(mayStand && { error: 'unknown' }),
    })
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('attempts', '=', row.attempts)
    .executeTakeFirst()
  if (taken.numUpdatedRows === 0n) return null
  // Another of its thread goes first.
  if (row.id !== woken.id) wakeAgain(trx, woken, woken.not_before)
  return { row: { ...row, holder }, mayStand }
}

/**
 * Whoever died while sending it, or heard no answer, left no word of where it stands. That somebody pressed a button in it and was answered in place
 * tells that it does, and not where. What this process itself did not get to send, and could not write down, has gone nowhere.
 */
function mayHaveArrived({ life }: House, row: Selectable<DeliveryTable>): boolean {
  if (row.error === 'unknown') return true
  if (row.state === 'sending') return row.holder !== life.id || life.inDoubt.has(row.id)
  return row.reference === null && row.sent_revision > 0
}

const isElsewhere = (row: Selectable<DeliveryTable>, now: string, self: string): boolean =>
  row.state === 'sending' &&
  row.holder !== self &&
  row.sent_revision < row.revision &&
  row.lease_until !== null &&
  row.lease_until > now

/** Milliseconds; spread, so that it is not the same replica each time that looks first. */
const COME_BACK = { least: 1000, spread: 2000 }

/**
 * A job that runs here tells that the one of whoever holds the message does not run any more: it is dead, and will be noticed; or it lives and never heard that
 * its claim, or what it wrote down, was committed, and then goes on when the job comes to it.
 */
function comeBack({ clock }: House, { id, recipient }: Selectable<DeliveryTable>): Job {
  const pause = Math.round(COME_BACK.least + Math.random() * COME_BACK.spread)
  return { name: 'deliver', key: id, runAt: instantText(clock.now().add({ milliseconds: pause })), lane: recipient }
}

/** Of one delivery one job waits, for the earliest time that anybody asked for: run in vain, it must not be the last. */
function wakeAgain(trx: Writes, row: Selectable<DeliveryTable>, runAt: string): void {
  if (row.state !== 'queued' || row.sent_revision >= row.revision) return
  wake(trx, { name: 'deliver', key: row.id, runAt, lane: row.recipient })
}

/** A thread stands in the order it was meant: whichever of its messages is woken, the first one that waits goes out. */
async function nextInLine(
  trx: Writes,
  row: Selectable<DeliveryTable>,
  now: string,
  self: string,
): Promise<Selectable<DeliveryTable> | undefined> {
  if (row.under === null || row.sent_revision > 0) return row
  return trx
    .selectFrom('delivery')
    .selectAll()
    .where('under', '=', row.under)
    .where('sent_revision', '=', 0)
    .where('not_before', '<=', now)
    .where((where) =>
      where.or([
        where('state', '=', 'queued'),
        where.and([
          where('state', '=', 'sending'),
          where.or([where('lease_until', '<=', now), where('holder', '=', self)]),
        ]),
      ]),
    )
    .orderBy('queued_at')
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
}

/** What this process holds without having it in hand, it could not write down when it had sent it. */
function isDue(row: Selectable<DeliveryTable>, now: string, self: string): boolean {
  if (row.not_before > now || row.sent_revision >= row.revision) return false
  if (row.state !== 'sending') return row.state === 'queued'
  return row.holder === self || (row.lease_until !== null && row.lease_until <= now)
}

/**
 * An answer in a thread waits for the message it hangs under; the sweep asks again. Where that one did not get through, or nobody knows where it
 * stands, there is no thread: its answers are not strewn over the channel instead.
 */
async function parentOf(trx: Writes, row: Selectable<DeliveryTable>): Promise<'stands' | 'waits' | 'lost'> {
  if (row.under === null || row.reference !== null) return 'stands'
  const parent = await trx
    .selectFrom('delivery')
    .select(['state', 'reference'])
    .where('id', '=', row.under)
    .executeTakeFirst()
  if (parent?.reference) return 'stands'
  return parent?.state === 'queued' || parent?.state === 'sending' ? 'waits' : 'lost'
}

async function holdBack(trx: Writes, { id, recipient }: Selectable<DeliveryTable>, until: string): Promise<void> {
  await trx.updateTable('delivery').set({ not_before: until }).where('id', '=', id).execute()
  wake(trx, { name: 'deliver', key: id, runAt: until, lane: recipient })
}

async function cancel(trx: Writes, id: string): Promise<void> {
  await trx.updateTable('delivery').set({ state: 'cancelled', lease_until: null }).where('id', '=', id).execute()
}

async function settleSent(house: House, row: Row, reference: MessageReference, shown: number): Promise<void> {
  const now = nowText(house)
  await actTogether(house, 'deliveries', row.id, async (trx) => {
    const settled = trx
      .updateTable('delivery')
      .set((column) => ({
        state: column
          .case()
          .when('revision', '>', shown)
          .then('queued' as const)
          .else('sent' as const)
          .end(),
        sent_revision: shown,
        reference: json(reference),
        lease_until: null,
        holder: null,
        error: null,
        // How long the sending took would tell whether anything was sent.
        sent_at: row.sent_at ?? (reference === UNTOLD ? row.not_before : now),
        edited_at: row.sent_revision > 0 ? now : null,
      }))
      .where('id', '=', row.id)
      // That a message stands is worth knowing also from one who was taken for dead.
      .where((where) => where.or([where('holder', '=', row.holder), where('reference', 'is', null)]))
      .returning('state')
      .executeTakeFirst()
    const threaded = trx
      .selectFrom('delivery')
      .select(['id', 'not_before', 'recipient'])
      .where('under', '=', row.id)
      .where('state', '=', 'queued')
      .execute()
    const [after, children] = await allDone([settled, threaded])
    if (!after) return editAnew(trx, row)
    wake(
      trx,
      ...children.map((child) => ({ name: 'deliver', key: child.id, runAt: child.not_before, lane: child.recipient })),
    )
    // Revised since: out again.
    if (after.state === 'queued') wake(trx, { name: 'deliver', key: row.id, runAt: now, lane: row.recipient })
  })
}
