/**
 * The sealed spool of open polls. A ballot is a box of fixed length in a slot that only the poll's key can tell: the table says nothing of who
 * voted, when, in which order, or what. PULSE.md, section 3, has the measured reasons.
 */
import { hash, randomInt } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Answers } from '#message'
import type { Schema } from '../store/schema.ts'
import { boxIn, putBox } from '../store/spool.ts'
import { boxKey, seal, slotOf, unseal, veil } from './ballot-box.ts'
import type { PollKeys } from './poll-keys.ts'

/** Like a poll's name, but no occurrence is called so: its key stands for the folder itself and seals nothing. */
const FOLDER = 'folder'

/** Slots asked for in one query. */
const SLOTS_AT_ONCE = 500

/** The poll's key is gone: nobody can vote in it any more, and nobody can open what was cast. */
export class LostKeyError extends Error {
  override readonly name = 'LostKeyError'

  constructor(poll: string) {
    super(`The key of poll ${poll} is gone; the poll is void.`)
  }
}

/** One's own ballot while the poll is open; `answers` is null for "not today". */
export interface OwnBallot {
  answers: Answers | null
}

/** What the boxes held, in random order and without those who declined. `unreadable` counts boxes that were tampered with. */
export interface OpenedBallots {
  answers: Answers[]
  unreadable: number
}

export interface Ballots {
  /** The same for all who share the folder of keys, and for nobody else. It tells nothing of any poll's key. */
  mark(): Promise<string>
  /** Makes the poll's key; to be called before anyone is asked. Fine to repeat while the poll is open, never after its close. */
  open(poll: string): Promise<void>
  /** Whether the poll's key is gone, so that asking or reminding anyone would be in vain. */
  lost(poll: string): boolean
  /**
   * Seals a ballot into its member's slot, over an earlier one. `null` declines and looks like any other ballot. All ballots of a poll are
   * of the same `bytes`.
   * Throws `LostKeyError` and `BallotTooLargeError`.
   */
  cast(trx: Transaction<Schema>, poll: string, member: string, answers: Answers | null, bytes?: number): Promise<void>
  /**
   * The name under which an event of this poll is remembered, so that it counts once: a platform's own id may name who voted. Without the poll's
   * key it is noise. Throws `LostKeyError`.
   */
  veiled(poll: string, event: string): string
  /** Which of these members have a ballot (declined ones too). For reminders, never for anyone's eyes. None when the key is lost. */
  voted(db: Kysely<Schema>, poll: string, members: readonly string[]): Promise<Set<string>>
  /** One's own ballot, or null when there is none that can be opened. */
  own(db: Kysely<Schema>, poll: string, member: string): Promise<OwnBallot | null>
  /** Takes one's own ballot back. */
  withdraw(trx: Transaction<Schema>, poll: string, member: string): Promise<void>
  /**
   * Opens the boxes. `lost-key` when the key is gone or opens none of them. Changes nothing: `erase` belongs into the transaction that
   * publishes, `destroyKey` and `secureErase` after its commit.
   */
  collect(trx: Kysely<Schema>, poll: string): Promise<OpenedBallots | 'lost-key'>
  /** Deletes the poll's spool, and the names of its events. */
  erase(trx: Transaction<Schema>, poll: string): Promise<void>
  /** Destroys the poll's key; after the commit, and again after a crash, until it has been done once. */
  destroyKey(poll: string): Promise<void>
}

export function ballots(keys: PollKeys): Ballots {
  const slotIn = (poll: string, member: string): string | null => {
    const key = keys.read(poll)
    return key && slotOf(key, member)
  }
  return {
    async mark() {
      await keys.create(FOLDER)
      const key = keys.read(FOLDER)
      if (!key) throw new LostKeyError(FOLDER)
      return hash('sha256', key)
    },
    open: (poll) => keys.create(poll),
    lost: (poll) => keys.read(poll) === null,
    async cast(trx, poll, member, answers, bytes) {
      const key = keys.read(poll)
      if (!key) throw new LostKeyError(poll)
      const slot = slotOf(key, member)
      const box = seal(boxKey(key), place(poll, slot), answers, bytes)
      await putBox(trx, poll, slot, box)
    },
    veiled(poll, event) {
      const key = keys.read(poll)
      if (!key) throw new LostKeyError(poll)
      return `${eventsOf(poll)}${veil(key, event)}`
    },
    async voted(db, poll, members) {
      const key = keys.read(poll)
      if (!key) return new Set()
      const memberOf = new Map(members.map((member) => [slotOf(key, member), member]))
      const taken = await takenSlots(db, poll, [...memberOf.keys()])
      return new Set(taken.map((slot) => memberOf.get(slot)!))
    },
    async own(db, poll, member) {
      const slot = slotIn(poll, member)
      if (!slot) return null
      const [row] = (await boxIn(db, poll, slot)).rows
      const key = keys.read(poll)
      if (!row || !key) return null
      const answers = unseal(boxKey(key), place(poll, slot), row.box)
      return answers === undefined ? null : { answers }
    },
    async withdraw(trx, poll, member) {
      const slot = slotIn(poll, member)
      if (slot) await trx.deleteFrom('spool').where('occurrence_id', '=', poll).where('slot', '=', slot).execute()
    },
    async collect(trx, poll) {
      const rows = await spoolOf(trx, poll).execute()
      const key = keys.read(poll)
      if (!key) return 'lost-key'
      return openAll(boxKey(key), poll, rows)
    },
    async erase(trx, poll) {
      await trx.deleteFrom('spool').where('occurrence_id', '=', poll).execute()
      const prefix = eventsOf(poll)
      await trx
        .deleteFrom('event')
        .where(sql`substr(id, 1, ${sql.lit(prefix.length)})`, '=', prefix)
        .execute()
    },
    destroyKey: (poll) => keys.destroy(poll),
  }
}

function openAll(
  key: Buffer,
  poll: string,
  rows: readonly { slot: string; box: string }[],
): OpenedBallots | 'lost-key' {
  const opened = rows.map((row) => unseal(key, place(poll, row.slot), row.box))
  const readable = opened.filter((ballot) => ballot !== undefined)
  if (rows.length > 0 && readable.length === 0) return 'lost-key'
  const answers = readable.filter((ballot) => ballot !== null)
  return { answers: shuffled(answers), unreadable: rows.length - readable.length }
}

const spoolOf = (db: Kysely<Schema>, poll: string) =>
  db.selectFrom('spool').select(['slot', 'box']).where('occurrence_id', '=', poll)

async function takenSlots(db: Kysely<Schema>, poll: string, slots: readonly string[]): Promise<string[]> {
  const taken: string[] = []
  for (let from = 0; from < slots.length; from += SLOTS_AT_ONCE) {
    const some = slots.slice(from, from + SLOTS_AT_ONCE)
    const rows = await db
      .selectFrom('spool')
      .select('slot')
      .where('occurrence_id', '=', poll)
      .where('slot', 'in', some)
      .execute()
    taken.push(...rows.map((row) => row.slot))
  }
  return taken
}

/** How the names of a poll's events begin. */
const eventsOf = (poll: string): string => `${poll}#`

/** Where a box belongs: it opens nowhere else. A slot has one length, so no two places read alike. */
const place = (poll: string, slot: string): string => `${poll}\n${slot}`

/** Fisher and Yates, with the system's randomness: the order of the slots must not shine through. */
function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    const swapped = order[last]!
    order[last] = order[other]!
    order[other] = swapped
  }
  return order
}
