/** Answers to a dialog: what is in it when it opens, and what happens when it is sent. Only the person themselves sees it. */
import type { Reply } from '#platform'
import type { Activity } from './activity.ts'
import { own } from './execute.ts'
import { formDialog, noticeDialog } from './form-card.ts'
import { type Act, type Actor, canReplace } from './incoming.ts'
import type { Answer } from './on-invoke.ts'
import type { Reception } from './reception.ts'
import { saidIn, saying, type Scene } from './replies.ts'
import { sceneOf } from './scene.ts'
import { word } from './words.ts'

/** An answer without a task closes the dialog. */
const CLOSED: Answer = { status: 200 }

export async function answerDialog(
  hall: Reception,
  activity: Activity,
  actor: Actor,
  act: Act | null,
): Promise<Answer> {
  const scene = (): Scene => sceneOf(hall, activity, actor, act)
  if (act === null) {
    hall.log.warn({}, 'a dialog that could not be read')
    return notice(scene(), saying(word(hall.readerOf(actor).language, 'trouble')))
  }
  if (act.kind === 'cancel') return CLOSED
  return answered(hall, await hall.handle(act.event), scene(), act)
}

function answered(hall: Reception, reply: Reply, scene: Scene, act: Exclude<Act, { kind: 'cancel' }>): Answer {
  switch (reply.type) {
    case 'form':
      return { status: 200, body: formDialog(reply.form, { ticket: reply.ticket, origin: act.origin }, own(scene)) }
    case 'errors':
      return wrong(reply, scene, act)
    case 'replace':
      return replaced(hall, reply, scene, act)
    case 'nothing':
      return act.kind === 'submit' ? CLOSED : notice(scene, saying(word(scene.reader.language, 'done')))
    case 'notice':
    case 'home':
      return notice(scene, reply.message)
  }
}

function wrong(
  { errors, form }: Extract<Reply, { type: 'errors' }>,
  scene: Scene,
  act: Exclude<Act, { kind: 'cancel' }>,
): Answer {
  if (act.kind === 'submit' && form !== undefined) {
    return { status: 200, body: formDialog(form, act.context, own(scene), { errors, values: act.event.answers }) }
  }
  // Without the form it can't be drawn anew; a failure leaves it open with all that was typed.
  if (act.kind === 'submit') return { status: 500 }
  return notice(scene, saidIn({ type: 'errors', errors })!)
}

function replaced(
  hall: Reception,
  { message, notice: beside }: Extract<Reply, { type: 'replace' }>,
  scene: Scene,
  act: Exclude<Act, { kind: 'cancel' }>,
): Answer {
  const isElsewhere = canReplace(scene.origin)
  if (isElsewhere) hall.after(() => hall.replies.replace(message, scene))
  const shown = beside ?? (isElsewhere && act.kind === 'submit' ? null : message)
  return shown === null ? CLOSED : notice(scene, shown)
}

const notice = (scene: Scene, message: Parameters<typeof noticeDialog>[0]): Answer => ({
  status: 200,
  body: noticeDialog(message, own(scene)),
})
