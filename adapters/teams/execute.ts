/**
 * Answers to `Action.Execute`. Teams shows a card that comes back in the place of the one that was pressed, to this person and until it draws the
 * conversation anew; so the message itself is changed, too. A line that comes back is shown beside the card for a moment: what is worth keeping goes into
 * the person's own chat.
 */
import type { Reply } from '#platform'
import type { Activity } from './activity.ts'
import { renderCard } from './card.ts'
import type { AdaptiveCard } from './element.ts'
import { cancelledCard, formCard } from './form-card.ts'
import { type Act, type Actor, canReplace, placeOf } from './incoming.ts'
import type { Reception } from './reception.ts'
import { saidIn, saying, type Scene } from './replies.ts'
import { sceneOf } from './scene.ts'
import { word } from './words.ts'

/** As Bot Framework wants it, in a body of its own. */
interface ExecuteAnswer {
  statusCode: number
  type: string
  value: unknown
}

const cardAnswer = (value: AdaptiveCard): ExecuteAnswer => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value,
})

const lineAnswer = (value: string): ExecuteAnswer => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value,
})

const errorAnswer = (statusCode: number, message: string): ExecuteAnswer => ({
  statusCode,
  type: 'application/vnd.microsoft.error',
  value: { code: String(statusCode), message },
})

export async function answerExecute(
  hall: Reception,
  activity: Activity,
  actor: Actor,
  act: Act | null,
): Promise<ExecuteAnswer> {
  const scene = (): Scene => sceneOf(hall, activity, actor, act)
  const { language } = hall.readerOf(actor)
  if (act === null) {
    hall.log.warn({}, 'a press that could not be read')
    return errorAnswer(400, word(language, 'trouble'))
  }
  if (act.kind === 'cancel') {
    return shown(hall, activity, scene(), cancelledCard(own(scene())), word(language, 'cancelled'))
  }
  const reply = await hall.handle(act.event)
  return act.kind === 'press' ? pressed(hall, reply, scene()) : sent(hall, reply, activity, scene(), act)
}

function pressed(hall: Reception, reply: Reply, scene: Scene): ExecuteAnswer {
  const { language } = scene.reader
  if (reply.type === 'nothing') return lineAnswer(word(language, 'done'))
  if (reply.type === 'replace' && canReplace(scene.origin)) {
    const { message, notice } = reply
    hall.after(async () => {
      await hall.replies.replace(message, scene)
      if (notice) await hall.replies.tell(notice, scene)
    })
    return cardAnswer(renderCard(message, own(scene), scene.delivery).card)
  }
  hall.after(async () => {
    if (reply.type === 'form') return hall.replies.sendForm(reply, scene)
    if (reply.type === 'replace') await hall.replies.tell(reply.message, scene)
    const said = saidIn(reply)
    if (said) await hall.replies.tell(said, scene)
  })
  return lineAnswer(word(language, scene.isAlone ? 'below' : 'told'))
}

/** A form that stood as a card. */
function sent(
  hall: Reception,
  reply: Reply,
  activity: Activity,
  scene: Scene,
  { context, event }: Extract<Act, { kind: 'submit' }>,
): ExecuteAnswer {
  const { language } = scene.reader
  if (reply.type === 'errors') {
    if (reply.form === undefined) return errorAnswer(500, Object.values(reply.errors)[0] ?? word(language, 'trouble'))
    const state = { errors: reply.errors, values: event.answers }
    return shown(hall, activity, scene, formCard(reply.form, context, own(scene), state), reply.form.title)
  }
  if (reply.type === 'form') {
    const next = { ticket: reply.ticket, origin: context.origin }
    return shown(hall, activity, scene, formCard(reply.form, next, own(scene)), reply.form.title)
  }
  const isElsewhere = reply.type === 'replace' && canReplace(scene.origin)
  if (isElsewhere) hall.after(() => hall.replies.replace(reply.message, scene))
  const message =
    (reply.type === 'replace' && !isElsewhere ? reply.message : saidIn(reply)) ?? saying(word(language, 'saved'))
  const { card, summary } = renderCard(message, own(scene), null)
  return shown(hall, activity, scene, card, summary)
}

/** In the place of the form, at once and for good. */
function shown(hall: Reception, activity: Activity, scene: Scene, card: AdaptiveCard, summary: string): ExecuteAnswer {
  hall.after(() => hall.replies.standing(placeOf(activity), card, summary, scene))
  return cardAnswer(card)
}

/** Only in their own chat does a form or somebody's own message stand as a card. */
export const own = ({ reader }: Scene) => ({ ...reader, alone: true })
