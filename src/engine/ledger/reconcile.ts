/**
 * Brings the ledger to what a ritual says was promised in one occurrence. Doing it twice changes nothing; what was kept or dropped is settled and
 * no answer brings it back.
 */
import { hash } from 'node:crypto'
import type { PromiseDraft } from '#ritual'
import { wake } from '../act.ts'
import { type House, nowText, type Writes } from '../house.ts'
import type { Occasion } from '../occasion.ts'
import { boundsOf } from '../overdue.ts'
import type { AnyView } from '../view.ts'
import { membersHere, type Party, partyOf } from './party.ts'
import { promisesIn, type PromiseRow, promisesInPosts } from './promised.ts'
import { nextWord } from './stages.ts'

/** Stable and opaque: the same key of the same occurrence is the same promise, and the id says nothing to whoever sees it. */
export const promiseId = (occurrence: string, key: string): string =>
  hash('sha256', ['promise', occurrence, key].join('\u0000')).slice(0, 24)

/** Follows what has been promised, and gives the whole view the ledger as it is then. */
export async function followPromises(house: House, trx: Writes, occasion: Occasion, view: AnyView): Promise<void> {
  if (!occasion.kind.promises) return
  await reconcile(house, trx, occasion, occasion.kind.promises(view))
  view.promises = promisesInPosts(await promisesIn(trx, occasion), occasion)
}

async function reconcile(house: House, trx: Writes, occasion: Occasion, said: readonly PromiseDraft[]): Promise<void> {
  const rows = await rowsOf(house, trx, occasion.row.id)
  const standing = new Map(rows.map((row) => [row.key, row]))
  const people = await membersHere(
    trx,
    said.flatMap(({ owner, to }) => (to === null ? [owner] : [owner, to])),
  )
  const drafts = new Map<string, PromiseDraft>()
  const orphaned = new Set<string>()
  for (const draft of said) {
    const isWhole = people.has(draft.owner) && (draft.to === null || people.has(draft.to))
    if (isWhole && isDate(draft.due) && !drafts.has(draft.key)) drafts.set(draft.key, draft)
    if (draft.to === null && !people.has(draft.owner)) orphaned.add(draft.key)
  }
  for (const draft of drafts.values()) {
    const owner = partyOf(house, people.get(draft.owner)!, occasion.team)
    const row = standing.get(draft.key)
    if (row === undefined) await make(house, trx, occasion, draft, owner)
    else await amend(trx, row, draft, owner)
  }
  if (isPast(house, occasion)) return
  const isUnsaid = ({ key, state }: PromiseRow): boolean => state === 'open' && !drafts.has(key) && !orphaned.has(key)
  for (const row of rows) if (isUnsaid(row)) await withdraw(trx, row.id)
}

/** Locked in one order, so that two transactions never wait for each other. */
async function rowsOf(house: House, trx: Writes, occurrence: string): Promise<PromiseRow[]> {
  const query = trx.selectFrom('promise').selectAll().where('occurrence_id', '=', occurrence).orderBy('id')
  return (house.db.dialect === 'postgres' ? query.forUpdate() : query).execute()
}

/** A ritual's slip must not hold up its occurrence: what has no day can't be told of, and is not taken up. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

/** Its answers may have been deleted meanwhile; that takes nothing back. */
const isPast = (house: House, { row }: Occasion): boolean =>
  row.state === 'closed' && row.closes_at < boundsOf(house.manifest.privacy.retention, house.clock.now()).answers

async function make(house: House, trx: Writes, occasion: Occasion, draft: PromiseDraft, owner: Party): Promise<void> {
  const row: PromiseRow = {
    id: promiseId(occasion.row.id, draft.key),
    occurrence_id: occasion.row.id,
    ritual_id: occasion.ritual.id,
    key: draft.key,
    owner_id: draft.owner,
    to_id: draft.to,
    text: draft.text,
    trigger: draft.trigger,
    due: draft.due,
    drafted: draft.due,
    missed: null,
    state: 'open',
    moved: 0,
    settled: null,
    made_at: nowText(house),
    nudged: null,
    next_at: firstWord(draft.due, owner),
  }
  await trx
    .insertInto('promise')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  wakeFor(trx, row)
}

