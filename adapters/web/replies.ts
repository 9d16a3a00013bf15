/** The engine's reply as the page and scripts get it: the neutral data, and beside each message its HTML. */
import type { Form, Message } from '#message'
import type { FormTicket, Reply } from '#platform'
import { type PageReader, renderBlock, renderMessage } from './render.ts'

export interface ShownMessage {
  message: Message
  html: string
}

export type ShownReply =
  | { type: 'nothing' }
  | { type: 'form'; form: Form; ticket: FormTicket; introHtml: string }
  | { type: 'errors'; errors: Record<string, string> }
  | { type: 'replace'; notice: ShownMessage | null }
  | ({ type: 'notice' | 'home' } & ShownMessage)

/** `changed` is what now stands in the place of the message that was pressed or answered, when that is known. */
export interface Acted {
  id: string
  reply: ShownReply
  changed: ({ delivery: string | null } & ShownMessage) | null
}

export function showReply(id: string, reply: Reply, delivery: string | null, reader: PageReader): Acted {
  const changed = reply.type === 'replace' ? { delivery, ...showMessage(reply.message, reader) } : null
  return { id, reply: show(reply, reader), changed }
}

function show(reply: Reply, reader: PageReader): ShownReply {
  switch (reply.type) {
    case 'nothing':
      return reply
    case 'errors':
      return { type: 'errors', errors: reply.errors }
    case 'form':
      return { ...reply, introHtml: renderIntro(reply.form, reader) }
    case 'replace':
      return { type: 'replace', notice: reply.notice ? showMessage(reply.notice, reader) : null }
    case 'notice':
    case 'home':
      return { type: reply.type, ...showMessage(reply.message, reader) }
  }
}

export const showMessage = (message: Message, reader: PageReader): ShownMessage => ({
  message,
  html: renderMessage(message, reader),
})

const renderIntro = (form: Form, reader: PageReader): string =>
  form.intro ? renderBlock({ type: 'text', text: form.intro }, reader).toString() : ''
