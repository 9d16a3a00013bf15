/** A round picture out of a person's initials, in a colour of their own. */
import { el } from './dom.js'

const COLOURS = 6

/** @param {string} id @param {string} name */
export function avatar(id, name) {
  const words = name.split(/\s+/).filter(Boolean)
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('')
  return el('span', { class: `avatar avatar-${colourOf(id)}`, 'aria-hidden': 'true' }, initials)
}

/** @param {string} id */
const colourOf = (id) => [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7) % COLOURS

/** A number beside a name, spoken in full. @param {number} count @param {string} words */
export const unreadBadge = (count, words) =>
  count > 0 &&
  el('span', { class: 'unread' }, el('span', { 'aria-hidden': 'true' }, count), el('span', { class: 'unseen' }, words))
