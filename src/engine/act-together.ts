/**
 * On PostgreSQL the way to the server and back costs more than most questions: transactions of the engine's own work that are asked for while others are under way
 * become one, in which they go on side by side. Where one of them fails, each is done again alone, so nobody pays for another's fault. On SQLite the
 * store lets writes share a commit anyway.
 */
import { act } from './act.ts'
import { allDone } from '../all-done.ts'
import type { House, Writes } from './house.ts'

/** In one transaction: what the first of them has locked stays so until the last is done. */
const MOST_TOGETHER = 15

/** At each counter. The other connections are for answers. */
const TRANSACTIONS_AT_ONCE = 2

/** Messages do not wait behind rounds that open. */
export type Counters = 'openings' | 'deliveries'

/** `isAlone` false: in company of others whose changes are not to be seen yet. It may be called again after a rollback. */
type Work<T> = (trx: Writes, isAlone: boolean) => Promise<T>

interface Waiting {
  key: string
  work: Work<unknown>
  settle: PromiseWithResolvers<unknown>
}

interface Counter {
  waiting: Waiting[]
  running: number
}

const counters = new WeakMap<House, Record<Counters, Counter>>()

function counterOf(house: House, name: Counters): Counter {
  const some = counters.get(house) ?? {
    openings: { waiting: [], running: 0 },
    deliveries: { waiting: [], running: 0 },
  }
  counters.set(house, some)
  return some[name]
}

/** @param key two works of the same key are never in one transaction */
export function actTogether<T>(house: House, name: Counters, key: string, work: Work<T>): Promise<T> {
  if (house.db.dialect === 'sqlite') return act(house, (trx) => work(trx, true))
  const counter = counterOf(house, name)
  const settle = Promise.withResolvers<unknown>()
  counter.waiting.push({ key, work, settle })
  // Whoever asks in the same turn comes along.
  queueMicrotask(() => void serve(house, counter))
  return settle.promise as Promise<T>
}

async function serve(house: House, counter: Counter): Promise<void> {
  if (counter.running >= TRANSACTIONS_AT_ONCE) return
  const group = nextGroup(counter)
  if (group.length === 0) return
  counter.running += 1
  await carryOut(house, group)
  counter.running -= 1
  void serve(house, counter)
}

/** In the order of their keys, so that two groups lock in the same order. */
function nextGroup(counter: Counter): Waiting[] {
  const group = new Map<string, Waiting>()
  const later: Waiting[] = []
  for (const each of counter.waiting) {
    if (group.size < MOST_TOGETHER && !group.has(each.key)) group.set(each.key, each)
    else later.push(each)
  }
  counter.waiting = later
  return [...group.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

async function carryOut(house: House, group: Waiting[]): Promise<void> {
  if (group.length > 1) {
    try {
      const results = await act(house, (trx) => allDone(group.map(({ work }) => work(trx, false))))
      for (const [index, { settle }] of group.entries()) settle.resolve(results[index])
      return
    } catch {
      // Told by those who fail alone, too.
    }
  }
  await Promise.all(
    group.map(({ work, settle }) => act(house, (trx) => work(trx, true)).then(settle.resolve, settle.reject)),
  )
}
