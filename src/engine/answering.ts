/**
 * Takes answers. A named one goes to the log, a sealed one to the spool, in the same transaction that remembers the event; only when that is
 * on disk does anybody say thanks. Nothing of a sealed answer is written anywhere else, and not even that it came.
 */
import { type Answers, checkAnswers, type Message } from '#message'
import type { PlatformEvent, Reply } from '#platform'
import { checkForm } from '../message/limits.ts'
import { flag, json } from '../store/codecs.ts'
import { heldStanding, settleParticipant, sharedStanding, standing } from '../store/occurrences.ts'
import { queueAnew, showInPlace } from '../store/outbox.ts'
import { keepAnswer } from '../store/answers.ts'
import { addResponse, rememberEvent } from '../store/responses.ts'
import { act, wake } from './act.ts'
import { REMINDERS } from './asking.ts'
import { type Caller, notice } from './caller.ts'
import { type House, nowText, type Writes } from './house.ts'
import { fieldErrors } from './field-errors.ts'
import { lookAfterAnswer } from './looking.ts'
import { asks, type Occasion, sealOf } from './occasion.ts'
import { deliveryId, stamped } from './outbox.ts'
import { lateFor, refusalOf, type Refusal, type Seat } from './seat.ts'
import { readerOf } from './guests.ts'
import { personalView, personalViews, type ViewFor } from './view.ts'

/** Opens a form, prefilled with one's own answers where the ritual does so. */
export async function openForm(house: House, caller: Caller, seat: Seat, form: string): Promise<Reply> {
  const refusal = await refusalOf(house, seat, form)
  if (refusal) return refuse(caller, seat, refusal)
  const view = await personalView(house, house.db.kysely, seat.occasion, seat.guest)
  const delivery = 'delivery' in caller.event ? (caller.event.delivery ?? null) : null
  const shape = seat.occasion.kind.forms[form]!.build(view, readerOf(house, seat.occasion, seat.guest))
  checkForm(shape, `${seat.occasion.row.id}, ${form}`)
  return {
    type: 'form',
    form: shape,
    ticket: { occurrence: seat.occasion.row.id, form, delivery },
  }
}

/** Checks what was sent and keeps it. */
export async function takeForm(
  house: House,
  caller: Caller,
  seat: Seat,
  form: string,
  raw: Record<string, unknown>,
): Promise<Reply> {
  const refusal = await refusalOf(house, seat, form)
  if (refusal) return refuse(caller, seat, refusal)
  const viewFor = await personalViews(house, house.db.kysely, seat.occasion, [seat.guest], false)
  const reader = readerOf(house, seat.occasion, seat.guest)
  const spec = seat.occasion.kind.forms[form]!
  const view = viewFor(seat.guest)
  const shape = spec.build(view, reader)
  const { answers, problems } = checkAnswers(shape, raw)
  if (problems.length > 0) return { type: 'errors', errors: fieldErrors(caller, problems), form: shape }
  const wrong = spec.check?.(answers, view, reader) ?? {}
  if (Object.keys(wrong).length > 0) return { type: 'errors', errors: wrong, form: shape }
  return keep(house, caller, seat, form, answers, viewFor)
}

