/** The list of conversations, with what is new in each. */
import { unreadBadge } from './avatar.js'
import { byId, el } from './dom.js'
import { text } from './texts.js'
import { HOME, state, view } from './view.js'

/** @param {(place: string) => void} go */
export function createPlaces(go) {
  const place = byId('places', HTMLElement)
  place.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('[data-place]') : null
    if (!link || !(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(link.getAttribute('data-place') ?? HOME)
  })

  let drawn = ''
  return function draw() {
    const conversations = state().conversations.map((one) => [one.conversation, one.name, one.yours, one.unread])
    const key = JSON.stringify([view.person, state().person.language, view.place, conversations])
    if (key === drawn) return
    drawn = key
    const focused = place.contains(document.activeElement) ? document.activeElement?.getAttribute('data-place') : null
    place.replaceChildren(...sections())
    if (focused)
      /** @type {HTMLElement | null} */ (place.querySelector(`[data-place="${CSS.escape(focused)}"]`))?.focus()
  }
}

function sections() {
  const { conversations } = state()
  const channels = conversations.filter((one) => one.kind === 'channel')
  return [
    section('', [
      { place: HOME, sign: 'home', name: text('talk.home'), unread: 0 },
      ...conversations.filter((one) => one.kind === 'direct').map((one) => row(one, 'direct', text('talk.direct'))),
    ]),
    section(
      'talk.groups',
      conversations.filter((one) => one.kind === 'group').map((one) => row(one, 'group', one.name)),
    ),
    section(
      'talk.channels',
      channels.filter((one) => one.yours).map((one) => row(one, 'channel', one.name)),
    ),
    section(
      'talk.more-channels',
      channels.filter((one) => !one.yours).map((one) => row({ ...one, unread: 0 }, 'channel', one.name)),
    ),
  ].filter((one) => one !== null)
}

/** @param {{ conversation: string, unread: number }} conversation @param {string} sign @param {string} name */
const row = ({ conversation, unread }, sign, name) => ({ place: conversation, sign, name, unread })

/** @param {string} title a text's key, or nothing @param {{ place: string, sign: string, name: string, unread: number }[]} rows */
function section(title, rows) {
  if (rows.length === 0) return null
  const items = rows.map(({ place, sign, name, unread }) =>
    el(
      'li',
      {},
      el(
        'a',
        {
          href: `/?${new URLSearchParams({ as: view.person, in: place })}`,
          'data-place': place,
          class: unread > 0 ? 'has-new' : null,
          'aria-current': place === view.place ? 'page' : null,
        },
        el('span', { class: `sign sign-${sign}`, 'aria-hidden': 'true' }),
        el('span', { class: 'place-name' }, name),
        unreadBadge(unread, text('unread', { count: unread })),
      ),
    ),
  )
  return el('section', {}, title !== '' && el('h2', {}, text(title)), el('ul', {}, ...items))
}
