/** Puts the page together, goes to the place that the address names, and looks now and then whether something has happened. */
import { openHome, tell } from './acts.js'
import { createClock } from './clock.js'
import { createCommandLine } from './command-line.js'
import { createConversation } from './conversation.js'
import { announce, byId } from './dom.js'
import { drawIntro } from './intro.js'
import { createMenu } from './menu.js'
import { createPersonPicker } from './person-picker.js'
import { createPlaces } from './places.js'
import { applyTexts, speak, text } from './texts.js'
import { address, enter, HOME, onChange, refresh, state, view } from './view.js'

/** Milliseconds between two looks; something may be done from a script or another window. */
const LOOK = 5000

const menu = createMenu()
const clock = createClock()

onChange(createPersonPicker((person) => void go(person, placeFor(person))))
onChange(createPlaces((place) => void go(view.person, place)))
onChange(clock)
onChange(createConversation())
onChange(createCommandLine())
onChange(menu.draw)
onChange(drawIntro)
onChange(() => applyTexts({ organisation: state().organisation.name }))

/** Somebody else looks at the same channel, at their own overview, at their own messages. @param {string} person */
const placeFor = (person) => (view.place === HOME || view.place.startsWith('#') ? view.place : `@${person}`)

/** @param {string} person @param {string} place */
async function go(person, place) {
  menu.hide()
  try {
    const other = person !== view.person
    await visit(person, place)
    history.pushState(null, '', address())
    if (other) announce(text('who.now', { name: state().person.name }))
  } catch (fault) {
    tell(fault)
  }
}

/** @param {string} person @param {string} place */
async function visit(person, place) {
  await enter(person, place)
  if (view.place === HOME) await openHome()
}

/** The server has looked up who `?as=` names, and has put somebody else in the place of one it doesn't know. */
function named() {
  const person = document.documentElement.dataset['person'] ?? ''
  const place = new URLSearchParams(location.search).get('in') ?? ''
  return { person, place: place === '' ? `@${person}` : place }
}

async function start() {
  // Before anything is asked, so that a fault can be told in words.
  await speak(document.documentElement.lang === 'en' ? 'en' : 'de', 'UTC')
  const { person, place } = named()
  await visit(person, place).catch((fault) => {
    if (fault.code !== 'no-such-conversation') throw fault
    return visit(person, `@${person}`)
  })
  history.replaceState(null, '', address())
}

window.addEventListener('popstate', () => {
  const query = new URLSearchParams(location.search)
  const person = query.get('as') ?? view.person
  void visit(person, query.get('in') ?? `@${person}`).catch(tell)
})
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void look())
setInterval(() => void look(), LOOK)

async function look() {
  if (document.visibilityState !== 'visible' || view.busy || !view.state || document.querySelector('dialog[open]'))
    return
  await refresh().catch(() => {})
}

start().catch((fault) => {
  byId('messages', HTMLElement).replaceChildren()
  tell(fault)
})
