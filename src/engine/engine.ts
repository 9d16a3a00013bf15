/**
 * The engine: plans, wakes up, and settles what is due. The queue's jobs, the tick and the playground's clock all end in the same two
 * calls, `advance` and `deliver`, which look at the rows and do what is due by them.
 */
import type { Inbox } from '#platform'
import { fault } from '../log.ts'
import { act, wake } from './act.ts'
import { aside } from './aside.ts'
import { deliver, endDeadLeases } from './deliver.ts'
import { type House, nowText } from './house.ts'
import { createInbox } from './inbox.ts'
import { settleLeavers } from './leavers.ts'
import { advance } from './occurrence.ts'
import { nextNudge, nudge, ownersDue } from './ledger/nudging.ts'
import { endWithLeft } from './ledger/reconcile.ts'
import { replan, settleMissed } from './planner.ts'
import { enforceRetention } from './retention.ts'
import { askRosters, askRostersAtStart, askRostersDaily, refreshRoster } from './rosters.ts'
import { eraseTraces } from './traces.ts'
import { welcomeNewcomers } from './welcome.ts'

export interface Engine {
  inbox: Inbox
  /** To be called once after the manifest was applied: settles what was missed, plans, welcomes, and starts the queue's work. */
  start(): Promise<void>
  /** Every minute: fills the horizon, and wakes what is overdue and lost its job. */
  tick(): Promise<void>
  /** Asks the platforms who is who and who is in their channels; in a running program the queue and the tick see to it. */
  rosters(): Promise<void>
  /** Does everything that is due now, here and at once. For clocks that jump: the playground's and the tests'. */
  drain(): Promise<number>
  /** When the next thing will be due, or null. */
  nextDue(): Promise<string | null>
}

/** A loop of things that make each other due would be a fault; it must not hang the process. */
const MOST_ROUNDS = 10_000

export function createEngine(house: House): Engine {
  const inbox = createInbox(house)
  const running = new Set<Promise<unknown>>()

  /** Remembers what is under way, so that `drain` can wait for what the queue is doing. */
  function track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => running.delete(tracked))
    running.add(tracked)
    return tracked
  }

  let movedByQueue = 0
  const count = (moved: boolean): void => {
    if (moved) movedByQueue += 1
  }
  const handlers = {
    occurrence: (job: { key: string }) => track(advance(house, job.key).then(count)),
    nudge: (job: { key: string }) => track(aside(house, () => nudge(house, job.key)).then(count)),
    deliver: (job: { key: string }) => track(deliver(house, job.key).then(count)),
    roster: (job: { key: string }) => track(aside(house, () => refreshRoster(house, job.key))),
  }

  async function drain(): Promise<number> {
    const begun = movedByQueue
    let happened = 0
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await Promise.allSettled(running)
      const before = movedByQueue
      let moved = await settle(house, 'occurrence', await dueOccurrences(house), advance)
      moved += await settle(house, 'owner', await ownersDue(house), nudge)
      // Nothing is sent while something may still be added to it.
      if (moved === 0) moved = await settle(house, 'delivery', idsOf(await dueDeliveries(house)), deliver)
      happened += moved
      // What the queue took out of our hands may make more things due.
      if (moved === 0 && running.size === 0 && movedByQueue === before) return happened + movedByQueue - begun
    }
    throw new Error('The engine found no end of things to do.')
  }

  return {
    inbox,
    async start() {
      await endDeadLeases(house)
      await askRostersAtStart(house)
      await settleMissed(house)
      await replan(house)
      await settleLeavers(house)
      await act(house, endWithLeft)
      await welcomeNewcomers(house)
      await house.queue.work(handlers)
      await wakeOverdue(house)
      await eraseTraces(house)
    },
    async tick() {
      await settleMissed(house)
      await welcomeNewcomers(house)
      await wakeOverdue(house)
      await enforceRetention(house)
      await eraseTraces(house)
      await askRostersDaily(house)
    },
    async rosters() {
      await askRosters(house)
      await welcomeNewcomers(house)
    },
    drain,
    nextDue: () => nextDue(house),
  }
}

/** One after the other, so that the same clock gives the same outcome. */
async function settle(
  house: House,
  what: 'occurrence' | 'owner' | 'delivery',
  ids: string[],
  work: (house: House, id: string) => Promise<boolean>,
): Promise<number> {
  let moved = 0
  for (const id of ids) if (await attempt(house, { [what]: id }, () => work(house, id))) moved += 1
  return moved
}

/** A ritual whose code is at fault must not hold up the others. */
async function attempt(house: House, about: object, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work()
  } catch (error) {
    house.log.error({ ...about, ...fault(error) }, 'something that was due could not be done')
    return false
  }
}

async function dueOccurrences(house: House): Promise<string[]> {
  const rows = await house.db.kysely
    .selectFrom('occurrence')
    .select('id')
    .where('next_at', 'is not', null)
    .where('next_at', '<=', nowText(house))
    .orderBy('next_at')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map((row) => row.id)
}

/** Threads after the messages they hang under. */
async function dueDeliveries(house: House): Promise<{ id: string; recipient: string }[]> {
  return house.db.kysely
    .selectFrom('delivery')
    .select(['id', 'recipient'])
    .where('state', 'in', ['queued', 'sending'])
    .whereRef('sent_revision', '<', 'revision')
    .where('not_before', '<=', nowText(house))
    .where((where) =>
      where.or([
        where('state', '=', 'queued'),
        where('lease_until', '<=', nowText(house)),
        where('holder', '=', house.life.id),
      ]),
    )
    .orderBy('not_before')
    .orderBy((order) => order.case().when('under', 'is', null).then(0).else(1).end())
    .orderBy('queued_at')
    .orderBy('position')
    .orderBy('id')
    .limit(500)
    .execute()
}

const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id)

/** Jobs are wake-ups and may get lost; what is overdue by its row is woken again. */
async function wakeOverdue(house: House): Promise<void> {
  const now = nowText(house)
  const occurrences = await dueOccurrences(house)
  const owners = await ownersDue(house)
  const deliveries = await dueDeliveries(house)
  await act(house, async (trx) => {
    wake(trx, ...occurrences.map((key) => ({ name: 'occurrence', key, runAt: now })))
    wake(trx, ...owners.map((key) => ({ name: 'nudge', key, runAt: now })))
    wake(trx, ...deliveries.map(({ id, recipient }) => ({ name: 'deliver', key: id, runAt: now, lane: recipient })))
  })
}

/** What is due already and could not be done does not stand in the way of what comes next. */
async function nextDue(house: House): Promise<string | null> {
  const now = nowText(house)
  const occurrence = await house.db.kysely
    .selectFrom('occurrence')
    .select((select) => select.fn.min('next_at').as('at'))
    .where('next_at', '>', now)
    .executeTakeFirst()
  const queued = await house.db.kysely
    .selectFrom('delivery')
    .select((select) => select.fn.min('not_before').as('at'))
    .where('state', '=', 'queued')
    .where('not_before', '>', now)
    .executeTakeFirst()
  return (
    [occurrence?.at, queued?.at, await nextNudge(house)]
      .filter((at) => at !== null && at !== undefined)
      .toSorted()[0] ?? null
  )
}
