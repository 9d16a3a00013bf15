/**
 * "I am": who is being played. A button opens the list of everyone, grouped by team, with what is new for each of them.
 * @typedef {import('../state.ts').State['people'][number]} Person
 */
import { avatar, unreadBadge } from './avatar.js'
import { byId, el } from './dom.js'
import { text } from './texts.js'
import { state } from './view.js'

/** @param {(person: string) => void} choose */
export function createPersonPicker(choose) {
  const place = byId('who', HTMLElement)
  const list = el('div', { class: 'who-list', id: 'who-list', hidden: true })
  const button = el('button', {
    type: 'button',
    class: 'who-now',
    id: 'who-now',
    'aria-expanded': 'false',
    'aria-controls': 'who-list',
    onclick: () => toggle(list.hidden === true),
  })
  place.append(button, list)

  /** @param {boolean} open */
  function toggle(open) {
    list.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    const current = list.querySelector('[aria-current]')
    if (open && current instanceof HTMLElement) {
      current.scrollIntoView({ block: 'nearest' })
      current.focus()
    }
  }

  list.addEventListener('click', (event) => {
    const chosen = event.target instanceof Element ? event.target.closest('[data-person]') : null
    if (!chosen) return
    toggle(false)
    button.focus()
    choose(chosen.getAttribute('data-person') ?? '')
  })
  place.addEventListener('keydown', (event) => {
    if (list.hidden) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      toggle(false)
      button.focus()
    }
    if (moveFocus(list, event.key)) event.preventDefault()
  })
  document.addEventListener('pointerdown', (event) => {
    if (!list.hidden && event.target instanceof Node && !place.contains(event.target)) toggle(false)
  })

  let drawn = ''
  return function draw() {
    const { person, people } = state()
    const key = JSON.stringify([person.id, person.language, people.map((one) => [one.id, one.name, one.unread])])
    if (key === drawn) return
    drawn = key
    const focused = document.activeElement?.getAttribute('data-person')
    button.setAttribute('aria-label', `${text('who.label')}: ${person.name}. ${text('who.change')}`)
    button.replaceChildren(
      avatar(person.id, person.name),
      el(
        'span',
        { class: 'who-words' },
        el('span', { class: 'who-label' }, text('who.label')),
        el('strong', {}, person.name),
        el('span', { class: 'who-role' }, roleWords(person)),
      ),
      el('span', { class: 'chevron', 'aria-hidden': 'true' }),
    )
    list.replaceChildren(...grouped(people).map(([team, members]) => drawTeam(team, members, person.id)))
    if (focused && !list.hidden) focusOn(list, focused)
  }
}

/** @param {Element} list @param {string} person */
function focusOn(list, person) {
  const item = list.querySelector(`[data-person="${CSS.escape(person)}"]`)
  if (item instanceof HTMLElement) item.focus()
}

/** @param {Element} list @param {string} key */
function moveFocus(list, key) {
  const items = [...list.querySelectorAll('button')]
  const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement))
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[key]
  if (to === undefined) return false
  items[Math.min(Math.max(to, 0), items.length - 1)]?.focus()
  return true
}

/** Everyone stands once: with the team they lead, else with their first one. @param {Person[]} people @returns {[string, Person[]][]} */
function grouped(people) {
  /** @type {Map<string, Person[]>} */
  const teams = new Map()
  for (const person of people) {
    const team = homeTeam(person)?.name ?? text('who.no-team')
    teams.set(team, [...(teams.get(team) ?? []), person])
  }
  const rank = { leader: 0, member: 1, observer: 2 }
  return [...teams].map(([team, members]) => [
    team,
    members.toSorted((a, b) => rank[roleIn(a)] - rank[roleIn(b)] || a.name.localeCompare(b.name)),
  ])
}

/** @param {Person | import('../state.ts').ShownPerson} person */
const homeTeam = (person) => person.teams.find((team) => team.role === 'leader') ?? person.teams[0]

/** @param {Person} person */
const roleIn = (person) => homeTeam(person)?.role ?? 'observer'

/** @param {string} team @param {Person[]} members @param {string} current */
function drawTeam(team, members, current) {
  const id = `team-${team.replace(/\W+/g, '-')}`
  return el(
    'section',
    { 'aria-labelledby': id },
    el('h2', { id }, team),
    el('ul', {}, ...members.map((person) => el('li', {}, drawPerson(person, current)))),
  )
}

/** @param {Person} person @param {string} current */
function drawPerson(person, current) {
  const mine = person.id === current
  return el(
    'button',
    { type: 'button', 'data-person': person.id, 'aria-current': mine ? 'true' : null },
    avatar(person.id, person.name),
    el(
      'span',
      { class: 'who-words' },
      el('span', {}, person.name),
      el('span', { class: 'who-role' }, roleWords(person)),
    ),
    unreadBadge(person.unread, text('unread', { count: person.unread })),
  )
}

/** `Leitung · Filiale Nord`. @param {Person | import('../state.ts').ShownPerson} person */
function roleWords(person) {
  const admin = person.admin ? text('role.admin') : null
  return [text(`role.${person.role}`), admin, person.unit].filter(Boolean).join(' · ')
}
