/**
 * Sends what stands in the outbox: claims one row, sends or edits, writes down how it went. A claim names its holder, so that whoever dies in
 * the middle leaves a row that says "this may have arrived", and whoever was only held up does not send it a second time (life.ts).
 */
import type { Selectable } from 'kysely'
import { DeliveryError, type MessageReference, type Outgoing, type Platform } from '#platform'
import { fault } from '../log.ts'
import { json, parse } from '../store/codecs.ts'
import { identities } from '../store/people.ts'
import type { DeliveryTable } from '../store/schema.ts'
import { instantText } from '../time/format.ts'
import { act, wake } from './act.ts'
import { REMINDERS } from './asking.ts'
import { groupConversation } from './group-conversations.ts'
import { groupOf } from './group-places.ts'
import { type House, nowText, type Writes } from './house.ts'
import { holds } from './life.ts'
import { secondsBetween } from './levels.ts'
import { leaving } from './leaving.ts'
import { editAnew } from './outbox.ts'
import { pollReminder, UNTOLD } from './poll-reminder.ts'
import { type KeptMessage, withWayToOthers } from './reaching.ts'
import { settleFailed } from './undelivered.ts'

/** Longer than any platform waits for its turn: this is for what hangs. The dead are told by their silence, and much earlier. */
const LEASE_SECONDS = 120

type Row = Selectable<DeliveryTable> & { holder: string }

/** @returns whether anything was sent or settled. */
export async function deliver(house: House, id: string): Promise<boolean> {
  const claimed = await claim(house, id)
  if (claimed === null) return false
  const { row, mayStand } = claimed
  const { inHand } = house.life
  inHand.add(row.id)
  try {
    await bringOut(house, row, mayStand)
  } finally {
    inHand.delete(row.id)
  }
  return true
}

async function bringOut(house: House, row: Row, mayStand: boolean): Promise<void> {
  const { sent } = house.life
  const known = sent.get(row.id)
  let reference = known?.revision === row.revision ? known.reference : null
  try {
    reference ??= await logged(house, row, () => transmit(house, row, mayStand))
  } catch (error) {
    return settleFailed(house, row, mayStand, error)
  }
  const stands = reference
  sent.set(row.id, { revision: row.revision, reference: stands })
  await insist(() => settleSent(house, row, stands))
  sent.delete(row.id)
  // Whether a poll's reminder was sent is told to nobody, not even as a number.
  if (stands !== UNTOLD) house.meter.delivered(row.platform, 'sent', secondsBetween(row.not_before, nowText(house)))
}

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

/** Milliseconds. Where a message stands is known here alone until it is written down: a connection that breaks just now must not cost it. */
const PAUSES = [50, 500]

