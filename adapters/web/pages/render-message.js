/**
 * The frame around a message that the server rendered: who says it, when, whether it is new, edited or private.
 * @typedef {import('../state.ts').ShownStanding} Standing
 * @typedef {import('./view.js').Notice} Notice
 */
import { el, setRendered } from './dom.js'
import { moment, text } from './texts.js'

const sender = () =>
  el('span', { class: 'sender' }, 'Teamrunde', el('span', { class: 'app-chip' }, text('message.app')))

const logo = () =>
  el('img', { class: 'message-logo', src: '/playground/pages/logo.svg', alt: '', width: 36, height: 36 })

/** @param {string} at */
const timeOf = (at) => el('time', { datetime: at, title: moment(at, 'full') }, moment(at, 'time'))

/** @param {Standing} message @param {boolean} fresh */
export function drawMessage(message, fresh) {
  const body = el('div', { class: 'message-body', lang: message.language })
  setRendered(body, message.html)
  const edited =
    message.editedAt &&
    el(
      'span',
      { class: 'edited', title: text('message.edited-at', { time: moment(message.editedAt, 'full') }) },
      text('message.edited'),
    )
  return el(
    'article',
    { class: `message${fresh ? ' message-fresh' : ''}`, 'data-delivery': message.delivery },
    logo(),
    el(
      'div',
      { class: 'message-content' },
      el(
        'header',
        {},
        sender(),
        timeOf(message.sentAt),
        edited,
        fresh && el('span', { class: 'new' }, text('message.new')),
      ),
      body,
    ),
  )
}

/** @param {Notice} notice @param {() => void} dismiss */
export function drawNotice(notice, dismiss) {
  const body = el('div', { class: 'message-body' })
  setRendered(body, notice.html)
  const echo =
    notice.echo !== '' &&
    el('p', { class: 'echo' }, el('span', {}, `${text('message.you')}: `), el('code', {}, notice.echo))
  return el(
    'article',
    { class: 'message message-private', 'data-notice': notice.id },
    logo(),
    el(
      'div',
      { class: 'message-content' },
      echo,
      el('header', {}, sender(), timeOf(notice.at), el('span', { class: 'private' }, text('message.private'))),
      body,
    ),
    el(
      'button',
      { type: 'button', class: 'icon-button dismiss', 'aria-label': text('message.dismiss'), onclick: dismiss },
      '×',
    ),
  )
}

/** @param {string} at */
export const drawDay = (at) => el('h2', { class: 'day' }, el('span', {}, moment(at, 'day')))
