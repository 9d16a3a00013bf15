/**
 * Moves one occurrence on as far as the present allows: opens it, asks and reminds its participants, closes its phases, reports. The truth
 * is in the rows; calling this twice, late, or from two replicas at once changes nothing the second time.
 */
import { json } from '../store/codecs.ts'
import { secureErase } from '../store/database.ts'
import { instantText } from '../time/format.ts'
import { act, wake } from './act.ts'
import { addressesOf, draftsOf, outsideQuiet } from './address.ts'
import { type House, nowText, type Writes } from './house.ts'
import { isAnonymous, type Occasion, occasionOf, sealedFormOf } from './occasion.ts'
import { open } from './opening.ts'
import { type Draft, post, retireButtons, withdrawUnsent } from './outbox.ts'
import { closePoll } from './polls.ts'
import { fullView, type Guest, guestsOf, personalViews, readerOf } from './view.ts'

/** @returns whether there was anything to do. */
export async function advance(house: House, id: string): Promise<boolean> {
  await prepareKey(house, id)
  const outcome = await act(house, (trx) => step(house, trx, id))
  if (outcome === 'erase') await erase(house, id)
  return outcome !== 'nothing'
}

type StepOutcome = 'nothing' | 'moved' | 'erase'

async function step(house: House, trx: Writes, id: string): Promise<StepOutcome> {
  const occasion = await occasionOf(house, trx, id, true)
  const now = nowText(house)
  if (!occasion || occasion.row.next_at === null || occasion.row.next_at > now) return 'nothing'
  switch (occasion.row.state) {
    case 'planned':
      return start(house, trx, occasion, now)
    case 'open':
      return run(house, trx, occasion, now)
    case 'closed':
      return finish(house, trx, occasion)
    default:
      await lookAgain(trx, id, null)
      return 'moved'
  }
}

async function start(house: House, trx: Writes, occasion: Occasion, now: string): Promise<StepOutcome> {
  const paused =
    occasion.ritual.state !== 'active' &&
    !(occasion.ritual.paused_until !== null && occasion.ritual.paused_until <= now)
  if (paused) {
    await settleAs(trx, occasion.row.id, 'skipped', 'paused')
    return 'moved'
  }
  if (occasion.row.closes_at <= now) {
    await settleAs(trx, occasion.row.id, 'missed', 'down')
    return 'moved'
  }
  await retirePrevious(house, trx, occasion)
  return run(house, trx, await open(house, trx, occasion), now)
}

