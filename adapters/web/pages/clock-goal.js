/** "To a date": a small dialog that closes when the clock has gone. */
import { el } from './dom.js'
import { localMinute, text } from './texts.js'

/**
 * @param {string} now UTC text
 * @param {(goal: Record<string, unknown>, refused: (fault: unknown) => void) => Promise<boolean>} travel
 */
export function openGoal(now, travel) {
  /** @type {HTMLDialogElement} */
  const dialog = el('dialog', { class: 'dialog dialog-small', 'aria-labelledby': 'clock-goal-title' })
  const close = () => dialog.close()
  const input = el('input', {
    type: 'datetime-local',
    id: 'clock-goal',
    required: true,
    min: localMinute(now),
    'aria-describedby': 'clock-goal-hint clock-goal-problem',
  })
  const problem = el('p', { class: 'field-problem', id: 'clock-goal-problem', role: 'alert' })
  const cancel = el('button', { type: 'button', class: 'button', onclick: close }, text('form.cancel'))
  dialog.append(
    el(
      'form',
      { novalidate: true, onsubmit: (event) => void go(event) },
      el('header', {}, el('h2', { id: 'clock-goal-title' }, text('clock.to-title'))),
      el(
        'div',
        { class: 'dialog-body' },
        el(
          'div',
          { class: 'field' },
          el('label', { for: 'clock-goal' }, text('clock.to-label')),
          input,
          el('p', { class: 'hint', id: 'clock-goal-hint' }, text('clock.to-hint')),
          problem,
        ),
      ),
      el('footer', {}, cancel, el('button', { class: 'button button-primary' }, text('clock.go'))),
    ),
  )
  input.value = localMinute(now)
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  input.focus()

  /** @param {Event} event */
  async function go(event) {
    event.preventDefault()
    problem.textContent = ''
    const fault =
      input.value === '' ? text('problem.no-time') : input.value < input.min ? text('problem.clock-backwards') : ''
    if (fault !== '') return refuse(fault)
    // The running minute is a little in the past by now.
    const goal = input.value === input.min ? { by: 'PT0S' } : { to: input.value }
    if (await travel(goal, (refused) => refuse(refused instanceof Error ? refused.message : ''))) dialog.close()
  }

  /** @param {string} words */
  function refuse(words) {
    problem.textContent = words
    input.setAttribute('aria-invalid', 'true')
    input.focus()
  }
}
