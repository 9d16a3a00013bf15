/**
 * The outbox: what shall stand in the chat, one row a message. Writing the same message twice changes nothing; a different one under the
 * same key raises the revision, and the deliverer edits what stands.
 */
import { hash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { type Block, type Message, note } from '#message'
import type { Language } from '#platform'
import { checkMessage, splitMessage } from '../message/limits.ts'
import { json, parse } from '../store/codecs.ts'
import { rewrite } from '../store/outbox.ts'
import { chunks } from '../store/people.ts'
import type { DeliveryTable } from '../store/schema.ts'
import { wake } from './act.ts'
import { type House, nowText, type Writes } from './house.ts'
import type { KeptMessage } from './reaching.ts'

export interface Draft {
  occurrence: string | null
  key: string
  /** `member:<id>`, `group:<id>,<id>` or `channel:<platform>:<channel>`. */
  recipient: string
  platform: string
  language: Language
  zone: string
  /** The delivery whose thread it belongs to. */
  under: string | null
  message: Message
  /** Written to each of a group alone: the others' ids. */
  beside?: string[] | undefined
  notBefore: string
}

/** Stable and opaque: the same post to the same recipient is the same delivery, and the id says nothing to whoever sees it. */
export function deliveryId(occurrence: string | null, key: string, recipient: string): string {
  return hash('sha256', [occurrence ?? '', key, recipient].join('\u0000')).slice(0, 24)
}

/** Puts the occurrence on every button, so that a press finds its way home. */
export function stamped(message: Message, occurrence: string | null): Message {
  if (occurrence === null) return message
  const stamp = (block: Block): Block =>
    block.type === 'buttons' ? { ...block, buttons: block.buttons.map((button) => ({ occurrence, ...button })) } : block
  return { ...message, blocks: message.blocks.map(stamp) }
}

function keptMessage({ message, occurrence, beside = [] }: Draft): KeptMessage {
  return { ...stamped(message, occurrence), ...(beside.length > 0 && { beside }) }
}

/** Why a message was taken back that its ritual said no more; it may come to say it again. */
const VANISHED = 'vanished'

interface Kept {
  message: string
  state: string
  error: string | null
}

/**
 * Brings the outbox to what the drafts say and enqueues what must go out. `onlyStanding` edits what is there and adds nothing. What was taken
 * back or could not be delivered is not sent; with `onlyStanding` it keeps no earlier words either.
 * @returns how many messages are new or changed.
 */
export async function post(house: House, trx: Writes, drafts: Draft[], onlyStanding = false): Promise<number> {
  if (drafts.length === 0) return 0
  const ids = drafts.map((draft) => deliveryId(draft.occurrence, draft.key, draft.recipient))
  const standing = await standingOf(trx, ids)
  const now = nowText(house)
  const fresh: DeliveryTable[] = []
  const due: { id: string; at: string; lane: string }[] = []
  for (const [index, draft] of drafts.entries()) {
    const id = ids[index]!
    checkMessage(draft.message, `${draft.occurrence ?? 'teamrunde'}, ${draft.key}`)
    const message = json(keptMessage(draft))
    const row = standing.get(id)
    if (row === undefined) {
      if (onlyStanding) continue
      fresh.push(freshRow(id, draft, message, now, index))
      due.push({ id, at: draft.notBefore, lane: draft.recipient })
    } else if (onlyStanding && (row.state === 'failed' || row.state === 'cancelled')) {
      await rewrite(trx, id, message)
    } else if (row.error === VANISHED && row.state === 'cancelled') {
      await revive(trx, freshRow(id, draft, message, now, index))
      due.push({ id, at: draft.notBefore, lane: draft.recipient })
    } else if (row.message !== message && row.state !== 'failed' && row.state !== 'cancelled') {
      await revise(trx, id, message, row.state)
      due.push({ id, at: now, lane: draft.recipient })
    }
  }
  for (const some of chunks(fresh, 40)) {
    await trx
      .insertInto('delivery')
      .values(some)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  }
  wake(trx, ...due.map(({ id, at, lane }) => ({ name: 'deliver', key: id, runAt: at, lane })))
  return due.length
}

async function standingOf(trx: Writes, ids: string[]): Promise<Map<string, Kept>> {
  const found = new Map<string, Kept>()
  for (const some of chunks(ids, 500)) {
    const rows = await trx
      .selectFrom('delivery')
      .select(['id', 'message', 'state', 'error'])
      .where('id', 'in', some)
      .execute()
    for (const row of rows) found.set(row.id, row)
  }
  return found
}

function freshRow(id: string, draft: Draft, message: string, now: string, position: number): DeliveryTable {
  return {
    id,
    occurrence_id: draft.occurrence,
    key: draft.key,
    recipient: draft.recipient,
    platform: draft.platform,
    language: draft.language,
    zone: draft.zone,
    under: draft.under,
    message,
    revision: 1,
    sent_revision: 0,
    state: 'queued',
    not_before: draft.notBefore < now ? now : draft.notBefore,
    attempts: 0,
    lease_until: null,
    holder: null,
    reference: null,
    error: null,
    queued_at: now,
    position,
    sent_at: null,
    edited_at: null,
  }
}

/** As if it had never been taken back. */
async function revive(trx: Writes, { id, message, not_before, queued_at, position }: DeliveryTable): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ message, not_before, queued_at, position, state: 'queued', error: null, attempts: 0 })
    .where('id', '=', id)
    .execute()
}

