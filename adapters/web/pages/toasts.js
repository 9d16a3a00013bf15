/** Short messages about the playground itself, in the corner; they stay until closed or until a newer one of their kind comes. */
import { byId, el } from './dom.js'
import { text } from './texts.js'

/** Milliseconds after which a plain message has been read; problems and simulations stay. */
const READ = 9000

/** @param {string} words @param {'plain' | 'problem' | 'simulated'} kind */
export function toast(words, kind = 'plain') {
  const place = byId('toasts', HTMLElement)
  for (const old of place.querySelectorAll(`.toast-${kind}`)) old.remove()
  const close = el('button', { type: 'button', class: 'icon-button', 'aria-label': text('toast.close') }, '×')
  // A role of its own makes each message spoken when it appears.
  const shown = el(
    'div',
    { class: `toast toast-${kind}`, role: kind === 'problem' ? 'alert' : 'status' },
    el('p', {}, words),
    close,
  )
  close.addEventListener('click', () => shown.remove())
  place.append(shown)
  if (kind === 'plain') setTimeout(() => shown.remove(), READ)
}
