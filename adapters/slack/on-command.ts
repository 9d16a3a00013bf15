/** A command, typed with a slash or written to the bot. Its answer travels with the acknowledgement where it is soon enough. */
import { buttons, type Message, paragraph } from '#message'
import type { Reply } from '#platform'
import { commandEvent } from './incoming.ts'
import { type Part, partsOf } from './parts.ts'
import { commandPayload, sayingPayload } from './payloads.ts'
import type { SlackReader } from './reader.ts'
import type { Reception } from './reception.ts'
import type { Scene } from './replies.ts'
import { word } from './words.ts'

/** Milliseconds for which a command may take until it is acknowledged without its answer. Slack waits three seconds. */
const SOON = 1500

export async function onCommand(
  hall: Reception,
  body: unknown,
  ack: (said?: Part & { response_type: 'ephemeral' }) => Promise<void>,
): Promise<void> {
  const read = commandPayload.safeParse(body)
  if (!read.success) hall.log.warn({}, 'a command that could not be read')
  const event = read.success ? commandEvent(read.data, hall.actorOf(read.data.user_id)) : null
  if (!read.success || !event || !hall.isFirst(event.id)) return ack()
  const { user_id: user, trigger_id: trigger, response_url: answerTo } = read.data
  const scene = (): Scene => ({ user, reader: hall.readerOf(user), origin: { answerTo }, trigger })
  const work = hall.handle(event)
  const soon = await Promise.race([work, hall.time.wait(SOON).then(() => null)])
  const said = soon === null ? null : saidIn(soon)
  const [first, ...more] = said ? partsOf(said, hall.readerOf(user), null) : []
  // Slack shows what an acknowledgement carries: no further call is needed.
  await (first ? ack({ response_type: 'ephemeral', ...first }) : ack())
  hall.after(async () => (first ? hall.replies.tell(more, scene()) : hall.replies.show(await work, scene())))
}

/** Whoever writes to the bot says a command; it answers there. */
export async function onSaying(hall: Reception, body: unknown): Promise<void> {
  const read = sayingPayload.safeParse(body)
  if (!read.success || !hall.isFirst(read.data.event_id)) return
  const { user, text, channel, channel_type, subtype, bot_id } = read.data.event
  if (channel_type !== 'im' || subtype !== undefined || bot_id !== undefined) return
  const id = read.data.event_id
  hall.after(async () => {
    const reply = await hall.handle({ ...hall.actorOf(user), type: 'command', id, text, conversation: channel })
    const reader = hall.readerOf(user)
    const message = saidIn(reply) ?? (reply.type === 'form' ? opener(text, reader) : null)
    if (message === null) return
    const outgoing = { id, conversation: channel, thread: null, message, ...reader, mayStand: false, patient: true }
    await hall.sending.send(outgoing)
  })
}

/** What of a reply is words alone. */
function saidIn(reply: Reply): Message | null {
  if (reply.type === 'notice' || reply.type === 'replace') return reply.message
  if (reply.type !== 'errors') return null
  const said = Object.values(reply.errors)
  return { summary: said[0] ?? '', blocks: said.map((one) => paragraph(one)) }
}

const MOST_VALUE = 200

/** A form opens only in answer to a press: so what was written becomes a button. */
const opener = (text: string, { language }: SlackReader): Message => ({
  summary: word(language, 'open-summary'),
  blocks: [
    paragraph(word(language, 'open-summary')),
    buttons({ action: 'command', label: word(language, 'open'), value: text.slice(0, MOST_VALUE), style: 'primary' }),
  ],
})
