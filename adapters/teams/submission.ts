/**
 * What a card carries and brings back: a flat object, our own data beside what was entered. Inputs have ids that no property of ours has, and
 * nothing of ours ever holds an answer.
 */
import type { Button } from '#message'
import type { FormTicket } from '#platform'
import { z } from 'zod'

/** Where a form was opened from, so that what came of it can be shown there. */
export interface Origin {
  /** The conversation in which something was pressed or typed. */
  conversation?: string | undefined
  /** The activity whose button was pressed. */
  activity?: string | undefined
}

export interface FormContext {
  ticket: FormTicket
  origin: Origin
}

export interface Pressed {
  action: string
  value?: string
  occurrence?: string
  delivery?: string
}

const LONGEST = 2000
const text = z.string().max(LONGEST)
const press = z.object({
  teamrunde: z.literal('press'),
  action: text,
  value: text.optional(),
  occurrence: text.optional(),
  delivery: text.optional(),
})
const form = z.object({
  teamrunde: z.enum(['form', 'cancel']),
  form: text,
  occurrence: text.optional(),
  delivery: text.optional(),
  conversation: text.optional(),
  activity: text.optional(),
})

export const asPress = ({ action, value, occurrence }: Button, delivery: string | null): z.infer<typeof press> => ({
  teamrunde: 'press',
  action,
  ...(value === undefined ? {} : { value }),
  ...(occurrence === undefined ? {} : { occurrence }),
  ...(delivery === null ? {} : { delivery }),
})

export const asForm = (kind: 'form' | 'cancel', { ticket, origin }: FormContext): z.infer<typeof form> => ({
  teamrunde: kind,
  form: ticket.form,
  ...(ticket.occurrence === null ? {} : { occurrence: ticket.occurrence }),
  ...(ticket.delivery === null ? {} : { delivery: ticket.delivery }),
  ...(origin.conversation === undefined ? {} : { conversation: origin.conversation }),
  ...(origin.activity === undefined ? {} : { activity: origin.activity }),
})

/** @returns null for what is no press of ours */
export function pressedIn(data: unknown): Pressed | null {
  const { success, data: read } = press.safeParse(data)
  if (!success) return null
  const { teamrunde: _, ...pressed } = read
  return pressed
}

export interface Submission {
  context: FormContext
  answers: Record<string, unknown>
}

/** @returns null for what is no form of ours that was sent */
export function submissionIn(data: unknown): Submission | null {
  const context = contextIn(data, 'form')
  return context && { context, answers: answersIn(data as Record<string, unknown>) }
}

/** @returns null for what is no form of ours that was put away */
export const cancelledIn = (data: unknown): FormContext | null => contextIn(data, 'cancel')

function contextIn(data: unknown, kind: 'form' | 'cancel'): FormContext | null {
  const { success, data: read } = form.safeParse(data)
  if (!success || read.teamrunde !== kind) return null
  const { occurrence = null, delivery = null, conversation, activity } = read
  return { ticket: { occurrence, form: read.form, delivery }, origin: { conversation, activity } }
}

const ONE = 'field.'
const MANY = 'fields.'

/** The id of a field's input; that of several choices says so, because they come back in one string. */
export const inputId = (field: string, many: boolean): string => (many ? MANY : ONE) + field

/** A choice among several as it travels: without the commas between which it is found again. */
export const asChoice = (value: string): string => encodeURIComponent(value)

/** The raw answers by field; the engine checks them. What nobody touched comes empty, or not at all. */
function answersIn(data: Record<string, unknown>): Record<string, unknown> {
  const answers: [string, unknown][] = Object.entries(data).flatMap(([id, value]): [string, unknown][] => {
    if (id.startsWith(MANY)) return [[id.slice(MANY.length), choicesIn(value)]]
    return id.startsWith(ONE) ? [[id.slice(ONE.length), value === '' ? null : value]] : []
  })
  return Object.fromEntries(answers)
}

const choicesIn = (value: unknown): string[] =>
  typeof value === 'string' && value !== '' ? value.split(/[,;]/).map((choice) => decoded(choice.trim())) : []

function decoded(choice: string): string {
  try {
    return decodeURIComponent(choice)
  } catch {
    return choice
  }
}
