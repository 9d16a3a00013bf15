/** One field of a form as an input, with its hint, and what is wrong with it. */
import { ABSTAIN, type Choice, type Field, formatInstant, plain } from '#message'
import type { Language } from '#platform'
import type { CardElement } from './element.ts'
import { smallPrint } from './paragraph.ts'
import { disarmed } from './plain.ts'
import { type Page, textElement } from './running.ts'
import { asChoice, inputId } from './submission.ts'
import { word } from './words.ts'

/** More choices than this are a list to choose from, and more people than that a list to type into. */
const MOST_OPEN = 10
const MOST_LISTED = 12

/** @param value what stands in it: what was typed before, else what the form begins with */
export function fieldElements(field: Field, value: unknown, error: string | undefined, page: Page): CardElement[] {
  const { language } = page.reader
  const input: CardElement = {
    ...inputOf(field, value, language),
    id: inputId(field.name, isMany(field)),
    label: field.label,
    spacing: 'Large',
    ...(field.required ? { isRequired: true } : {}),
    ...complaintOf(field, language),
  }
  const close = { spacing: 'Small' }
  return [
    input,
    ...(error === undefined
      ? []
      : [textElement([plain(error)], page, { color: 'Attention', weight: 'Bolder' }, close)]),
    ...(field.hint ? [{ ...smallPrint([plain(field.hint)], page), ...close }] : []),
  ]
}

const isMany = (field: Field): boolean => field.type === 'choice' && field.many === true

function inputOf(field: Field, value: unknown, language: Language): CardElement {
  switch (field.type) {
    case 'short':
    case 'long':
      return {
        type: 'Input.Text',
        maxLength: field.max,
        ...(field.type === 'long' ? { isMultiline: true } : {}),
        ...given(value),
      }
    case 'choice':
      return field.many ? choicesInput(field.options, value) : choiceInput(field.options, value, language)
    case 'scale':
      return choiceInput(stepsOf(field), value, language)
    case 'member':
      return listInput(field.options, value, language)
    case 'date':
      return { type: 'Input.Date', ...given(value), ...bounds(field) }
    case 'time':
      return { type: 'Input.Time', ...given(value) }
  }
}

const given = (value: unknown): object => (typeof value === 'string' && value !== '' ? { value } : {})

const bounds = ({ min, max }: { min?: string; max?: string }): object => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})

function stepsOf({ steps, abstain }: Extract<Field, { type: 'scale' }>): Choice[] {
  const choices = steps.map(({ value, label }) => ({ value: String(value), label }))
  return abstain === undefined ? choices : [...choices, { value: ABSTAIN, label: abstain }]
}

/** Some clients read Markdown in choices that stand open. */
const openChoice = ({ value, label }: Choice): { title: string; value: string } => ({ title: disarmed(label), value })

function choiceInput(options: Choice[], value: unknown, language: Language): CardElement {
  if (options.length > MOST_OPEN) return listInput(options, value, language)
  return {
    type: 'Input.ChoiceSet',
    style: 'expanded',
    wrap: true,
    choices: options.map(openChoice),
    ...chosen(options, [value]),
  }
}

const listInput = (options: Choice[], value: unknown, language: Language): CardElement => ({
  type: 'Input.ChoiceSet',
  style: options.length > MOST_LISTED ? 'filtered' : 'compact',
  placeholder: word(language, 'choose'),
  choices: options.map(({ value: choice, label }) => ({ title: label, value: choice })),
  ...chosen(options, [value]),
})

function choicesInput(options: Choice[], value: unknown): CardElement {
  const coded = options.map(({ value: choice, label }) => ({ value: asChoice(choice), label }))
  return {
    type: 'Input.ChoiceSet',
    isMultiSelect: true,
    style: 'expanded',
    wrap: true,
    choices: coded.map(openChoice),
    ...chosen(
      coded,
      (Array.isArray(value) ? value : [value]).map((one) => asChoice(String(one))),
    ),
  }
}

/** Only what can be chosen is chosen. */
function chosen(options: Choice[], values: unknown[]): object {
  const wanted = new Set(values.map(String))
  const found = options.filter(({ value }) => wanted.has(value)).map(({ value }) => value)
  return found.length > 0 ? { value: found.join(',') } : {}
}

/** What the client itself says when it does not let an input pass. */
function complaintOf(field: Field, language: Language): object {
  const range = field.type === 'date' ? rangeWords(field, language) : null
  if (range !== null) return { errorMessage: range }
  return field.required ? { errorMessage: word(language, 'required') } : {}
}

function rangeWords({ min, max }: { min?: string; max?: string }, language: Language): string | null {
  const day = (date: string): string => formatInstant(`${date}T00:00:00.000Z`, 'date', language, 'UTC')
  if (min !== undefined && max !== undefined)
    return `${word(language, 'date-from')}${day(min)}${word(language, 'date-between')}${day(max)}.`
  if (min !== undefined) return `${word(language, 'date-from')}${day(min)}.`
  return max === undefined ? null : `${word(language, 'date-until')}${day(max)}.`
}
