/**
 * The fields of a form: each one labelled, described by its hint and its problem, and read back as the API wants it.
 * @typedef {import('#message').Field} Field
 * @typedef {import('#message').AnswerValue | undefined} Value
 * @typedef {{ name: string, element: HTMLElement, read(): string | string[] | null, refuse(words: string): void, focus(): void }} Drawn
 */
import { el } from './dom.js'
import { text } from './texts.js'

/** The wire value of "cannot judge". */
const ABSTAIN = 'abstain'

let count = 0

/** @param {Field} field @param {Value} draft what was typed before and not sent @returns {Drawn} */
export function drawField(field, draft) {
  count += 1
  const id = `field-${count}`
  const value = draft === undefined ? (field.initial ?? null) : draft
  switch (field.type) {
    case 'short':
    case 'long':
      return drawText(field, id, value)
    case 'scale':
      return drawScale(field, id, value)
    case 'choice':
      return drawChoices(field, id, value)
    case 'member':
      return drawSelect(field, id, value)
    case 'date':
      return drawInput(field, id, value, { type: 'date', min: field.min, max: field.max })
    case 'time':
      return drawInput(field, id, value, { type: 'time' })
  }
}

/** @template {Field['type']} Type @typedef {Extract<Field, { type: Type }>} Of */

/** @param {Field} field */
const mark = (field) =>
  field.required
    ? el(
        'span',
        { class: 'required' },
        ' ',
        el('span', { 'aria-hidden': 'true' }, '*'),
        el('span', { class: 'unseen' }, `(${text('form.required')})`),
      )
    : el('span', { class: 'optional' }, ` ${text('form.optional')}`)

/** The pieces below a field, and the ids that describe it. @param {Field} field @param {string} id */
function around(field, id) {
  const hint = field.hint !== undefined && el('p', { class: 'hint', id: `${id}-hint`, dir: 'auto' }, field.hint)
  const problem = el('p', { class: 'field-problem', id: `${id}-problem` })
  const describedby = `${hint ? `${id}-hint ` : ''}${id}-problem`
  return { hint, problem, describedby }
}

/**
 * A field around one control.
 * @param {Field} field
 * @param {string} id
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
 * @param {HTMLElement | false} [counter]
 * @returns {Drawn}
 */
function labelled(field, id, control, counter = false) {
  const { hint, problem, describedby } = around(field, id)
  control.id = id
  control.setAttribute('aria-describedby', counter ? `${describedby} ${id}-counter` : describedby)
  if (field.required) control.setAttribute('aria-required', 'true')
  return {
    name: field.name,
    element: el(
      'div',
      { class: 'field' },
      el('label', { for: id, dir: 'auto' }, field.label, mark(field)),
      hint,
      control,
      counter,
      problem,
    ),
    read: () => (control.value === '' ? null : control.value),
    refuse: (words) => refuse(control, problem, words),
    focus: () => control.focus(),
  }
}

/** @param {Element} control @param {HTMLElement} problem @param {string} words */
function refuse(control, problem, words) {
  problem.textContent = words
  if (words === '') control.removeAttribute('aria-invalid')
  else control.setAttribute('aria-invalid', 'true')
}

/** Typing over the limit is allowed and told, because a text cut while it is pasted is a text lost. @param {Of<'short' | 'long'>} field @param {string} id @param {Value} value */
function drawText(field, id, value) {
  const control =
    field.type === 'long' ? el('textarea', { rows: 3, dir: 'auto' }) : el('input', { type: 'text', dir: 'auto' })
  control.value = typeof value === 'string' ? value : ''
  const counter = el('p', { class: 'counter', id: `${id}-counter` })
  const tell = () => {
    const left = field.max - control.value.length
    counter.textContent = left < 0 ? text('form.over', { count: -left }) : text('form.left', { count: left })
    counter.classList.toggle('counter-over', left < 0)
    counter.classList.toggle('counter-near', left >= 0 && left <= field.max / 10)
  }
  control.addEventListener('input', tell)
  tell()
  return labelled(field, id, control, counter)
}

