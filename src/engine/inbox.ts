/**
 * Where everything comes in: one event, one reply. Reads indexed rows, commits once, never waits for the network, never throws: a fault
 * becomes a friendly sentence, its detail a log line without anything a person wrote.
 */
import type { Inbox, PlatformEvent, Reply, RosterEvent } from '#platform'
import { fault } from '../log.ts'
import { keep, openForm, takeForm } from './answering.ts'
import { type Caller, callerOf, notice, occurrenceIn } from './caller.ts'
import { runCommand } from './commands/run.ts'
import { home } from './home.ts'
import { endPhase } from './end-phase.ts'
import { beginFrom } from './starting/begin.ts'
import type { House } from './house.ts'
import { leavingReply } from './leaving.ts'
import { asks } from './occasion.ts'
import { generalPress } from './presses.ts'
import { rosterChanged } from './rosters.ts'
import { type Seat, seatIn } from './seat.ts'
import { storable } from './storable.ts'
import { readerOf } from './guests.ts'
import { personalView } from './view.ts'

type Press = Extract<PlatformEvent, { type: 'press' }>
type Submit = Extract<PlatformEvent, { type: 'submit' }>

export function createInbox(house: House): Inbox {
  return {
    async handle(given) {
      const event = storable(given)
      const begun = performance.now()
      try {
        if (event.type === 'roster') {
          await rosterChanged(house, event)
          return { type: 'nothing' }
        }
        const caller = await callerOf(house, event)
        if (!caller) return stranger(house, event)
        const reply = await leavingReply(house, event.platform, await route(house, caller, event))
        return { ...reply, to: { language: caller.language, zone: caller.zone } }
      } catch (error) {
        house.log.error(
          { platform: event.platform, event: event.type, ...occurrenceOf(event), ...fault(error) },
          'an event could not be handled',
        )
        return trouble(house, event)
      } finally {
        house.meter.answered(event.platform, event.type, (performance.now() - begun) / 1000)
      }
    },
  }
}

/** As the planner writes them. What comes in may say anything in its place, and that is not for the log. */
const OCCURRENCE = /^[\w-]{1,100}@\d{4}-\d\d-\d\dT\d\d:\d\d$/

/** Never the delivery, nor who it was: beside the id of an open poll either would tell that somebody votes. */
function occurrenceOf(event: PlatformEvent): { occurrence?: string } {
  const said = occurrenceIn(event)
  return typeof said === 'string' && OCCURRENCE.test(said) ? { occurrence: said } : {}
}

/** A form stays open, so that nothing of what was typed is lost. */
function trouble(house: House, event: PlatformEvent): Reply {
  const language = event.language ?? house.manifest.organisation.language
  const text = house.texts.speak(language, 'common')('trouble')
  const [field] = event.type === 'submit' ? Object.keys(event.answers) : []
  return field === undefined ? notice(text) : { type: 'errors', errors: { [field]: text } }
}

function stranger(house: House, event: PlatformEvent): Reply {
  const language = event.language ?? house.manifest.organisation.language
  return notice(house.texts.speak(language, 'common')('stranger', { organisation: house.manifest.organisation.name }))
}

function route(house: House, caller: Caller, event: Exclude<PlatformEvent, RosterEvent>): Promise<Reply> {
  switch (event.type) {
    case 'press':
      return press(house, caller, event)
    case 'submit':
      return submit(house, caller, event)
    case 'command':
      return runCommand(house, caller, event.text)
    case 'home':
      return home(house, caller)
  }
}

async function press(house: House, caller: Caller, event: Press): Promise<Reply> {
  if (event.occurrence === undefined) return generalPress(house, caller, event.action, event.value)
  const seat = await seatIn(house, caller, caller.place)
  if (!seat) return notice(caller.t('not-yours'))
  const form = asks(seat.occasion)[seat.guest.role]
  if (event.action === 'answer' || event.action === 'change') {
    return form === undefined
      ? notice(caller.t('closed.role', { ritual: seat.occasion.ritual.name }))
      : openForm(house, caller, seat, form)
  }
  if (event.action === 'decline') {
    return form === undefined
      ? notice(caller.t('closed.role', { ritual: seat.occasion.ritual.name }))
      : keep(house, caller, seat, form, null)
  }
  if (Object.hasOwn(seat.occasion.kind.actions, event.action)) return ritualPress(house, caller, seat, event)
  return generalPress(house, caller, event.action, event.value, seat)
}

/** A button of the ritual's own. */
async function ritualPress(house: House, caller: Caller, seat: Seat, event: Press): Promise<Reply> {
  const view = await personalView(house, house.db.kysely, seat.occasion, seat.guest)
  const reader = readerOf(house, seat.occasion, seat.guest)
  const outcome = seat.occasion.kind.actions[event.action]!(view, reader, event.value)
  switch (outcome.do) {
    case 'open':
      return openForm(house, caller, seat, outcome.form)
    case 'answer':
      return keep(house, caller, seat, outcome.form, outcome.answers)
    case 'decline': {
      const form = asks(seat.occasion)[seat.guest.role]
      return form === undefined
        ? notice(caller.t('closed.role', { ritual: seat.occasion.ritual.name }))
        : keep(house, caller, seat, form, null)
    }
    case 'notice':
      return { type: 'notice', message: outcome.message }
    case 'end-phase':
      return endPhase(house, caller, seat, outcome.form, event)
    case 'start':
      return beginFrom(house, caller, seat, outcome.start)
  }
}

async function submit(house: House, caller: Caller, event: Submit): Promise<Reply> {
  const { occurrence, form } = event.ticket
  if (occurrence === null) return generalPress(house, caller, form, JSON.stringify(event.answers))
  const seat = await seatIn(house, caller, caller.place)
  return seat ? takeForm(house, caller, seat, form, event.answers) : notice(caller.t('not-yours'))
}
