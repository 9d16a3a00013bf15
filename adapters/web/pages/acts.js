/**
 * What a person does, and what the reply makes of the page.
 * @typedef {import('../replies.ts').Acted} Acted
 */
import { newId, send } from './api.js'
import { announce } from './dom.js'
import { openForm } from './form-dialog.js'
import { text } from './texts.js'
import { toast } from './toasts.js'
import { changed, HOME, refresh, state, view } from './view.js'

/** Shows a fault where it can be seen; what went wrong stays undone. @param {unknown} fault */
export function tell(fault) {
  toast(fault instanceof Error && fault.message ? fault.message : text('problem.fault'), 'problem')
}

/** @param {{ action: string, value?: string | undefined, occurrence?: string | undefined, delivery?: string | undefined }} button */
export async function press(button) {
  await take(await send('press', { id: newId(), person: view.person, ...button }), '')
}

/** @param {string} words what was typed after `/teamrunde` */
export async function command(words) {
  const conversation = view.place === HOME ? `@${view.person}` : view.place
  const acted = await send('command', { id: newId(), person: view.person, text: words, conversation })
  await take(acted, `/teamrunde ${words}`.trim())
}

export async function openHome() {
  /** @type {Acted} */
  const acted = await send('home', { id: newId(), person: view.person })
  if (acted.reply.type !== 'home' && acted.reply.type !== 'notice') return
  view.home = acted.reply.html
  changed()
}

/** @param {Acted} acted @param {string} echo what was typed, to stand above the answer */
async function take(acted, echo) {
  const { reply, changed: replaced } = acted
  switch (reply.type) {
    case 'form':
      return openForm(reply, (answers, id) => submit(reply.ticket, answers, id))
    case 'notice':
      note(reply.html, echo)
      break
    case 'home':
      Object.assign(view, { place: HOME, home: reply.html })
      break
    case 'replace':
      if (reply.notice) note(reply.notice.html, echo)
      if (replaced) show(replaced)
      break
    default:
      break
  }
  await settled()
}

/**
 * @param {import('#platform').FormTicket} ticket
 * @param {Record<string, unknown>} answers
 * @param {string} id the same for a second try after a broken connection
 * @returns {Promise<Record<string, string> | null>} what is wrong, by field; null when it was taken
 */
async function submit(ticket, answers, id) {
  /** @type {Acted} */
  const acted = await send('submit', { id, person: view.person, ticket, answers })
  if (acted.reply.type === 'errors') return acted.reply.errors
  if (acted.reply.type === 'replace') announce(text('form.sent'))
  // A form may be followed by another one, which can't open before this one has closed.
  queueMicrotask(() => void take(acted, '').catch(tell))
  return null
}

/** At once, before the state is read anew. @param {{ delivery: string | null, html: string }} replaced */
function show(replaced) {
  for (const conversation of state().conversations) {
    const message = conversation.messages?.find((one) => one.delivery === replaced.delivery)
    if (message) message.html = replaced.html
  }
  changed()
}

/** A notice for this person alone, at the end of where they are. @param {string} html @param {string} echo */
function note(html, echo) {
  const place = view.place
  view.notices.push({ id: newId(), place, at: state().clock.now, html, echo })
}

/** Home shows what was just done, too. */
async function settled() {
  await refresh()
  if (view.place === HOME) await openHome()
}
