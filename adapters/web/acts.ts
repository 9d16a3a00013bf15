/** What a person does in the page, as the one event that goes to the engine. */
import { randomUUID } from 'node:crypto'
import type { Button } from '#message'
import type { FormTicket, PlatformEvent } from '#platform'
import { type Conversations, directOf } from './conversations.ts'
import { type Fields, mayText, needFields, needText } from './input.ts'
import { invalid, problem } from './problems.ts'
import type { StandingMessage, WorkspacePerson } from './workspace.ts'

/** Nobody comes into a channel or leaves it in the page. */
export type ActType = Exclude<PlatformEvent['type'], 'roster'>

/** The names each act may carry in its body. */
export const ACT_FIELDS: Record<ActType, string[]> = {
  press: ['id', 'person', 'delivery', 'action', 'value', 'occurrence'],
  submit: ['id', 'person', 'ticket', 'answers'],
  command: ['id', 'person', 'text', 'conversation'],
  home: ['id', 'person'],
}

const eventBase = (fields: Fields, person: WorkspacePerson) => ({
  id: mayText(fields, 'id') ?? randomUUID(),
  platform: 'web',
  person: person.id,
})

/**
 * The press of a button. What the button carries is read from the standing message, so a script need only name delivery and action; a press
 * that names its occurrence goes through as it is, since the message may have changed under the finger.
 */
export async function pressEvent(
  fields: Fields,
  person: WorkspacePerson,
  conversations: Conversations,
): Promise<PlatformEvent> {
  const delivery = mayText(fields, 'delivery')
  const action = needText(fields, 'action')
  const value = mayText(fields, 'value', 4000)
  const occurrence = mayText(fields, 'occurrence')
  const standing = delivery === undefined ? undefined : await conversations.message(person, delivery)
  const pressed = standing && findButton(standing, action, value)
  if (standing && !pressed && occurrence === undefined) throw noSuchButton(standing, action)
  const event: PlatformEvent = { ...eventBase(fields, person), type: 'press', action, inPlace: true }
  return {
    ...event,
    ...defined({
      value: value ?? pressed?.value,
      occurrence: occurrence ?? pressed?.occurrence,
      delivery,
    }),
  }
}

/** A form sent. No look-up in here: this is the path that many answers take at once. */
export const submitEvent = (fields: Fields, person: WorkspacePerson): PlatformEvent => ({
  ...eventBase(fields, person),
  type: 'submit',
  ticket: needTicket(fields),
  answers: needFields(fields, 'answers'),
  inPlace: true,
})

export async function commandEvent(
  fields: Fields,
  person: WorkspacePerson,
  conversations: Conversations,
): Promise<PlatformEvent> {
  const words = (mayText(fields, 'text', 2000) ?? '')
    .trim()
    .replace(/^\/teamrunde\b/i, '')
    .trim()
  const conversation = mayText(fields, 'conversation') ?? directOf(person.id)
  await conversations.find(person, conversation)
  return { ...eventBase(fields, person), type: 'command', text: words, conversation }
}

export const homeEvent = (fields: Fields, person: WorkspacePerson): PlatformEvent => ({
  ...eventBase(fields, person),
  type: 'home',
})

export const buttonsOf = (standing: StandingMessage): Button[] =>
  standing.message.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))

const findButton = (standing: StandingMessage, action: string, value: string | undefined): Button | undefined =>
  buttonsOf(standing).find((button) => button.action === action && (value === undefined || button.value === value))

function noSuchButton(standing: StandingMessage, action: string): Error {
  const actions = buttonsOf(standing).map((button) => button.action)
  const there = actions.length > 0 ? `its buttons are ${actions.join(', ')}` : 'it has no buttons'
  return problem(404, 'no-such-button', `This message has no button "${action}"; ${there}.`, 'action')
}

function needTicket(fields: Fields): FormTicket {
  const ticket = needFields(fields, 'ticket')
  return {
    occurrence: textOrNull(ticket, 'occurrence'),
    form: textOrNull(ticket, 'form') ?? missingForm(),
    delivery: textOrNull(ticket, 'delivery'),
  }
}

function textOrNull(ticket: Fields, name: keyof FormTicket): string | null {
  const value = ticket[name] ?? null
  if (value !== null && (typeof value !== 'string' || value.length > 200 || value.includes('\u0000')))
    throw invalid(`ticket.${name}`, `"ticket.${name}" should be the text that the form was opened with, or null.`)
  return value
}

function missingForm(): never {
  throw invalid('ticket.form', '"ticket.form" is missing: give back the ticket that the form was opened with.')
}

/** Without the names whose value is undefined: an absent value is absent in the event, too. */
const defined = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
