/**
 * What the page shows: who is being played, where they are, and what the API last said. Everything that draws listens here.
 * @typedef {import('../state.ts').State} State
 * @typedef {import('../state.ts').ShownConversation} ShownConversation
 * @typedef {{ id: string, place: string, at: string, html: string, echo: string }} Notice
 */
import { ask } from './api.js'
import { speak } from './texts.js'

export const HOME = 'home'

/**
 * `place` is a conversation (`@jana.petersen`, `#after-sales`) or `home`; `fresh` are the deliveries that were new when this place was
 * entered, and stay marked until it is left.
 * @type {{ person: string, place: string, state: State | null, home: string, notices: Notice[], fresh: Set<string>, busy: boolean }}
 */
export const view = { person: '', place: '', state: null, home: '', notices: [], fresh: new Set(), busy: false }

/** @type {(() => void)[]} */
const listeners = []

/** @param {() => void} listener */
export const onChange = (listener) => void listeners.push(listener)

export function changed() {
  for (const listener of listeners) listener()
}

/** The state there is by the time anything is drawn. */
export function state() {
  if (!view.state) throw new Error('nothing has been read yet')
  return view.state
}

/** @returns {ShownConversation | undefined} */
export const here = () => state().conversations.find((one) => one.conversation === view.place)

/** Counts what was asked for, so that a slow answer does not overwrite a later one. */
let asked = 0

/** Reads the state anew and draws it. @returns {Promise<boolean>} whether this was still the newest question */
export async function refresh() {
  const mine = (asked += 1)
  const { person, place } = view
  const read = await ask('state', { person, in: place === HOME ? `@${person}` : place })
  if (mine !== asked) return false
  await speak(read.person.language, read.person.zone)
  view.state = read
  for (const message of here()?.messages ?? []) {
    if (message.isNew) view.fresh.add(message.delivery)
  }
  changed()
  return true
}

/** Goes elsewhere, as the same person or as another. @param {string} person @param {string} place */
export async function enter(person, place) {
  if (person !== view.person) view.notices = []
  Object.assign(view, { person, place, home: '', fresh: new Set() })
  await refresh()
}

/** The address of what is shown, to be kept or passed on. */
export const address = () => `/?${new URLSearchParams({ as: view.person, in: view.place })}`
