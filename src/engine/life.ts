/**
 * Signs of life of replicas on PostgreSQL. Each says every two seconds that it lives; what one that fell silent was sending goes back into the queue, with the
 * mark that it may have arrived. Silence is measured by the database's own time, so the replicas' clocks need not agree. One that was only held up (frozen, cut
 * off) finds its row gone, and sends no more of what it had in its hands.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { MessageReference } from '#platform'
import { fault } from '../log.ts'
import { instantText } from '../time/format.ts'
import { act, wake } from './act.ts'
import { type House, nowText, type Writes } from './house.ts'

/** What a process is known by, and what it has in its hands. */
export interface Life {
  /** Another one after it was taken for dead. */
  id: string
  /** Until when nobody takes it for dead, less the margin; by `performance.now()`. Infinity where nobody watches. */
  safeUntil: number
  /** Deliveries that are on their way. */
  readonly inHand: Set<string>
  /** What stands and is not written down yet, because the database was away: where, and in which revision. */
  readonly sent: Map<string, { revision: number; reference: MessageReference }>
  /** Deliveries that this process has tried to send, and does not know, or has not written down, how that went. */
  readonly inDoubt: Set<string>
}

export interface Heart {
  /** Hands over whatever is still in its hands. */
  stop(): Promise<void>
}

/** Longer than any platform waits for its turn: this is for what hangs. The dead are told by their silence, and much earlier. */
export const LEASE_SECONDS = 120

/** Milliseconds. */
export interface Rhythm {
  /** After so long a silence a replica is taken for dead. */
  life: number
  beat: number
  /** So long before that nothing is begun any more: a message takes its time until it stands. */
  margin: number
}

const RHYTHM: Rhythm = { life: 8000, beat: 2000, margin: 2000 }

export const newLife = (): Life => ({
  id: randomUUID(),
  safeUntil: Infinity,
  inHand: new Set(),
  sent: new Map(),
  inDoubt: new Set(),
})

/** Whether what was claimed under this id may still be sent: nobody else can have taken it over. */
export const holds = (life: Life, holder: string): boolean => life.id === holder && performance.now() < life.safeUntil

/** To be called before the first message is sent. On SQLite nobody needs to know: one process owns the file. */
export async function startHeart(house: House, rhythm = RHYTHM): Promise<Heart> {
  if (house.db.dialect === 'sqlite') return { stop: async () => {} }
  await beat(house, rhythm)
  let beating = Promise.resolve()
  const timer = setInterval(() => {
    // One after the other: a beat that hangs must not be followed by a crowd of others.
    beating = beating.then(() => beat(house, rhythm).catch((error: unknown) => complain(house, error)))
  }, rhythm.beat)
  return {
    async stop() {
      clearInterval(timer)
      await beating
      await act(house, async (trx) => {
        await trx.deleteFrom('replica').where('id', '=', house.life.id).execute()
        await takeBack(house, trx, [house.life.id])
      }).catch((error: unknown) => complain(house, error))
    },
  }
}

const complain = (house: House, error: unknown): void =>
  house.log.warn(fault(error), 'a sign of life did not reach the database')

/** Milliseconds since 1970, by the database's clock. */
export const present = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
const inSome = (milliseconds: number) => sql<number>`${present} + ${sql.lit(milliseconds)}`

async function beat(house: House, { life: span, margin }: Rhythm): Promise<void> {
  const { life } = house
  const asked = performance.now()
  await act(house, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('replica')
      .set({ alive_until: inSome(span) })
      .where('id', '=', life.id)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) await beginAnew(house, trx, span)
    await bury(house, trx)
    await adoptOrphans(house, trx)
  })
  life.safeUntil = asked + span - margin
}

/** The first time, and after others have buried it. */
async function beginAnew({ life, log }: House, trx: Writes, span: number): Promise<void> {
  if (life.safeUntil !== Infinity) log.warn('this replica was taken for dead while it was held up')
  life.id = randomUUID()
  await trx
    .insertInto('replica')
    .values({ id: life.id, alive_until: inSome(span) })
    .execute()
}

/** Whoever comes first does it for all. */
async function bury(house: House, trx: Writes): Promise<void> {
  const dead = await trx.deleteFrom('replica').where('alive_until', '<', present).returning('id').execute()
  if (dead.length === 0) return
  const taken = await takeBack(
    house,
    trx,
    dead.map(({ id }) => id),
  )
  house.log.warn({ replicas: dead.length, deliveries: taken }, 'a replica fell silent; its work is taken over')
}

/** Seconds after which whoever made a claim is known to live, or does not. */
const SETTLED_AFTER = 10

/** What a replica claimed in the very moment in which it was buried, or ended, is nobody's: the others would wait for its lease. */
async function adoptOrphans(house: House, trx: Writes): Promise<void> {
  const settled = instantText(house.clock.now().add({ seconds: LEASE_SECONDS - SETTLED_AFTER }))
  const rows = await trx
    .selectFrom('delivery')
    .select('holder')
    .distinct()
    .where('state', '=', 'sending')
    .where('lease_until', '<', settled)
    .where('holder', 'not in', trx.selectFrom('replica').select('id'))
    .execute()
  const holders = rows.flatMap(({ holder }) => holder ?? [])
  if (holders.length > 0) await takeBack(house, trx, holders)
}

/** Back into the queue; whoever sends it next looks whether it stands already. */
async function takeBack(house: House, trx: Writes, holders: string[]): Promise<number> {
  const rows = await trx
    .updateTable('delivery')
    .set({ state: 'queued', error: 'unknown', holder: null, lease_until: null })
    .where('state', '=', 'sending')
    .where('holder', 'in', holders)
    .returning(['id', 'recipient'])
    .execute()
  wake(trx, ...rows.map(({ id, recipient }) => ({ name: 'deliver', key: id, runAt: nowText(house), lane: recipient })))
  return rows.length
}