/** Keeps an answer (null: "not today") and says what the message becomes. `viewFor` saves reading and asking again what was for the form. */
export async function keep(
  house: House,
  caller: Caller,
  seat: Seat,
  form: string,
  answers: Answers | null,
  viewFor?: ViewFor,
): Promise<Reply> {
  const { occasion, guest } = seat
  const refusal = viewFor ? null : await refusalOf(house, seat, form)
  if (refusal) return refuse(caller, seat, refusal)
  const sealed = occasion.kind.forms[form]!.sealed
  const asked = asks(occasion)[guest.role] === form
  const prompt = deliveryId(occasion.row.id, 'prompt', `member:${guest.id}`)
  const isOwn = await isOwnMessage(house, caller, prompt)
  const before = { ...guest }
  if (asked || sealed) guest.status = answers === null ? 'declined' : 'answered'
  if (sealed) {
    const own = asked ? null : await house.ballots.own(house.db.kysely, occasion.row.id, guest.id)
    // More questions belong to a ballot; where there is none, that comes first.
    if (!asked && !own?.answers) return openForm(house, caller, seat, asks(occasion)[guest.role]!)
    const ballot = answers && { ...own?.answers, ...wellFormed(answers) }
    const message = await ownPrompt(house, seat, null, viewFor)
    const counted = await act(house, async (trx) => {
      if (!(await isStillSealed(house, trx, occasion))) return false
      if (await isNew(house, trx, caller.event, occasion.row.id))
        await house.ballots.cast(trx, occasion.row.id, guest.id, ballot, occasion.kind.ballotBytes)
      return true
    })
    return counted ? confirm(caller, message, isOwn) : refuse(caller, seat, lateFor(occasion))
  }
  const entry = {
    member: guest.id,
    role: guest.role,
    form,
    answers,
    at: nowText(house),
    late: occasion.row.state === 'closed',
  }
  const message = asked && before.status !== 'waiting' ? await ownPrompt(house, seat, entry, viewFor) : null
  const { event } = caller
  const { id, state } = occasion.row
  const status = answers === null ? 'declined' : 'answered'
  const given = { member: guest.id, form, answers: answers && json(answers), at: entry.at, late: flag(entry.late) }
  const shown = message && json(message)
  const mayBeOne = house.db.dialect === 'postgres' && shown && showsInPlace(event, prompt)
  const isKept =
    mayBeOne &&
    lookAfterAnswer(house, occasion) === null &&
    (await keepAnswer(house.db.kysely, {
      ...given,
      ...nameOf(house, event),
      occurrence: id,
      state,
      status,
      delivery: prompt,
      message: shown,
    }))
  if (!isKept) {
    await act(house, async (trx) => {
      const now = await asOfNow(house, trx, occasion)
      if (!(await isNew(house, trx, event))) return
      await addResponse(trx, id, guest.id, form, given.answers, given.at, flag(now.row.state === 'closed'))
      if (asked) await settleParticipant(trx, id, guest.id, status)
      if (shown) await showAnswered(trx, event, prompt, `member:${guest.id}`, shown, entry.at)
      await lookSoon(trx, id, lookAfterAnswer(house, now))
    })
  }
  return message ? confirm(caller, message, isOwn) : notice(thanksFor(house, caller, seat, form, answers))
}

function thanksFor(
  house: House,
  caller: Caller,
  { occasion, guest }: Seat,
  form: string,
  answers: Answers | null,
): string {
  const own = answers && occasion.kind.forms[form]!.thanks?.(answers, readerOf(house, occasion, guest))
  return own ?? caller.t(occasion.row.state === 'planned' ? 'kept.early' : 'kept.saved')
}

/** It may have closed while the answer was on its way: then that came late, and what stands is written anew. */
async function asOfNow(house: House, trx: Writes, occasion: Occasion): Promise<Occasion> {
  const ask = house.db.dialect === 'postgres' ? heldStanding : standing
  const [now] = (await ask(trx, occasion.row.id)).rows
  return { ...occasion, row: { ...occasion.row, ...now } }
}

/** Without what JSON spells out in six bytes (control characters, halves of characters), so that a text of some length fits its box. */
function wellFormed(answers: Answers): Answers {
  const clean = (text: string): string => text.toWellFormed().replace(/[^\P{Cc}\n]/gu, ' ')
  return Object.fromEntries(
    Object.entries(answers).map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value]),
  )
}

