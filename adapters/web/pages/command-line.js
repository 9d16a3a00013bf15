/**
 * Where `/teamrunde ...` is typed: a combobox whose suggestions are the sub-commands in the person's language.
 * @typedef {import('../commands.ts').Command} Command
 */
import { command, tell } from './acts.js'
import { announce, byId, el } from './dom.js'
import { text } from './texts.js'
import { state } from './view.js'

export function createCommandLine() {
  const form = byId('composer', HTMLFormElement)
  const list = el('ul', { class: 'suggestions', id: 'suggestions', role: 'listbox', hidden: true })
  const input = el('input', {
    id: 'command',
    type: 'text',
    role: 'combobox',
    maxlength: 2000,
    enterkeyhint: 'send',
    spellcheck: 'false',
    autocapitalize: 'off',
    'aria-expanded': 'false',
    'aria-controls': 'suggestions',
    'aria-autocomplete': 'list',
  })
  const send = el('button', { class: 'button button-primary' })
  form.append(list, el('label', { class: 'prefix', for: 'command' }, '/teamrunde'), input, send)

  /** @type {Command[]} */
  let shown = []
  let active = -1
  let typed = ''

  function suggest() {
    const words = input.value
      .replace(/^\/teamrunde\s*/i, '')
      .trimStart()
      .toLowerCase()
    shown = state().commands.filter((one) => one.words.startsWith(words) && one.words !== words.trimEnd())
    open(shown.length > 0)
  }

  /** @param {boolean} yes */
  function open(yes) {
    active = -1
    list.hidden = !yes
    input.setAttribute('aria-expanded', String(yes))
    input.removeAttribute('aria-activedescendant')
    list.replaceChildren(...(yes ? shown.map(drawSuggestion) : []))
    if (yes) announce(text('compose.count', { count: shown.length }))
  }

  /** @param {number} to */
  function highlight(to) {
    active = (to + shown.length) % shown.length
    ;[...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === active)))
    list.children[active]?.scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', `suggestion-${active}`)
  }

  /** Puts a suggestion into the line; one that wants no more words is sent. @param {Command} chosen @param {boolean} atOnce */
  function accept(chosen, atOnce) {
    input.value = chosen.takes === '' ? chosen.words : `${chosen.words} `
    open(false)
    input.focus()
    if (atOnce && chosen.takes === '') form.requestSubmit()
  }

  input.addEventListener('input', suggest)
  input.addEventListener('focus', suggest)
  input.addEventListener('blur', () => open(false))
  input.addEventListener('keydown', (event) => {
    const chosen = shown[active]
    if (event.key === 'Escape' && !list.hidden) return (open(false), event.preventDefault())
    if (event.key === 'ArrowUp' && input.value === '' && typed !== '')
      return ((input.value = typed), event.preventDefault())
    if (list.hidden) return event.key === 'ArrowDown' ? suggest() : undefined
    if (event.key === 'ArrowDown') return (highlight(active + 1), event.preventDefault())
    if (event.key === 'ArrowUp') return (highlight(active < 0 ? -1 : active - 1), event.preventDefault())
    if (event.key === 'Enter' && chosen) return (event.preventDefault(), accept(chosen, true))
    if (event.key === 'Tab' && (chosen ?? shown[0]) && input.value !== '')
      return (event.preventDefault(), accept(chosen ?? /** @type {Command} */ (shown[0]), false))
  })
  // Not on click: the line would lose the focus first, and the list with it.
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    const at = event.target instanceof Element ? event.target.closest('li')?.getAttribute('data-at') : null
    const chosen = shown[Number(at ?? -1)]
    if (chosen) accept(chosen, true)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const words = input.value.trim().replace(/^\/teamrunde\s*/i, '')
    input.value = ''
    typed = words
    open(false)
    command(words).catch((fault) => {
      input.value = words
      tell(fault)
    })
  })

  let drawn = ''
  return function draw() {
    const { language } = state().person
    if (language === drawn) return
    drawn = language
    input.placeholder = text('compose.placeholder')
    input.setAttribute('aria-label', text('compose.label'))
    list.setAttribute('aria-label', text('compose.list'))
    send.textContent = text('compose.send')
  }
}

/** @param {Command} command @param {number} at */
const drawSuggestion = ({ words, takes, says }, at) =>
  el(
    'li',
    { id: `suggestion-${at}`, role: 'option', 'aria-selected': 'false', 'data-at': at },
    el('span', { class: 'words' }, words, takes !== '' && el('span', { class: 'takes' }, ` <${takes}>`)),
    el('span', { class: 'says' }, says),
  )
