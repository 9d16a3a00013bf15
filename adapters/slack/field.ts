/** One field of a form as Slack's input, and what was entered there. */
import { ABSTAIN, type Choice, type Field } from '#message'
import type { types } from '@slack/bolt'

/** Up to so many choices all stand open to see; more are a list to choose from. */
const MOST_OPEN = 10
const PREFIX = 'field.'

type Element = types.InputBlock['element']

export const blockIdOf = (field: string): string => PREFIX + field

export const inputBlock = (field: Field): types.InputBlock => ({
  type: 'input',
  block_id: blockIdOf(field.name),
  label: plain(field.label),
  optional: field.required !== true,
  // Slack wants these to differ within a form, too.
  element: { ...elementOf(field), action_id: blockIdOf(field.name) } as Element,
  ...(field.hint ? { hint: plain(field.hint) } : {}),
})

const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false })

function elementOf(field: Field): Element {
  switch (field.type) {
    case 'short':
    case 'long':
      return {
        type: 'plain_text_input',
        multiline: field.type === 'long',
        max_length: field.max,
        ...(typeof field.initial === 'string' && field.initial !== '' ? { initial_value: field.initial } : {}),
      }
    case 'choice':
      return field.many ? manyOf(field.options, field.initial) : oneOf(field.options, field.initial)
    case 'member':
      return list(field.options, field.initial)
    case 'scale':
      return oneOf(stepsOf(field), field.initial)
    case 'date':
      return { type: 'datepicker', ...(typeof field.initial === 'string' ? { initial_date: field.initial } : {}) }
    case 'time':
      return { type: 'timepicker', ...(typeof field.initial === 'string' ? { initial_time: field.initial } : {}) }
  }
}

function stepsOf(field: Extract<Field, { type: 'scale' }>): Choice[] {
  const steps = field.steps.map(({ value, label }) => ({ value: String(value), label }))
  return field.abstain === undefined ? steps : [...steps, { value: ABSTAIN, label: field.abstain }]
}

const optionOf = ({ value, label }: Choice): types.PlainTextOption => ({ text: plain(label), value })

function chosenOf(options: types.PlainTextOption[], initial: Field['initial']): types.PlainTextOption[] {
  const wanted = new Set((Array.isArray(initial) ? initial : [initial]).map(String))
  return options.filter(({ value }) => value !== undefined && wanted.has(value))
}

function oneOf(choices: Choice[], initial: Field['initial']): Element {
  if (choices.length > MOST_OPEN) return list(choices, initial)
  const options = choices.map(optionOf)
  const [chosen] = chosenOf(options, initial)
  return { type: 'radio_buttons', options, ...(chosen ? { initial_option: chosen } : {}) }
}

function list(choices: Choice[], initial: Field['initial']): Element {
  const options = choices.map(optionOf)
  const [chosen] = chosenOf(options, initial)
  return { type: 'static_select', options, ...(chosen ? { initial_option: chosen } : {}) }
}

function manyOf(choices: Choice[], initial: Field['initial']): Element {
  const options = choices.map(optionOf)
  const chosen = chosenOf(options, initial)
  const type = choices.length > MOST_OPEN ? ('multi_static_select' as const) : ('checkboxes' as const)
  return { type, options, ...(chosen.length > 0 ? { initial_options: chosen } : {}) }
}

/** What Slack hands back for one input; nothing in it can be relied on. */
interface Entered {
  value?: unknown
  selected_option?: { value?: unknown } | null
  selected_options?: { value?: unknown }[] | null
  selected_date?: unknown
  selected_time?: unknown
}

export type EnteredValues = Record<string, Record<string, Entered>>

/** The raw answers by field; the engine checks them. Inputs that nobody touched come as null. */
export function answersIn(values: EnteredValues): Record<string, unknown> {
  const ours = Object.entries(values).filter(([id]) => id.startsWith(PREFIX))
  return Object.fromEntries(
    ours.map(([id, inputs]) => [id.slice(PREFIX.length), enteredIn(Object.values(inputs)[0] ?? {})]),
  )
}

const enteredIn = (entered: Entered): unknown =>
  entered.value ??
  entered.selected_option?.value ??
  entered.selected_options?.map(({ value }) => value) ??
  entered.selected_date ??
  entered.selected_time ??
  null