/** The close takes the same row for itself: a ballot is either counted or refused, never thanked for and lost. */
async function isStillSealed(house: House, trx: Writes, occasion: Occasion): Promise<boolean> {
  const ask = house.db.dialect === 'postgres' ? sharedStanding : standing
  const [now] = (await ask(trx, occasion.row.id)).rows
  return now?.state === 'open' && sealOf({ ...occasion, row: { ...occasion.row, ...now } }) === 'sealed'
}

/** What the person's own message says now; never stored for a sealed answer. */
async function ownPrompt(
  house: House,
  seat: Seat,
  entry: Parameters<Occasion['kind']['reduce']>[1] | null,
  viewFor?: ViewFor,
): Promise<Message> {
  const { occasion, guest } = seat
  const view = (viewFor ?? (await personalViews(house, house.db.kysely, occasion, [guest], false)))(guest)
  const state = entry ? occasion.kind.reduce(view.state, entry) : view.state
  return stamped(occasion.kind.prompt({ ...view, state }, readerOf(house, occasion, guest)), occasion.row.id)
}

/** What stands where others read it too, or says something else, is no place for someone's own message: that they are shown alone. */
const confirm = (caller: Caller, message: Message, isOwn: boolean): Reply =>
  caller.event.type === 'command' || !isOwn ? { type: 'notice', message } : { type: 'replace', message }

/** Whether their own message may stand in the place of what was pressed: their prompt itself, which needs no asking, or a reminder of it. */
async function isOwnMessage(house: House, { event }: Caller, prompt: string): Promise<boolean> {
  const pressed = pressedIn(event)
  if (pressed === null || pressed === prompt) return true
  const row = await house.db.kysely.selectFrom('delivery').select('key').where('id', '=', pressed).executeTakeFirst()
  return row === undefined || REMINDERS.includes(row.key)
}

/** An event that came before changes nothing; its answer is given again. A vote's is remembered so that only its `poll`'s key can tell it. */
export async function isNew(house: House, trx: Writes, event: PlatformEvent, poll?: string): Promise<boolean> {
  const { event: id, day } = nameOf(house, event, poll)
  return (await rememberEvent(trx, id, day)).numAffectedRows === 1n
}

function nameOf(house: House, event: PlatformEvent, poll?: string): { event: string; day: string } {
  const id = `${event.platform}:${event.id}`
  return { event: poll === undefined ? id : house.ballots.veiled(poll, id), day: nowText(house).slice(0, 10) }
}

/**
 * Where the adapter shows the new message in place of the prompt, the outbox takes it as sent; elsewhere (a reminder was pressed, say) the outbox
 * sends it.
 */
async function showAnswered(
  trx: Writes,
  event: PlatformEvent,
  prompt: string,
  lane: string,
  message: string,
  at: string,
): Promise<void> {
  if (showsInPlace(event, prompt)) return void (await showInPlace(trx, prompt, message, at))
  await queueAnew(trx, prompt, message)
  wake(trx, { name: 'deliver', key: prompt, runAt: at, lane })
}

const showsInPlace = (event: PlatformEvent, prompt: string): boolean =>
  'inPlace' in event && event.inPlace && pressedIn(event) === prompt

/** The message whose button was pressed, or from which the form was opened. */
function pressedIn(event: PlatformEvent): string | null {
  if (event.type === 'submit') return event.ticket.delivery
  return event.type === 'press' ? (event.delivery ?? null) : null
}

/** Never later than it would look anyway. */
export async function lookSoon(trx: Writes, occurrence: string, at: string | null): Promise<void> {
  if (at === null) return
  await trx
    .updateTable('occurrence')
    .set({ next_at: at })
    .where('id', '=', occurrence)
    .where((where) => where.or([where('next_at', 'is', null), where('next_at', '>', at)]))
    .execute()
  wake(trx, { name: 'occurrence', key: occurrence, runAt: at })
}

function refuse(caller: Caller, seat: Seat, refusal: Refusal): Reply {
  return notice(caller.t(refusal, { ritual: seat.occasion.ritual.name }))
}
