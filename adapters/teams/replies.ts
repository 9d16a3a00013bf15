/** What the engine answers, as far as it does not depend on how somebody acted: to them alone, in the place of what they pressed, or as a card with inputs. */
import type { AdapterLog, MessageReference, Reply, Time } from '#platform'
import { DeliveryError, faultName } from '#platform'
import { type Message, paragraph } from '#message'
import type { AdaptiveCard } from './element.ts'
import { formCard } from './form-card.ts'
import { canReplace } from './incoming.ts'
import { messagePost, postOf } from './outgoing.ts'
import { LONG_PATIENCE } from './pace.ts'
import type { TeamsReader } from './reader.ts'
import type { Sending } from './sending.ts'
import type { Origin } from './submission.ts'

/** Who acted, and where. */
export interface Scene {
  person: string
  reader: TeamsReader
  /** The conversation in which they acted. */
  conversation: string
  /** Whether that is their own chat with the bot. */
  isAlone: boolean
  /** Where their own message stands, if it is to change. */
  origin: Origin
  delivery: string | null
  /** Tells this act from all others. */
  id: string
}

export type FormReply = Extract<Reply, { type: 'form' }>

export interface Replies {
  /** To this person alone, in their own chat with the bot. */
  tell(message: Message, scene: Scene): Promise<void>
  /** In the place of the message that was pressed, for good: what answers a press shows it only until the client looks again. */
  replace(message: Message, scene: Scene): Promise<void>
  /** A form as a card in their own chat, where the client opens no dialog. */
  sendForm(form: FormReply, scene: Scene): Promise<void>
  /** In the place of a form that stands as a card, with what is wrong in it, or what has come of it; below it where its place is not known. */
  standing(place: Origin, card: AdaptiveCard, summary: string, scene: Scene): Promise<void>
}

export interface ReplyParts {
  sending: Sending
  time: Time
  log: AdapterLog
}

const MOST_ATTEMPTS = 5

export function createReplies({ sending, time, log }: ReplyParts): Replies {
  async function ownChat({ conversation, isAlone, person }: Scene): Promise<string> {
    return isAlone ? conversation : sending.conversation([person])
  }

  /** What stands may be changed twice: it is tried again for a while. */
  async function patiently(change: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await change()
        return
      } catch (fault) {
        const isOver = !(fault instanceof DeliveryError) || fault.outcome === 'never' || attempt === MOST_ATTEMPTS
        if (isOver) return log.warn(faultName(fault), 'a message could not be changed in its place')
        const pause = fault.outcome === 'wait' ? fault.retryAfter : 2 ** attempt
        await time.wait(1000 * Math.min(60, pause))
      }
    }
  }

  const referenceTo = ({ conversation = '', activity = '' }: Origin): MessageReference => ({ conversation, activity })

  return {
    async tell(message, scene) {
      const where = await ownChat(scene)
      const post = messagePost(message, { ...scene.reader, alone: true }, null)
      await sending.post(where, post, `tell ${scene.id}`, LONG_PATIENCE)
    },
    async replace(message, { origin, reader, delivery, id }) {
      if (!canReplace(origin)) return
      const post = messagePost(message, { ...reader, alone: true }, delivery)
      const reference = referenceTo(origin)
      await patiently(() => sending.edit(reference, post, `replace ${id}`))
    },
    async sendForm({ form, ticket }, scene) {
      const where = await ownChat(scene)
      const card = formCard(form, { ticket, origin: scene.origin }, { ...scene.reader, alone: true })
      await sending.post(where, postOf(card, form.title), `form ${scene.id}`, LONG_PATIENCE)
    },
    async standing(place, card, summary, scene) {
      const post = postOf(card, summary)
      const who = `form ${scene.id}`
      if (!canReplace(place)) return void (await sending.post(await ownChat(scene), post, who, LONG_PATIENCE))
      const reference = referenceTo(place)
      await patiently(() => sending.edit(reference, post, who))
    },
  }
}

export const sentences = (said: string[]): Message => ({
  summary: said[0] ?? '',
  blocks: said.map((one) => paragraph(one)),
})

/** What there is to say of a reply to somebody alone; null where there is nothing, or more than words. */
export function saidIn(reply: Reply): Message | null {
  if (reply.type === 'notice' || reply.type === 'home') return reply.message
  if (reply.type === 'errors') return sentences(Object.values(reply.errors))
  return reply.type === 'replace' ? (reply.notice ?? null) : null
}

export const saying = (text: string): Message => ({ summary: text, blocks: [paragraph(text)] })
