/** In a narrow window the list of people and conversations is a drawer, opened by a button beside the clock. */
import { byId, el } from './dom.js'
import { text } from './texts.js'
import { state } from './view.js'

export function createMenu() {
  const side = byId('side', HTMLElement)
  const close = byId('menu-close', HTMLButtonElement)
  const button = el('button', {
    type: 'button',
    class: 'menu-open',
    'aria-expanded': 'false',
    'aria-controls': 'side',
    onclick: () => toggle(true),
  })
  byId('clock', HTMLElement).prepend(button)
  close.addEventListener('click', () => toggle(false))
  side.addEventListener('keydown', (event) => event.key === 'Escape' && toggle(false))
  document.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !side.contains(event.target) && !button.contains(event.target)) hide()
  })

  /** @param {boolean} open */
  function toggle(open) {
    document.body.classList.toggle('menu-is-open', open)
    byId('stage', HTMLElement).inert = open
    button.setAttribute('aria-expanded', String(open))
    ;(open ? close : button).focus()
  }

  function hide() {
    document.body.classList.remove('menu-is-open')
    byId('stage', HTMLElement).inert = false
    button.setAttribute('aria-expanded', 'false')
  }

  return {
    hide,
    draw() {
      const { person, conversations } = state()
      const unread = conversations.reduce((sum, one) => sum + (one.yours ? one.unread : 0), 0)
      const words = unread > 0 ? `, ${text('unread', { count: unread })}` : ''
      button.setAttribute('aria-label', `${text('page.menu')}: ${person.name}${words}`)
      const key = `${person.name} ${unread}`
      if (button.dataset['drawn'] === key) return
      button.dataset['drawn'] = key
      button.replaceChildren(
        el('span', { class: 'menu-bars', 'aria-hidden': 'true' }),
        el('span', { 'aria-hidden': 'true' }, person.name),
        ...(unread > 0 ? [el('span', { class: 'unread', 'aria-hidden': 'true' }, unread)] : []),
      )
    },
  }
}
