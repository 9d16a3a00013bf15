/** How a form is filled in: what Slack's clients let nobody send, and how what was filled in is written down. */
import { textOf, type ShownField } from './reading.ts'
import type { Json } from './world.ts'

/** A text, a number, the value or the label of an option, several of them, or nothing. */
export type Filling = string | number | readonly string[] | null

export class NotSendable extends Error {
  override readonly name = 'NotSendable'
}

interface OptionJson extends Json {
  value: string
}

/** @throws NotSendable where Slack's client would keep the form open by itself */
export function valueOf(field: ShownField, filling: Filling | undefined): Json {
  const { element } = field
  const type = String(element['type'])
  const value = filling === undefined ? initialOf(element) : chosen(field, filling)
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0)
  if (isEmpty && !field.optional) throw new NotSendable(`${field.label}: please complete this required field`)
  checkLength(field, value)
  return { type, [NAME[type] ?? 'value']: isEmpty && !Array.isArray(value) ? null : value }
}

/** The name under which each kind of input tells its value. */
const NAME: Record<string, string> = {
  radio_buttons: 'selected_option',
  static_select: 'selected_option',
  checkboxes: 'selected_options',
  multi_static_select: 'selected_options',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
}

const INITIAL = [
  'initial_value',
  'initial_option',
  'initial_options',
  'initial_date',
  'initial_time',
  'initial_user',
  'initial_users',
]

const isMany = (type: unknown): boolean => type === 'checkboxes' || String(type).startsWith('multi_')

function initialOf(element: Json): unknown {
  const name = INITIAL.find((each) => element[each] !== undefined)
  return name === undefined ? (isMany(element['type']) ? [] : null) : element[name]
}

function chosen(field: ShownField, filling: Filling): unknown {
  const { element } = field
  const options = (element['options'] ??
    ((element['option_groups'] ?? []) as Json[]).flatMap((group) => group['options'])) as OptionJson[]
  if (options.length === 0) return filling === null ? null : Array.isArray(filling) ? filling : String(filling)
  const pick = (wanted: string): OptionJson => {
    const found = options.find((option) => option.value === wanted || textOf(option['text']) === wanted)
    if (found === undefined) throw new NotSendable(`${field.label}: there is no option ${wanted}`)
    return found
  }
  if (isMany(element['type'])) return (filling === null ? [] : [filling].flat()).map(String).map(pick)
  return filling === null ? null : pick(String(filling))
}

function checkLength({ label, element }: ShownField, value: unknown): void {
  if (typeof value !== 'string') return
  const most = Number(element['max_length'] ?? 3000)
  const least = Number(element['min_length'] ?? 0)
  if (value.length > most) throw new NotSendable(`${label}: ${value.length} characters, at most ${most}`)
  if (value !== '' && value.length < least) throw new NotSendable(`${label}: at least ${least} characters`)
}