/** From now on it is too late for the one before: its messages stop asking. */
async function retirePrevious(house: House, trx: Writes, occasion: Occasion): Promise<void> {
  const previous = await trx
    .selectFrom('occurrence')
    .select('id')
    .where('ritual_id', '=', occasion.ritual.id)
    .where('state', '=', 'closed')
    .where('opens_at', '<', occasion.row.opens_at)
    .orderBy('opens_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (previous) await retireButtons(house, trx, previous.id, ['prompt'])
}

async function settleAs(trx: Writes, id: string, state: 'skipped' | 'missed', reason: string): Promise<void> {
  await trx.updateTable('occurrence').set({ state, reason, next_at: null }).where('id', '=', id).execute()
}

async function run(house: House, trx: Writes, occasion: Occasion, now: string): Promise<StepOutcome> {
  const phases = occasion.frozen!.phases
  const running = phases.find((phase) => phase.closesAt > now)
  if (!running) return close(house, trx, occasion)
  if (running.name !== occasion.row.phase) {
    occasion.row.phase = running.name
    await trx.updateTable('occurrence').set({ phase: running.name }).where('id', '=', occasion.row.id).execute()
  }
  const guests = await ask(house, trx, occasion, now)
  await remind(house, trx, occasion, guests, now)
  const { view } = await fullView(house, trx, occasion)
  await post(house, trx, await draftsOf(house, trx, occasion, guests, occasion.kind.announce(view)))
  await lookAgain(trx, occasion.row.id, nextLook(guests, running.closesAt, now))
  return 'moved'
}

/** Prompts everyone whose time has come. */
async function ask(house: House, trx: Writes, occasion: Occasion, now: string): Promise<Guest[]> {
  const guests = await guestsOf(house, trx, occasion)
  const due = guests.filter((guest) => guest.absent === null && guest.status === 'waiting' && guest.opensAt <= now)
  if (due.length === 0) return guests
  for (const guest of due) guest.status = 'asked'
  await post(house, trx, await promptDrafts(house, trx, occasion, due))
  await trx
    .updateTable('participant')
    .set({ status: 'asked' })
    .where('occurrence_id', '=', occasion.row.id)
    .where('status', '=', 'waiting')
    .where('opens_at', '<=', now)
    .execute()
  return guests
}

/** What each of these people's own message says now. */
async function promptDrafts(house: House, trx: Writes, occasion: Occasion, guests: Guest[]): Promise<Draft[]> {
  const addresses = await addressesOf(house, trx, occasion.team, guests)
  const viewFor = await personalViews(house, trx, occasion, guests)
  return guests.flatMap((guest) => {
    const address = addresses.get(guest.id)
    if (!address) return []
    const message = occasion.kind.prompt(viewFor(guest), readerOf(house, occasion, guest))
    const notBefore = outsideQuiet(house, house.clock.now(), address.zone)
    return [{ ...address, occurrence: occasion.row.id, key: 'prompt', under: null, message, notBefore }]
  })
}

/** One reminder, within working hours, to those who have not answered; of a poll only the person and the sealed slots know who that is. */
async function remind(house: House, trx: Writes, occasion: Occasion, guests: Guest[], now: string): Promise<void> {
  const due = guests.filter((guest) => guest.absent === null && guest.remindAt !== null && guest.remindAt <= now)
  if (due.length === 0) return
  const voted = await votedAmong(house, trx, occasion, due)
  const unanswered = due.filter((guest) => guest.status === 'asked' && !voted.has(guest.id))
  const addresses = await addressesOf(house, trx, occasion.team, unanswered)
  const viewFor = await personalViews(house, trx, occasion, unanswered)
  const drafts = unanswered.flatMap((guest): Draft[] => {
    const address = addresses.get(guest.id)
    const at = house.calendars.organisation.nextWorkingInstant(house.clock.now(), guest.zone)
    if (!address || at === null || instantText(at) >= occasion.row.closes_at) return []
    const message = occasion.kind.reminder(viewFor(guest), readerOf(house, occasion, guest))
    if (message === null) return []
    return [
      { ...address, occurrence: occasion.row.id, key: 'reminder', under: null, message, notBefore: instantText(at) },
    ]
  })
  await post(house, trx, drafts)
  await trx
    .updateTable('participant')
    .set({ remind_at: null })
    .where('occurrence_id', '=', occasion.row.id)
    .where('remind_at', '<=', now)
    .execute()
  for (const guest of due) guest.remindAt = null
}

async function votedAmong(house: House, trx: Writes, occasion: Occasion, guests: Guest[]): Promise<Set<string>> {
  if (!isAnonymous(occasion)) return new Set()
  const sealed = guests.filter((guest) => sealedFormOf(occasion, guest.role) !== null)
  return house.ballots.voted(
    trx,
    occasion.row.id,
    sealed.map((guest) => guest.id),
  )
}

function nextLook(guests: Guest[], closesAt: string, now: string): string {
  const present = guests.filter((guest) => guest.absent === null)
  const openings = present.filter((guest) => guest.status === 'waiting').map((guest) => guest.opensAt)
  const reminders = present.flatMap((guest) => (guest.remindAt === null ? [] : [guest.remindAt]))
  return [...openings, ...reminders, closesAt].filter((at) => at > now).toSorted()[0] ?? closesAt
}

/** Ends the last phase. A poll keeps its key until its spool is gone for good, so its report follows one step later. */
async function close(house: House, trx: Writes, occasion: Occasion): Promise<StepOutcome> {
  const anonymous = isAnonymous(occasion)
  const phase = anonymous ? 'erasing' : 'closed'
  await withdrawUnsent(trx, occasion.row.id, 'prompt')
  await withdrawUnsent(trx, occasion.row.id, 'reminder')
  occasion.row = { ...occasion.row, state: 'closed', phase, next_at: nowText(house) }
  if (anonymous) {
    await closePoll(house, trx, occasion)
    // Who was reminded tells who had not voted by then: that goes with the spool.
    await trx
      .deleteFrom('delivery')
      .where('occurrence_id', '=', occasion.row.id)
      .where('key', '=', 'reminder')
      .execute()
  }
  await trx
    .updateTable('occurrence')
    .set({ state: 'closed', phase, next_at: occasion.row.next_at })
    .where('id', '=', occasion.row.id)
    .execute()
  return anonymous ? 'erase' : finish(house, trx, occasion)
}

/** Destroys the key first: from then on nobody can read the ballots, whatever the disk still holds. */
async function erase(house: House, id: string): Promise<void> {
  await house.ballots.destroyKey(id)
  await secureErase(house.db, ['spool', 'delivery', 'event'])
  await act(house, (trx) =>
    trx
      .updateTable('occurrence')
      .set({ phase: 'closed' })
      .where('id', '=', id)
      .where('phase', '=', 'erasing')
      .execute(),
  )
  await advance(house, id)
}

/** Reports; and, after a late or changed answer, brings what stands in the chat up to date. */
async function finish(house: House, trx: Writes, occasion: Occasion): Promise<StepOutcome> {
  if (occasion.row.phase === 'erasing') return 'erase'
  const { view, guests } = await fullView(house, trx, occasion)
  await post(
    house,
    trx,
    await draftsOf(house, trx, occasion, guests, [...occasion.kind.announce(view), ...occasion.kind.report(view)]),
  )
  const asked = guests.filter((guest) => guest.absent === null && guest.status !== 'waiting')
  await post(house, trx, await promptDrafts(house, trx, occasion, asked), true)
  await retireButtons(house, trx, occasion.row.id, ['reminder'])
  await lookAgain(trx, occasion.row.id, null)
  return 'moved'
}

async function lookAgain(trx: Writes, id: string, at: string | null): Promise<void> {
  await trx.updateTable('occurrence').set({ next_at: at }).where('id', '=', id).execute()
  if (at !== null) wake(trx, { name: 'occurrence', key: id, runAt: at })
}

/** A poll's key must exist before its first ballot; making it is a file's business and stays outside the transaction. */
async function prepareKey(house: House, id: string): Promise<void> {
  const occasion = await occasionOf(house, house.db.kysely, id)
  if (!occasion || occasion.row.state !== 'planned' || !isAnonymous(occasion)) return
  if (occasion.row.next_at !== null && occasion.row.next_at <= nowText(house)) await house.ballots.open(id)
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
