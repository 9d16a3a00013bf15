/** Closes an occurrence, or breaks its seal: the spool is opened, counted, emptied and its key destroyed before anything is reported. */
import { json } from '../store/codecs.ts'
import { secureErase } from '../store/database.ts'
import { act, wake } from './act.ts'
import { promptDrafts, REMINDERS } from './asking.ts'
import { type Guest, guestsOf } from './guests.ts'
import { type House, nowText, type Writes } from './house.ts'
import { followPromises } from './ledger/reconcile.ts'
import { nextOwnLook } from './looking.ts'
import { ERASING, type Occasion, occasionOf, OVER, sealedPhaseOf, sealOf } from './occasion.ts'
import { retireReminders } from './old-reminders.ts'
import { post, withdrawUnsent } from './outbox.ts'
import { openBallots } from './polls.ts'
import { publish } from './publishing.ts'
import { fullView } from './view.ts'

/** `erase`: the poll's key is still there; `erase()` comes next, outside the transaction. `missed`: its window is over, unopened. `alone`: not in company. `needs-key`: not opened yet, its key comes first. `left-out`: not opened, and its key is in vain. */
export type StepOutcome = 'nothing' | 'moved' | 'alone' | 'needs-key' | 'erase' | 'missed' | 'left-out'

/** Ends the last phase. A poll keeps its key until its spool is gone for good, so its report follows one step later. */
export async function close(house: House, trx: Writes, occasion: Occasion): Promise<StepOutcome> {
  const isSealed = sealOf(occasion) === 'sealed'
  await withdrawUnsent(trx, occasion.row.id, ['prompt', ...REMINDERS])
  await moveOn(house, trx, occasion, 'closed', isSealed ? ERASING : await closedPhase(trx, occasion))
  if (!isSealed) return finish(house, trx, occasion)
  await openBallots(house, trx, occasion)
  return 'erase'
}

/** Opens the ballots while the occurrence goes on; its next phase begins when their key is gone. */
export async function unseal(house: House, trx: Writes, occasion: Occasion): Promise<StepOutcome> {
  await withdrawUnsent(trx, occasion.row.id, REMINDERS)
  await trx
    .updateTable('participant')
    .set({ remind_at: null })
    .where('occurrence_id', '=', occasion.row.id)
    .where('remind_at', 'is not', null)
    .execute()
  await moveOn(house, trx, occasion, 'open', ERASING)
  await openBallots(house, trx, occasion)
  return 'erase'
}

async function moveOn(
  house: House,
  trx: Writes,
  occasion: Occasion,
  state: 'open' | 'closed',
  phase: string,
): Promise<void> {
  const change = { state, phase, next_at: nowText(house) }
  occasion.row = { ...occasion.row, ...change }
  await trx.updateTable('occurrence').set(change).where('id', '=', occasion.row.id).execute()
}

/** Destroys the key first: from then on nobody can read the ballots, whatever the disk still holds. */
export async function erase(house: House, id: string): Promise<void> {
  await house.ballots.destroyKey(id)
  await secureErase(house.db, ['spool', 'delivery', 'event'])
  await act(house, async (trx) => {
    const occasion = await occasionOf(house, trx, id, true)
    if (occasion?.row.phase !== ERASING) return
    const phase = occasion.row.state === 'closed' ? await closedPhase(trx, occasion) : phaseAfterSeal(occasion)
    occasion.row.phase = phase
    await trx.updateTable('occurrence').set({ phase }).where('id', '=', id).execute()
    if (occasion.row.state === 'open') await showPhase(house, trx, occasion, await guestsOf(house, trx, occasion))
  })
}

/** Where one ends at the very moment at which the next begins, the next may come first: then it is too late for this one at once. */
async function closedPhase(trx: Writes, { row }: Occasion): Promise<string> {
  const next = await trx
    .selectFrom('occurrence')
    .select('id')
    .where('ritual_id', '=', row.ritual_id)
    .where('state', 'in', ['open', 'closed'])
    .where('opens_at', '>', row.opens_at)
    .limit(1)
    .executeTakeFirst()
  return next ? OVER : 'closed'
}

function phaseAfterSeal({ kind, options, frozen }: Occasion): string {
  const names = frozen!.phases.map(({ name }) => name)
  return names[names.indexOf(sealedPhaseOf(kind, options)!) + 1]!
}

/** Reports; and, after a late or changed answer, brings what stands in the chat up to date. */
export async function finish(house: House, trx: Writes, occasion: Occasion): Promise<StepOutcome> {
  if (occasion.row.phase === ERASING) return 'erase'
  const whole = await fullView(house, trx, occasion)
  const { view, guests } = whole
  await followPromises(house, trx, occasion, view)
  await publish(house, trx, occasion, whole, [...occasion.kind.announce(view), ...occasion.kind.report(view)])
  await showPhase(house, trx, occasion, guests)
  await lookAgain(trx, occasion.row.id, occasion.row.phase === OVER ? null : nextOwnLook(house, occasion, view))
  return 'moved'
}

/**
 * Brings everyone's own message up to date with a new phase or the close; who was never asked is not written to now. Also of those who have stood
 * aside since they were asked: their message would go on asking, or naming a time at which nobody comes.
 */
export async function showPhase(house: House, trx: Writes, occasion: Occasion, guests: Guest[]): Promise<void> {
  const asked = guests.filter(({ absent, status }) => absent !== null || status !== 'waiting')
  await post(house, trx, await promptDrafts(house, trx, occasion, asked), true)
  await retireReminders(house, trx, occasion)
}

/** Sets when the engine must look at an occurrence again; null when there is nothing left to do. */
export async function lookAgain(trx: Writes, id: string, at: string | null): Promise<void> {
  await trx.updateTable('occurrence').set({ next_at: at }).where('id', '=', id).execute()
  if (at !== null) wake(trx, { name: 'occurrence', key: id, runAt: at })
}

/** Ends an open occurrence now, at its leader's wish. Polls are left out by the caller: their closing time was promised. */
export async function endNow(house: House, trx: Writes, id: string): Promise<void> {
  const occasion = await occasionOf(house, trx, id, true)
  if (!occasion?.frozen || occasion.row.state !== 'open') return
  const now = nowText(house)
  const phases = occasion.frozen.phases.map((phase) => (phase.closesAt > now ? { ...phase, closesAt: now } : phase))
  await trx
    .updateTable('occurrence')
    .set({ closes_at: now, next_at: now, frozen: json({ ...occasion.frozen, phases }) })
    .where('id', '=', id)
    .execute()
  wake(trx, { name: 'occurrence', key: id, runAt: now })
}
