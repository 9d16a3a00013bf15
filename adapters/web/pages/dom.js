/** Elements made by hand, and the one door through which HTML (rendered and escaped by the server) gets into the page. */

/** @typedef {string | number | Node | null | false | undefined} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | ((event: Event) => unknown) | null | undefined>} [attributes] `on...` are
 *   listeners, `true` sets a bare attribute, what is null, false or undefined is left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...present(children))
  return element
}

/** @param {Child[]} children @returns {(string | Node)[]} */
const present = (children) =>
  children
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (typeof child === 'number' ? String(child) : child))

/**
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`the page has no #${id}`)
  return element
}

/** @type {{ createHTML(html: string): string }} */
const policy =
  'trustedTypes' in window
    ? /** @type {any} */ (window).trustedTypes.createPolicy('teamrunde', {
        createHTML: (/** @type {string} */ html) => html,
      })
    : { createHTML: (/** @type {string} */ html) => html }

/** Shows what the server rendered. @param {Element} element @param {string} html */
export function setRendered(element, html) {
  element.innerHTML = policy.createHTML(html)
}

/**
 * Brings a parent's children to what is wanted without moving those that stay: focus and open threads survive.
 * @param {Element} parent
 * @param {Element[]} wanted
 */
export function reconcile(parent, wanted) {
  wanted.forEach((node, at) => {
    const there = parent.children[at]
    if (there !== node) parent.insertBefore(node, there ?? null)
  })
  while (parent.children.length > wanted.length) parent.lastElementChild?.remove()
}

/** Says something to those who do not see it. @param {string} words */
export function announce(words) {
  byId('announcer', HTMLElement).textContent = words
}
