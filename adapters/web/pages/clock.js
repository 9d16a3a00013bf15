/** The clock of the playground: what time it is, what comes next, and the buttons that let time pass. */
import { openHome, tell } from './acts.js'
import { send } from './api.js'
import { openGoal } from './clock-goal.js'
import { byId, el } from './dom.js'
import { moment, text } from './texts.js'
import { toast } from './toasts.js'
import { HOME, refresh, state, view } from './view.js'

/** When the state was read, by this machine's clock: the virtual one goes on at the same pace. */
let readAt = performance.now()

/** The virtual time now, UTC text. */
const now = () => new Date(Date.parse(state().clock.now) + performance.now() - readAt).toISOString()

export function createClock() {
  const place = byId('clock', HTMLElement)
  const day = el('span', { class: 'clock-day' })
  const time = el('time', { class: 'clock-time' })
  const next = el('p', { class: 'clock-next' })
  const buttons = el('div', { class: 'clock-buttons', role: 'group' })
  place.append(el('div', { class: 'clock-now' }, el('p', { class: 'clock-when' }, time, day), next), buttons)

  const tick = () => {
    if (!view.state) return
    const at = now()
    time.dateTime = at
    time.textContent = moment(at, 'time')
    day.textContent = moment(at, 'day-year')
  }
  setInterval(tick, 1000)

  let drawn = ''
  let read = ''
  return function draw() {
    const { clock, person } = state()
    if (read !== clock.now) {
      read = clock.now
      readAt = performance.now()
    }
    tick()
    time.title = text('clock.zone', { zone: person.zone })
    next.textContent = clock.next
      ? text('clock.next-at', { when: moment(clock.next, 'full') })
      : text('clock.nothing-next')
    const key = JSON.stringify([person.language, clock.next === null, view.busy])
    if (key === drawn) return
    drawn = key
    drawButtons(buttons, clock.next === null)
  }
}

/** Built once a language; afterwards only switched on and off, so that the pressed one keeps the focus. @param {Element} place @param {boolean} nothingNext */
function drawButtons(place, nothingNext) {
  const wanted = [
    { name: 'next', label: text('clock.next'), off: nothingNext, act: () => travel({ next: true }) },
    { name: 'hour', label: text('clock.hour'), off: false, act: () => travel({ by: 'PT1H' }) },
    { name: 'day', label: text('clock.day'), off: false, act: () => travel({ by: 'P1D' }) },
    { name: 'to', label: text('clock.to'), off: false, act: () => openGoal(now(), travel) },
    { name: 'others', label: text('simulate.button'), off: false, act: letOthersAnswer },
  ]
  if (place.children.length === 0) {
    for (const { name, act } of wanted) {
      place.append(
        el('button', {
          type: 'button',
          class: `button button-${name}`,
          'data-clock': name,
          onclick: () => !view.busy && void act(),
        }),
      )
    }
  }
  for (const { name, label, off } of wanted) {
    const button = /** @type {HTMLButtonElement} */ (place.querySelector(`[data-clock="${name}"]`))
    button.textContent = label
    button.disabled = off
    button.setAttribute('aria-disabled', String(view.busy))
    if (name === 'others') button.title = text('simulate.title')
  }
}

/** @param {Record<string, unknown>} goal @param {(fault: unknown) => void} [refused] @returns {Promise<boolean>} whether the clock went */
export function travel(goal, refused = tell) {
  return whileBusy(text('clock.busy'), refused, async () => {
    const before = unreadHere()
    const moved = await send('clock', { ...goal, zone: state().person.zone })
    await refresh()
    if (view.place === HOME) await openHome()
    const news = unreadHere() - before
    const words = text('clock.arrived', { when: moment(moved.now, 'full') })
    toast(`${words} ${news > 0 ? `${text('unread', { count: news })}.` : text('clock.nothing-new')}`)
  })
}

/** What is new for this person, wherever it stands; what is marked in the open conversation counts while it is unread. */
const unreadHere = () => state().conversations.reduce((sum, one) => sum + (one.yours ? one.unread : 0), 0)

export function letOthersAnswer() {
  return whileBusy(text('simulate.busy'), tell, async () => {
    const counts = await send('simulate', { except: view.person })
    await refresh()
    toast(counts.people > 0 ? text('simulate.done', { count: counts.people }) : text('simulate.none'), 'simulated')
  })
}

/**
 * @param {string} words
 * @param {(fault: unknown) => void} refused
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether it worked
 */
async function whileBusy(words, refused, work) {
  const place = byId('clock', HTMLElement)
  view.busy = true
  place.setAttribute('aria-busy', 'true')
  place.dataset['busy'] = words
  try {
    await work()
    return true
  } catch (fault) {
    refused(fault)
    return false
  } finally {
    view.busy = false
    place.removeAttribute('aria-busy')
    delete place.dataset['busy']
    for (const button of place.querySelectorAll('[data-clock]')) button.setAttribute('aria-disabled', 'false')
  }
}