export const firstWord = (due: string, owner: Party): string | null =>
  nextWord(due, null, owner.today, owner.calendar, owner.zone)

/** So that the owner hears of it at its time. */
export function wakeFor(trx: Writes, { owner_id, next_at }: Pick<PromiseRow, 'owner_id' | 'next_at'>): void {
  if (next_at !== null) wake(trx, { name: 'nudge', key: owner_id, runAt: next_at })
}

/** Another owner is another promise: it begins anew, with nothing of what the former one had agreed on. */
async function amend(trx: Writes, row: PromiseRow, draft: PromiseDraft, owner: Party): Promise<void> {
  if (row.state !== 'open' && row.state !== 'withdrawn') return
  const isNew = row.owner_id !== draft.owner
  const words = { owner_id: draft.owner, to_id: draft.to, text: draft.text, trigger: draft.trigger }
  const date = isNew ? afresh(draft, owner) : redated(row, draft, owner)
  const change = { ...words, ...date, state: 'open' as const }
  if (Object.entries(change).every(([name, value]) => row[name as keyof PromiseRow] === value)) return
  await trx.updateTable('promise').set(change).where('id', '=', row.id).execute()
  wakeFor(trx, { ...row, ...change })
}

const afresh = ({ due }: PromiseDraft, owner: Party) => ({
  due,
  drafted: due,
  missed: null,
  moved: 0,
  nudged: null,
  next_at: firstWord(due, owner),
})

function redated(row: PromiseRow, draft: PromiseDraft, owner: Party): Partial<PromiseRow> {
  if (draft.due !== row.drafted) return { ...newDate(row, draft.due, owner), drafted: draft.due }
  // Back again after it had been taken out: its owner is told what is still to come.
  return row.state === 'withdrawn'
    ? { next_at: nextWord(row.due, row.nudged, owner.today, owner.calendar, owner.zone) }
    : {}
}

/** What a new date makes of a promise: agreed on in time, it is moved; afterwards it stays measured by the date that was missed. */
export function newDate(
  row: PromiseRow,
  due: string,
  owner: Party,
): Pick<PromiseRow, 'due' | 'moved' | 'missed' | 'nudged' | 'next_at'> {
  const { moved, missed, nudged, next_at } = row
  if (due === row.due) return { due, moved, missed, nudged, next_at }
  const inTime = owner.today <= row.due
  return {
    due,
    moved: inTime ? moved + 1 : moved,
    missed: inTime ? missed : (missed ?? row.due),
    nudged: null,
    next_at: firstWord(due, owner),
  }
}

/** Its owner is not here any more; it stays open all the same. */
export async function hush(trx: Writes, id: string): Promise<void> {
  await trx.updateTable('promise').set({ next_at: null }).where('id', '=', id).execute()
}

export async function withdraw(trx: Writes, id: string): Promise<void> {
  await trx.updateTable('promise').set({ state: 'withdrawn', next_at: null }).where('id', '=', id).execute()
}

/**
 * Whoever has left keeps no promise, and nobody is told to keep one made to them. What they had taken on for their team stays open, so that the
 * team finds it and somebody else may take it over; nobody is nudged of it.
 */
export async function endWithLeft(trx: Writes): Promise<void> {
  const left = trx.selectFrom('member').select('id').where('left_at', 'is not', null)
  const open = trx.updateTable('promise').where('state', '=', 'open')
  await open
    .set({ state: 'withdrawn', next_at: null })
    .where('to_id', 'is not', null)
    .where((where) => where.or([where('owner_id', 'in', left), where('to_id', 'in', left)]))
    .execute()
  await open.set({ next_at: null }).where('to_id', 'is', null).where('owner_id', 'in', left).execute()
}