/** @param {Of<'date' | 'time'>} field @param {string} id @param {Value} value @param {Record<string, string | undefined>} attributes */
function drawInput(field, id, value, attributes) {
  const control = el('input', attributes)
  control.value = typeof value === 'string' ? value : ''
  return labelled(field, id, control)
}

/** @param {Of<'member'>} field @param {string} id @param {Value} value */
function drawSelect(field, id, value) {
  const options = field.options.map((option) => el('option', { value: option.value }, option.label))
  const control = el('select', {}, el('option', { value: '' }, text('form.choose')), ...options)
  control.value = typeof value === 'string' ? value : ''
  return labelled(field, id, control)
}

/** @param {Of<'scale'>} field @param {string} id @param {Value} value */
function drawScale(field, id, value) {
  const steps = field.steps.map((step) => ({ value: String(step.value), label: step.label, sign: String(step.value) }))
  const options = field.abstain === undefined ? steps : [...steps, { value: ABSTAIN, label: field.abstain, sign: '–' }]
  return drawGroup(field, id, {
    type: 'radio',
    kind: 'scale',
    chosen: value === null || value === undefined ? [] : [String(value)],
    options,
  })
}

/** @param {Of<'choice'>} field @param {string} id @param {Value} value */
function drawChoices(field, id, value) {
  const chosen = Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
  const options = field.options.map((option) => ({ ...option, sign: '' }))
  return drawGroup(field, id, { type: field.many ? 'checkbox' : 'radio', kind: 'choice', chosen, options })
}

/**
 * Radio buttons or checkboxes under one question.
 * @param {Field} field
 * @param {string} id
 * @param {{ type: 'radio' | 'checkbox', kind: string, chosen: string[], options: { value: string, label: string, sign: string }[] }} group
 * @returns {Drawn}
 */
function drawGroup(field, id, { type, kind, chosen, options }) {
  const { hint, problem, describedby } = around(field, id)
  const inputs = options.map((option, at) => {
    const input = el('input', { type, name: id, id: `${id}-${at}`, value: option.value })
    input.checked = chosen.includes(option.value)
    return input
  })
  const rows = options.map((option, at) =>
    el(
      'label',
      { class: `option${option.value === ABSTAIN ? ' option-abstain' : ''}`, for: `${id}-${at}` },
      inputs[at],
      option.sign !== '' && el('span', { class: 'option-sign', 'aria-hidden': 'true' }, option.sign),
      el('span', { class: 'option-label', dir: 'auto' }, option.label),
    ),
  )
  // A radio button can't be unchosen by hand; where no answer is asked for, one given by mistake must be.
  const clear =
    type === 'radio' &&
    !field.required &&
    el('button', { type: 'button', class: 'link', hidden: chosen.length === 0, onclick: unchoose }, text('form.clear'))
  const element = el(
    'fieldset',
    {
      class: `field field-${kind}`,
      'aria-describedby': describedby,
      role: type === 'radio' ? 'radiogroup' : null,
      'aria-required': type === 'radio' && field.required ? 'true' : null,
    },
    el('legend', { dir: 'auto' }, field.label, mark(field)),
    hint,
    el('div', { class: `options options-${kind}` }, ...rows),
    clear,
    problem,
  )
  element.addEventListener('change', () => clear && (clear.hidden = false))

  function unchoose() {
    for (const input of inputs) input.checked = false
    if (clear) clear.hidden = true
    inputs[0]?.focus()
  }

  const checked = () => inputs.filter((input) => input.checked).map((input) => input.value)
  return {
    name: field.name,
    element,
    read: () => (type === 'checkbox' ? checked() : (checked()[0] ?? null)),
    refuse: (words) => refuse(element, problem, words),
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
  }
}
