/** What the engine answers, shown in Slack: where somebody pressed, in a form, beside it for one person alone, or in the Home tab. */
import type { types } from '@slack/bolt'
import { type AdapterLog, DeliveryError, faultName, type Reply, type Time } from '#platform'
import { type Message, paragraph } from '#message'
import type { Answering } from './answering.ts'
import type { Client } from './clients.ts'
import { deliveryError, refusalIn } from './errors.ts'
import { homeView } from './home.ts'
import { canReplace } from './incoming.ts'
import { errorsAt, formView, noticeView } from './modal.ts'
import type { Pace } from './pace.ts'
import { type Part, partsOf } from './parts.ts'
import type { SlackReader } from './reader.ts'
import type { Sending } from './sending.ts'
import type { Origin } from './ticket.ts'
import { word } from './words.ts'

/** Who acted, and where. */
export interface Scene {
  user: string
  reader: SlackReader
  origin: Origin
  /** Opens one form within three seconds. */
  trigger?: string | undefined
  /** The modal in which a button was pressed. */
  view?: string | undefined
  thread?: string | undefined
  /** The message that was pressed, or from which the form was opened. */
  delivery?: string | undefined
}

/** What a form that was sent is answered at once: nothing closes it. */
export type SubmitAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView }
  | undefined

export interface Replies {
  /** To a press, or to a command that was acknowledged already. */
  show(reply: Reply, scene: Scene): Promise<void>
  /** @param blocks ids of the form's blocks, for what is wrong at one of them */
  answerSubmit(reply: Reply, scene: Scene, blocks: string[]): SubmitAnswer
  /** What of a form's reply is shown outside the form. */
  afterSubmit(reply: Reply, scene: Scene): Promise<void>
  publishHome(message: Message, scene: Scene): Promise<void>
  /** To one person alone, beside what they pressed or typed. */
  tell(parts: Part[], scene: Scene): Promise<void>
}

export interface ReplyParts {
  front: Client
  sending: Sending
  answering: Answering
  pace: Pace
  time: Time
  log: AdapterLog
}

export function createReplies({ front, sending, answering, pace, time, log }: ReplyParts): Replies {
  async function show(reply: Reply, scene: Scene): Promise<void> {
    switch (reply.type) {
      case 'nothing':
        return
      case 'form':
        return open(formView(reply.form, { ticket: reply.ticket, origin: scene.origin }, scene.reader), scene)
      case 'errors':
        return say(sentences(Object.values(reply.errors)), scene)
      case 'notice':
        return say(reply.message, scene)
      case 'home':
        return publishHome(reply.message, scene)
      case 'replace':
        await (canReplace(scene.origin) ? replace(reply.message, scene) : say(reply.message, scene))
        if (reply.notice) await say(reply.notice, scene)
    }
  }

  async function open(view: types.ModalView, scene: Scene): Promise<void> {
    const { trigger: trigger_id, view: within } = scene
    if (trigger_id === undefined) return
    try {
      await (within === undefined ? front.views.open({ trigger_id, view }) : front.views.push({ trigger_id, view }))
    } catch (fault) {
      log.warn({ ...faultName(fault), refusal: refusalIn(fault) }, 'a form could not be opened')
      // In a view there is nowhere to say so; Slack shows its own sign there.
      if (scene.origin.answerTo !== undefined) await say(sentences([word(scene.reader.language, 'busy')]), scene)
    }
  }

  /** To this person alone, in whatever way there is where they are. */
  async function say(message: Message, scene: Scene): Promise<void> {
    const { origin, reader, view: view_id } = scene
    if (view_id !== undefined) await quietly(front.views.update({ view_id, view: noticeView(message, reader) }))
    else if (origin.answerTo !== undefined) await tell(partsOf(message, reader, null), scene)
    else await open(noticeView(message, reader), scene)
  }

  async function tell(parts: Part[], { origin, thread }: Scene): Promise<void> {
    for (const part of origin.answerTo === undefined ? [] : parts) {
      const taken = await answering.whisper(origin.answerTo!, part, thread)
      if (!taken) log.warn({}, 'an answer for one person alone did not get through')
    }
  }

  /** At once where Slack gave an address for it; else, and when that fails, by the message's place and at Slack's pace. */
  async function replace(message: Message, scene: Scene): Promise<void> {
    const { origin, reader, delivery } = scene
    const parts = partsOf(message, reader, delivery ?? null)
    const [first] = parts
    if (origin.answerTo !== undefined && first && parts.length === 1) {
      if (await answering.replace(origin.answerTo, first)) return
    }
    if (origin.channel === undefined || origin.ts === undefined || origin.ephemeral === true) return
    await edit(message, scene, { channel: origin.channel, ts: origin.ts })
  }

  async function edit(
    message: Message,
    { reader, delivery }: Scene,
    place: { channel: string; ts: string },
  ): Promise<void> {
    const outgoing = {
      id: delivery ?? place.ts,
      conversation: place.channel,
      thread: null,
      message,
      ...reader,
      mayStand: false,
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        await sending.update(place, outgoing)
        return
      } catch (fault) {
        const isOver = !(fault instanceof DeliveryError) || fault.outcome === 'never' || attempt === MOST_ATTEMPTS
        if (isOver) return log.warn(faultName(fault), 'a message could not be changed in its place')
        const pause = fault.outcome === 'wait' ? fault.retryAfter : 2 ** attempt
        await time.wait(1000 * Math.min(60, pause))
      }
    }
  }

  async function publishHome(message: Message, { user, reader }: Scene): Promise<void> {
    const publish = async (): Promise<unknown> => {
      try {
        return await front.views.publish({ user_id: user, view: homeView(message, reader) })
      } catch (fault) {
        throw deliveryError(fault, true)
      }
    }
    await quietly(pace.run('views.publish', user, publish, HOME_PATIENCE))
  }

  /** What is only shown may fail: whoever looks again sees it. */
  async function quietly(call: Promise<unknown>): Promise<void> {
    await call.catch((fault: unknown) =>
      log.warn({ ...faultName(fault), refusal: refusalIn(fault) }, 'a view could not be shown'),
    )
  }

  function answerSubmit(reply: Reply, scene: Scene, blocks: string[]): SubmitAnswer {
    switch (reply.type) {
      case 'errors':
        return { response_action: 'errors', errors: errorsAt(reply.errors, blocks) }
      case 'form':
        return updated(formView(reply.form, { ticket: reply.ticket, origin: scene.origin }, scene.reader))
      case 'notice':
        return updated(noticeView(reply.message, scene.reader))
      case 'replace': {
        const shown = reply.notice ?? (canReplace(scene.origin) ? null : reply.message)
        return shown ? updated(noticeView(shown, scene.reader)) : undefined
      }
      default:
        return undefined
    }
  }

  async function afterSubmit(reply: Reply, scene: Scene): Promise<void> {
    if (reply.type === 'replace' && canReplace(scene.origin)) await replace(reply.message, scene)
    if (reply.type === 'home') await publishHome(reply.message, scene)
  }

  return { show, answerSubmit, afterSubmit, publishHome, tell }
}

const MOST_ATTEMPTS = 5
/** Milliseconds after which somebody has looked at the Home tab and gone. */
const HOME_PATIENCE = 20_000

const updated = (view: types.ModalView): SubmitAnswer => ({ response_action: 'update', view })

const sentences = (said: string[]): Message => ({ summary: said[0] ?? '', blocks: said.map((one) => paragraph(one)) })
