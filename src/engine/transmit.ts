/**
 * Hands one message to its platform: where it goes, and in which words. What fails before the platform was asked has sent nothing, and says so; the
 * rest is the adapter's to tell.
 */
import { DeliveryError, type MessageReference, type Outgoing, type Platform } from '#platform'
import { fault } from '../log.ts'
import { parse } from '../store/codecs.ts'
import { identities } from '../store/people.ts'
import { act } from './act.ts'
import { REMINDERS } from './asking.ts'
import type { Row } from './deliver.ts'
import { groupConversation } from './group-conversations.ts'
import { groupOf } from './group-places.ts'
import type { House } from './house.ts'
import { leaving } from './leaving.ts'
import { holds } from './life.ts'
import { pollReminder, UNTOLD } from './poll-reminder.ts'
import { type KeptMessage, withWayToOthers } from './reaching.ts'

export async function transmit(house: House, row: Row, mayStand: boolean): Promise<MessageReference> {
  const platform = house.platforms.get(row.platform)
  if (!platform) throw new DeliveryError('later', `${row.platform} is not connected`, 60)
  const outgoing = await beforehand(() => outgoingOf(house, platform, row, mayStand))
  if (row.reference === null) return sendNew(house, platform, row, outgoing)
  const reference = parse<MessageReference>(row.reference)
  return (await platform.update(reference, outgoing)) ?? reference
}

/** Most of what goes wrong here is the database's, and a message must not be given up as "may have arrived" for that. */
async function beforehand<T>(prepare: () => Promise<T>): Promise<T> {
  try {
    return await prepare()
  } catch (error) {
    if (error instanceof DeliveryError) throw error
    throw new DeliveryError('later', `nothing was sent: ${fault(error).error}`)
  }
}

async function outgoingOf(house: House, platform: Platform, row: Row, mayStand: boolean): Promise<Outgoing> {
  const kept = parse<KeptMessage>(row.message)
  return {
    id: row.id,
    conversation: await conversationOf(house, platform, row),
    thread: await threadOf(house, row),
    message: await leaving(house, row.platform, await withWayToOthers(house, platform, row.language, kept)),
    language: row.language,
    zone: row.zone,
    mayStand,
    mayGo: () => holds(house.life, row.holder),
  }
}

/** A poll's reminder goes only to those who have not voted by now, and leaves no trace of which they are: not even that it failed. */
async function sendNew(house: House, platform: Platform, row: Row, outgoing: Outgoing): Promise<MessageReference> {
  const isReminder = REMINDERS.includes(row.key)
  if (isReminder && (await beforehand(() => seemsAway(house, platform, row)))) return UNTOLD
  const reminder = await beforehand(() => pollReminder(house, row))
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
