/**
 * A form as a modal dialog. The browser keeps the focus inside and closes on Escape; what was typed by then comes back when the same form
 * is opened again.
 * @typedef {import('#message').Form} Form
 * @typedef {Record<string, string | string[] | null>} Raw
 */
import { newId } from './api.js'
import { announce, el, setRendered } from './dom.js'
import { drawField } from './form-fields.js'
import { text } from './texts.js'
import { view } from './view.js'

/** What was typed but not sent, in memory only. @type {Map<string, Raw>} */
const drafts = new Map()

/**
 * @param {{ form: Form, ticket: import('#platform').FormTicket, introHtml: string }} opened
 * @param {(answers: Raw, id: string) => Promise<Record<string, string> | null>} submit
 */
export function openForm({ form, ticket, introHtml }, submit) {
  const key = JSON.stringify([view.person, ticket])
  const draft = drafts.get(key)
  const fields = form.fields.map((field) => drawField(field, draft?.[field.name]))
  const intro = el('div', { class: 'dialog-intro', id: 'form-intro' })
  setRendered(intro, introHtml)
  const problem = el('p', { class: 'form-problem', role: 'alert', hidden: true })
  const send = el('button', { class: 'button button-primary' }, form.submit)
  /** @type {HTMLDialogElement} */
  const dialog = el('dialog', {
    class: 'dialog',
    'aria-labelledby': 'form-title',
    'aria-describedby': introHtml === '' ? null : 'form-intro',
  })
  const close = () => dialog.close()
  dialog.append(
    el(
      'form',
      { novalidate: true, onsubmit: (event) => void onSubmit(event) },
      el(
        'header',
        {},
        el('h2', { id: 'form-title' }, form.title),
        el('button', { type: 'button', class: 'icon-button', 'aria-label': text('form.close'), onclick: close }, '×'),
      ),
      el(
        'div',
        { class: 'dialog-body' },
        introHtml !== '' && intro,
        draft && el('p', { class: 'note' }, text('form.draft')),
        ...fields.map((field) => field.element),
      ),
      el(
        'footer',
        {},
        problem,
        el('button', { type: 'button', class: 'button', onclick: close }, text('form.cancel')),
        send,
      ),
    ),
  )

  const read = () => Object.fromEntries(fields.map((field) => [field.name, field.read()]))
  const untouched = JSON.stringify(draft ? null : read())
  let taken = false
  let id = newId()

  /** @param {Event} event */
  async function onSubmit(event) {
    event.preventDefault()
    if (send.getAttribute('aria-busy') === 'true') return
    send.setAttribute('aria-busy', 'true')
    problem.hidden = true
    try {
      const errors = await submit(read(), id)
      if (errors) return refuse(errors)
      taken = true
      dialog.close()
    } catch (fault) {
      // The same id goes with the next try: should this one have arrived, it is not done twice.
      say(fault instanceof Error ? fault.message : text('problem.fault'))
    } finally {
      send.removeAttribute('aria-busy')
    }
  }

  /** @param {Record<string, string>} errors */
  function refuse(errors) {
    id = newId()
    for (const field of fields) field.refuse(errors[field.name] ?? '')
    const stray = Object.entries(errors).filter(([name]) => !fields.some((field) => field.name === name))
    say([text('form.errors', { count: Object.keys(errors).length }), ...stray.map(([, words]) => words)].join(' '))
    fields.find((field) => errors[field.name] !== undefined)?.focus()
  }

  /** @param {string} words */
  function say(words) {
    problem.textContent = words
    problem.hidden = false
  }

  dialog.addEventListener('close', () => {
    const now = read()
    if (taken || JSON.stringify(now) === untouched) drafts.delete(key)
    else drafts.set(key, now)
    dialog.remove()
  })
  document.body.append(dialog)
  dialog.showModal()
  fields[0]?.focus()
  announce(form.title)
}
