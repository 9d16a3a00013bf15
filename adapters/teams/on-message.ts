/** What somebody writes to the bot, which is a command; or a card that came back as a message, from a client that knows no better. */
import { DeliveryError, type Reply } from '#platform'
import type { Activity } from './activity.ts'
import { renderCard } from './card.ts'
import { own } from './execute.ts'
import { cancelledCard, formCard } from './form-card.ts'
import { type Act, actOf, type Actor, actorOf, canReplace, commandIn, eventId, placeOf } from './incoming.ts'
import { messagePost } from './outgoing.ts'
import type { Reception } from './reception.ts'
import { saidIn, saying, type Scene } from './replies.ts'
import { sceneOf } from './scene.ts'
import { word } from './words.ts'

export async function onMessage(hall: Reception, activity: Activity): Promise<void> {
  const actor = actorOf(activity)
  if (actor === null || !hall.isFirst(eventId(activity))) return
  // An answer needs to know where to.
  await hall.contacts.note(activity)
  hall.learn(activity, actor)
  const act = actOf(activity, activity.value, actor)
  hall.after(() => (act ? onAct(hall, activity, actor, act) : onCommand(hall, activity, actor)))
}

async function onCommand(hall: Reception, activity: Activity, actor: Actor): Promise<void> {
  const conversation = activity.conversation?.id ?? null
  const id = eventId(activity)
  const reply = await hall.handle({ ...actor, type: 'command', id, text: commandIn(activity), conversation })
  const scene = sceneOf(hall, activity, actor, null)
  if (reply.type === 'nothing') return
  // A form that was asked for in words stands for itself.
  const alone = { ...scene, origin: {} }
  if (scene.isAlone) return shown(hall, reply, alone)
  const told = await toldAlone(hall, reply, alone)
  // Whoever asked unseen is not given away by an answer that everyone sees.
  if (!told || activity.recipient?.isTargeted !== true) await hint(hall, scene, told)
}

async function shown(hall: Reception, reply: Reply, scene: Scene): Promise<void> {
  if (reply.type === 'form') return hall.replies.sendForm(reply, scene)
  if (reply.type === 'replace') await hall.replies.tell(reply.message, scene)
  const said = saidIn(reply)
  if (said) await hall.replies.tell(said, scene)
}

/** @returns whether the bot can write to them at all */
async function toldAlone(hall: Reception, reply: Reply, scene: Scene): Promise<boolean> {
  try {
    await shown(hall, reply, scene)
    return true
  } catch (fault) {
    if (fault instanceof DeliveryError && fault.outcome === 'never') return false
    throw fault
  }
}

/** Where others read along, an answer says only where it stands. */
async function hint(hall: Reception, { conversation, reader, id }: Scene, told: boolean): Promise<void> {
  const message = saying(word(reader.language, told ? 'told' : 'untold'))
  await hall.sending.post(conversation, messagePost(message, reader, null), `hint ${id}`)
}

async function onAct(hall: Reception, activity: Activity, actor: Actor, act: Act): Promise<void> {
  if (act.kind === 'cancel') return cancelled(hall, activity, sceneOf(hall, activity, actor, act))
  const reply = await hall.handle(act.event)
  const scene = sceneOf(hall, activity, actor, act)
  if (act.kind === 'submit') return sent(hall, reply, activity, scene, act)
  if (reply.type === 'replace' && canReplace(scene.origin)) {
    await hall.replies.replace(reply.message, scene)
    if (reply.notice) await hall.replies.tell(reply.notice, scene)
    return
  }
  await shown(hall, reply, scene)
}

const cancelled = (hall: Reception, activity: Activity, scene: Scene): Promise<void> =>
  hall.replies.standing(placeOf(activity), cancelledCard(own(scene)), word(scene.reader.language, 'cancelled'), scene)

/** A form that stood as a card. */
async function sent(
  hall: Reception,
  reply: Reply,
  activity: Activity,
  scene: Scene,
  { context, event }: Extract<Act, { kind: 'submit' }>,
): Promise<void> {
  const form = reply.type === 'errors' || reply.type === 'form' ? reply.form : undefined
  if (form !== undefined) {
    const isWrong = reply.type === 'errors'
    const state = isWrong ? { errors: reply.errors, values: event.answers } : {}
    const next = reply.type === 'form' ? { ticket: reply.ticket, origin: context.origin } : context
    return hall.replies.standing(placeOf(activity), formCard(form, next, own(scene), state), form.title, scene)
  }
  const isElsewhere = reply.type === 'replace' && canReplace(scene.origin)
  if (isElsewhere) await hall.replies.replace(reply.message, scene)
  // What could not be taken leaves the form as it stands.
  if (reply.type === 'errors') return hall.replies.tell(saidIn(reply)!, scene)
  const message =
    (reply.type === 'replace' && !isElsewhere ? reply.message : saidIn(reply)) ??
    saying(word(scene.reader.language, 'saved'))
  const { card, summary } = renderCard(message, own(scene), null)
  await hall.replies.standing(placeOf(activity), card, summary, scene)
}