/** A message that is being sent right now keeps its lease; whoever sends it sees the higher revision afterwards. */
async function revise(trx: Writes, id: string, message: string, state: string): Promise<void> {
  await trx
    .updateTable('delivery')
    .set((column) => ({
      message,
      revision: column('revision', '+', 1),
      attempts: 0,
      ...(state === 'sending' ? {} : { state: 'queued' as const }),
    }))
    .where('id', '=', id)
    .execute()
}

/**
 * Somebody else has this message in hand by now, or has sent it. A new one does no harm to that, but an edit that came late may have written over
 * a newer one: then what shall stand goes out once more.
 */
export async function editAnew(trx: Writes, row: Pick<DeliveryTable, 'id' | 'reference' | 'recipient'>): Promise<void> {
  if (row.reference === null) return
  const edited = await trx
    .updateTable('delivery')
    .set((column) => ({
      revision: column('revision', '+', 1),
      state: column
        .case()
        .when('state', '=', 'sent')
        .then('queued' as const)
        .else(column.ref('state'))
        .end(),
    }))
    .where('id', '=', row.id)
    .returning('not_before')
    .executeTakeFirst()
  if (edited) wake(trx, { name: 'deliver', key: row.id, runAt: edited.not_before, lane: row.recipient })
}

/** Takes back what has not been sent yet. */
export async function withdrawUnsent(trx: Writes, occurrence: string, keys: string[]): Promise<void> {
  await trx
    .updateTable('delivery')
    .set({ state: 'cancelled' })
    .where('occurrence_id', '=', occurrence)
    .where('key', 'in', keys)
    .where('state', '=', 'queued')
    .where('sent_revision', '=', 0)
    .execute()
}

/** Takes back what has not been sent yet of messages that are not said any more; what stands, or is on its way, loses its buttons. */
export async function takeBack(house: House, trx: Writes, ids: string[]): Promise<void> {
  for (const some of chunks(ids, 500)) {
    await trx
      .updateTable('delivery')
      .set({ state: 'cancelled', error: VANISHED })
      .where('id', 'in', some)
      .where('state', '=', 'queued')
      .where('sent_revision', '=', 0)
      .execute()
    const rows = await trx
      .selectFrom('delivery')
      .select(['id', 'message', 'state', 'recipient', 'key', 'language'])
      .where('id', 'in', some)
      .where((where) => where.or([where('sent_revision', '>', 0), where('state', '=', 'sending')]))
      .execute()
    const { further = [], whole = [] } = Object.groupBy(rows, ({ key }) => (FURTHER.test(key) ? 'further' : 'whole'))
    await stripButtons(house, trx, whole)
    for (const row of further) {
      const line = house.texts.speak(row.language, 'common')('shorter')
      await change(house, trx, row, { summary: line, blocks: [note(line)] })
    }
  }
}

/** Keys of what a long message goes on in: where it has become short enough, its end stands above, and not a second time. */
const FURTHER = /\/\d+$/

/** Takes the buttons off: what can't be pressed any more must not ask to be. */
async function stripButtons(
  house: House,
  trx: Writes,
  rows: Pick<DeliveryTable, 'id' | 'message' | 'state' | 'recipient'>[],
): Promise<void> {
  for (const row of rows) {
    const message = parse<Message>(row.message)
    const blocks = message.blocks.filter((block) => block.type !== 'buttons')
    if (blocks.length === message.blocks.length || blocks.length === 0) continue
    await change(house, trx, row, { ...message, blocks })
  }
}

export async function change(
  house: House,
  trx: Writes,
  row: Pick<DeliveryTable, 'id' | 'message' | 'state' | 'recipient'>,
  message: Message,
): Promise<void> {
  const text = json(message)
  if (text === row.message) return
  await revise(trx, row.id, text, row.state)
  wake(trx, { name: 'deliver', key: row.id, runAt: nowText(house), lane: row.recipient })
}

type Said = Pick<Selectable<DeliveryTable>, 'id' | 'message' | 'state' | 'sent_revision' | 'recipient'>

/** Takes words out of a message wherever it is kept. Nobody is sent one because of it that they did not have. */
export async function unsay(house: House, trx: Writes, row: Said, message: Message): Promise<void> {
  const isUnsent = row.sent_revision === 0 && (row.state === 'failed' || row.state === 'cancelled')
  await (isUnsent ? rewrite(trx, row.id, json(message)) : change(house, trx, row, message))
}

/** A report that is too long for one message goes on in its own thread. */
export function splitDraft(draft: Draft): Draft[] {
  const [first, ...rest] = splitMessage(draft.message)
  if (first === undefined) return []
  const root = draft.under ?? deliveryId(draft.occurrence, draft.key, draft.recipient)
  return [
    { ...draft, message: first },
    ...rest.map((message, index) => ({ ...draft, beside: [], key: `${draft.key}/${index + 2}`, under: root, message })),
  ]
}
