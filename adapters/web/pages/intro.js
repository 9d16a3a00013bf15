/** Three lines for whoever is here for the first time, until they say that they have read them. */
import { byId, el } from './dom.js'
import { text } from './texts.js'

const READ = 'teamrunde-intro-read'

let gone = isRead()
/** @type {HTMLElement | null} */
let card = null

export function drawIntro() {
  if (gone) return
  const lines = ['who', 'clock', 'others'].map((name) => el('li', {}, text(`intro.${name}`)))
  const close = el('button', { type: 'button', class: 'button button-primary', onclick: dismiss }, text('intro.close'))
  const drawn = el(
    'section',
    { class: 'intro', 'aria-labelledby': 'intro-title' },
    el('h2', { id: 'intro-title' }, text('intro.title')),
    el('ul', {}, ...lines),
    close,
  )
  if (card?.textContent === drawn.textContent) return
  card?.remove()
  card = drawn
  byId('talk', HTMLElement).insertBefore(card, byId('messages', HTMLElement))
}

function dismiss() {
  gone = true
  card?.remove()
  byId('messages', HTMLElement).focus()
  try {
    localStorage.setItem(READ, 'yes')
  } catch {
    // Without storage it comes again next time, which does no harm.
  }
}

function isRead() {
  try {
    return localStorage.getItem(READ) !== null
  } catch {
    return false
  }
}