async function insist(write: () => Promise<void>): Promise<void> {
  for (const pause of PAUSES) {
    try {
      return await write()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  await write()
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

/** Takes the row if it is due and nobody else has it. `mayStand`: an earlier attempt never told how it went. */
async function claim(house: House, id: string): Promise<{ row: Row; mayStand: boolean } | null> {
  const now = nowText(house)
  const holder = house.life.id
  return act(house, async (trx) => {
    const row = await nextInLine(trx, id, now)
    if (!row || house.life.inHand.has(row.id) || !isDue(row, now, house.life.id)) return null
    const parent = await parentOf(trx, row)
    if (parent === 'lost') await cancel(trx, row.id)
    if (parent !== 'stands') return null
    const lease = instantText(house.clock.now().add({ seconds: LEASE_SECONDS }))
    const taken = await trx
      .updateTable('delivery')
      .set({ state: 'sending', lease_until: lease, holder, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .where('state', '=', row.state)
      .where('attempts', '=', row.attempts)
      .executeTakeFirst()
    const mayStand = row.state === 'sending' || row.error === 'unknown'
    return taken.numUpdatedRows === 1n ? { row: { ...row, holder }, mayStand } : null
  })
}

/** A thread stands in the order it was meant: whichever of its messages is woken, the first one that waits goes out. */
async function nextInLine(trx: Writes, id: string, now: string): Promise<Selectable<DeliveryTable> | undefined> {
  const row = await trx.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || row.under === null || row.sent_revision > 0) return row
  return trx
    .selectFrom('delivery')
    .selectAll()
    .where('under', '=', row.under)
    .where('sent_revision', '=', 0)
    .where('not_before', '<=', now)
    .where((where) =>
      where.or([
        where('state', '=', 'queued'),
        where.and([where('state', '=', 'sending'), where('lease_until', '<=', now)]),
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

async function cancel(trx: Writes, id: string): Promise<void> {
  await trx.updateTable('delivery').set({ state: 'cancelled', lease_until: null }).where('id', '=', id).execute()
}

async function transmit(house: House, row: Row, mayStand: boolean): Promise<MessageReference> {
  const platform = house.platforms.get(row.platform)
  if (!platform) throw new DeliveryError('later', `${row.platform} is not connected`, 60)
  const outgoing: Outgoing = {
    id: row.id,
    conversation: await conversationOf(house, platform, row),
    thread: await threadOf(house, row),
    message: await leaving(
      house,
      row.platform,
      await withWayToOthers(house, platform, row.language, parse<KeptMessage>(row.message)),
    ),
    language: row.language,
    zone: row.zone,
    mayStand,
    mayGo: () => holds(house.life, row.holder),
  }
  if (row.reference === null) return sendNew(house, platform, row, outgoing)
  const reference = parse<MessageReference>(row.reference)
  return (await platform.update(reference, outgoing)) ?? reference
}

/** A poll's reminder goes only to those who have not voted by now, and leaves no trace of which they are: not even that it failed. */
async function sendNew(house: House, platform: Platform, row: Row, outgoing: Outgoing): Promise<MessageReference> {
  if (REMINDERS.includes(row.key) && (await seemsAway(house, platform, row))) return UNTOLD
  const reminder = await pollReminder(house, row)
  if (reminder === 'other') return platform.send(outgoing)
  if (reminder === 'send') {
    // Coming back later would leave a trace: it waits here.
    await platform.send({ ...outgoing, patient: true }).catch((error: unknown) => {
      house.log.warn({ platform: row.platform, ...fault(error) }, 'a reminder did not get through')
    })
  }
  return UNTOLD
}

/** What the platform says of somebody is a hint and no more: they were asked, and are not asked again. */
async function seemsAway(house: House, platform: Platform, row: Row): Promise<boolean> {
  const own = await identities(house.db.kysely, row.recipient.slice('member:'.length))
  const identity = own.find((each) => each.platform === platform.name)
  if (!identity) return false
  const known = await platform.availability([identity.externalId]).catch(() => null)
  return known?.get(identity.externalId) === 'away'
}

/** A member's own conversation is opened once and remembered. */
async function conversationOf(house: House, platform: Platform, row: Row): Promise<string> {
  if (row.recipient.startsWith('channel:')) return row.recipient.slice('channel:'.length + platform.name.length + 1)
  const group = groupOf(row.recipient)
  if (group) return groupConversation(house, platform, group, row.reference !== null)
  const member = row.recipient.slice('member:'.length)
  const identity = (await identities(house.db.kysely, member)).find((each) => each.platform === platform.name)
  if (!identity) {
    // What is only edited says itself where it stands.
    if (row.reference !== null) return ''
    throw new DeliveryError('never', `the member is not on ${platform.name} any more`)
  }
  if (identity.conversation !== null) return identity.conversation
  const conversation = await platform.conversation([identity.externalId])
  await act(house, (trx) =>
    trx
      .updateTable('identity')
      .set({ conversation })
      .where('platform', '=', platform.name)
      .where('external_id', '=', identity.externalId)
      .execute(),
  )
  return conversation
}

async function threadOf(house: House, row: Row): Promise<MessageReference | null> {
  if (row.under === null) return null
  const parent = await house.db.kysely
    .selectFrom('delivery')
    .select('reference')
    .where('id', '=', row.under)
    .executeTakeFirst()
  return parent?.reference ? parse<MessageReference>(parent.reference) : null
}

async function settleSent(house: House, row: Row, reference: MessageReference): Promise<void> {
  const now = nowText(house)
  await act(house, async (trx) => {
    const after = await trx
      .updateTable('delivery')
      .set((column) => ({
        state: column
          .case()
          .when('revision', '>', row.revision)
          .then('queued' as const)
          .else('sent' as const)
          .end(),
        sent_revision: row.revision,
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
    if (!after) return editAnew(trx, row)
    const children = await trx
      .selectFrom('delivery')
      .select(['id', 'not_before', 'recipient'])
      .where('under', '=', row.id)
      .where('state', '=', 'queued')
      .execute()
    wake(
      trx,
      ...children.map((child) => ({ name: 'deliver', key: child.id, runAt: child.not_before, lane: child.recipient })),
    )
    // Revised while it was on its way: out again.
    if (after.state === 'queued') wake(trx, { name: 'deliver', key: row.id, runAt: now, lane: row.recipient })
  })
}
