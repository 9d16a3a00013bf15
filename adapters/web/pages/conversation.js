/**
 * The conversation in the middle: messages with their threads, notices for this person alone, or the overview.
 * @typedef {import('./render-message.js').Standing} Standing
 */
import { press, tell } from './acts.js'
import { travel } from './clock.js'
import { byId, el, reconcile, setRendered } from './dom.js'
import { markRead } from './read-marks.js'
import { drawDay, drawMessage, drawNotice } from './render-message.js'
import { language, moment, text } from './texts.js'
import { changed, here, HOME, state, view } from './view.js'

/** Threads up to this length stand open. */
const SHORT_THREAD = 3

export function createConversation() {
  const place = byId('messages', HTMLElement)
  const head = byId('talk-head', HTMLElement)
  place.addEventListener('click', (event) => void onPress(event))

  /** Elements by what they show, so that only what changed is drawn anew. @type {Map<string, { key: string, element: HTMLElement }>} */
  let kept = new Map()
  let entered = ''

  /** @param {string} id @param {string} key @param {() => HTMLElement} build */
  function keep(id, key, build) {
    const before = kept.get(id)
    const element = before && before.key === key ? before.element : build()
    kept.set(id, { key, element })
    return element
  }

  return function draw() {
    const visit = `${view.person} ${view.place} ${language()}`
    const isNewPlace = visit !== entered
    if (isNewPlace) {
      kept = new Map()
      hush(place)
    }
    entered = visit
    drawHead(head)
    const nearEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 120
    const before = place.lastElementChild
    reconcile(place, view.place === HOME ? [drawHome(keep)] : drawItems(keep))
    if (isNewPlace) scrollToNews(place)
    else if (place.lastElementChild !== before && view.place !== HOME) showLatest(place, nearEnd)
    void markRead()
  }
}

/** @typedef {(id: string, key: string, build: () => HTMLElement) => HTMLElement} Keep */

/** @param {Element} head */
function drawHead(head) {
  const conversation = here()
  const title =
    view.place === HOME
      ? text('talk.home')
      : conversation?.kind === 'direct'
        ? text('talk.direct')
        : (conversation?.name ?? '')
  const kind = conversation?.kind === 'channel' && !conversation.yours ? 'other-channel' : conversation?.kind
  const says = text(view.place === HOME ? 'talk.home-says' : `talk.${kind}-says`)
  const { simulated } = state()
  const key = `${title} ${says} ${simulated}`
  if (head.getAttribute('data-drawn') === key) return
  head.setAttribute('data-drawn', key)
  const sign = conversation?.kind === 'channel' && el('span', { class: 'sign sign-channel', 'aria-hidden': 'true' })
  const mark =
    simulated && el('p', { class: 'simulated-mark', title: text('simulate.mark-says') }, text('simulate.mark'))
  head.replaceChildren(
    ...[el('h1', {}, sign, title), el('p', { class: 'talk-says' }, says), mark].filter((one) => one !== false),
  )
}

/** @param {Keep} keep */
function drawHome(keep) {
  if (view.home === '') return keep('home', '', () => el('p', { class: 'quiet' }, text('talk.loading')))
  return keep('home', view.home, () => {
    const body = el('div', { class: 'home message-body' })
    setRendered(body, view.home)
    return body
  })
}

/** @param {Keep} keep */
function drawItems(keep) {
  const messages = here()?.messages ?? []
  const notices = view.notices.filter((notice) => notice.place === view.place)
  if (messages.length === 0 && notices.length === 0) return [keep('empty', String(state().clock.next), drawEmpty)]
  const roots = new Set(messages.map((message) => message.delivery))
  const items = [
    ...messages
      .filter((message) => message.under === null || !roots.has(message.under))
      .map((message) => ({ at: message.sentAt, elements: () => drawWithThread(keep, message, messages) })),
    ...notices.map((notice) => ({
      at: notice.at,
      elements: () => [keep(notice.id, '', () => drawNotice(notice, () => dismiss(notice.id)))],
    })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  let day = ''
  return items.flatMap((item) => {
    const words = moment(item.at, 'day')
    const turned = words !== day
    day = words
    return turned
      ? [keep(`day ${item.at.slice(0, 10)} ${words}`, words, () => drawDay(item.at)), ...item.elements()]
      : item.elements()
  })
}

/** @param {Keep} keep @param {Standing} message @param {Standing[]} all @returns {HTMLElement[]} */
function drawWithThread(keep, message, all) {
  const drawOne = (/** @type {Standing} */ one) => {
    const fresh = view.fresh.has(one.delivery)
    return keep(one.delivery, `${fresh} ${one.editedAt} ${one.html}`, () => drawMessage(one, fresh))
  }
  const replies = all.filter((one) => one.under === message.delivery)
  if (replies.length === 0) return [drawOne(message)]
  const thread = keep(`thread ${message.delivery}`, '', () => {
    const open = replies.length <= SHORT_THREAD || replies.some((reply) => view.fresh.has(reply.delivery))
    return el('details', { class: 'thread', open }, el('summary', {}), el('div', { class: 'thread-replies' }))
  })
  const [summary, list] = [...thread.children]
  const words = text('thread', { count: replies.length })
  if (summary && summary.textContent !== words) summary.textContent = words
  if (list) reconcile(list, replies.map(drawOne))
  return [drawOne(message), thread]
}

function drawEmpty() {
  const button = el(
    'button',
    { type: 'button', class: 'button button-primary', onclick: () => void travel({ next: true }) },
    text('talk.to-next'),
  )
  return el(
    'div',
    { class: 'empty' },
    el('p', { class: 'empty-title' }, text('talk.empty')),
    el('p', {}, text('talk.empty-says')),
    state().clock.next !== null && button,
  )
}

/** @param {string} id */
function dismiss(id) {
  view.notices = view.notices.filter((notice) => notice.id !== id)
  changed()
  byId('messages', HTMLElement).focus()
}

/** One press at a time for each button; the button says that it is at work. @param {Event} event */
async function onPress(event) {
  const button = event.target instanceof Element ? event.target.closest('button[data-action]') : null
  if (!(button instanceof HTMLButtonElement) || button.getAttribute('aria-busy') === 'true') return
  const { action = '', value, occurrence } = button.dataset
  const delivery = button.closest('[data-delivery]')?.getAttribute('data-delivery') ?? undefined
  button.setAttribute('aria-busy', 'true')
  try {
    await press({ action, value, occurrence, delivery })
  } catch (fault) {
    tell(fault)
  } finally {
    button.removeAttribute('aria-busy')
  }
}

/** A notice was asked for, so it is shown from its beginning; a message only follows whoever is at the end. @param {Element} place @param {boolean} nearEnd */
function showLatest(place, nearEnd) {
  const last = place.lastElementChild
  if (last?.hasAttribute('data-notice'))
    last.scrollIntoView({ block: last.clientHeight > place.clientHeight ? 'start' : 'nearest' })
  else if (nearEnd) place.scrollTop = place.scrollHeight
}

/** Messages that come are read out; those that stood there before are not. @param {Element} place */
function hush(place) {
  place.setAttribute('aria-live', 'off')
  setTimeout(() => place.removeAttribute('aria-live'), 1000)
}

/** To the first new message, else to the end. @param {Element} place */
function scrollToNews(place) {
  const news = place.querySelector('.message-fresh')
  if (news) news.scrollIntoView({ block: 'start' })
  else place.scrollTop = view.place === HOME ? 0 : place.scrollHeight
}
