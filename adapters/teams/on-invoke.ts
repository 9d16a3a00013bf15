/** What waits for its answer: a button that changes its card, a dialog that opens or is sent. */
import { z } from 'zod'
import type { Activity } from './activity.ts'
import { answerDialog } from './dialog.ts'
import { answerExecute } from './execute.ts'
import { actOf, actorOf } from './incoming.ts'
import type { Reception } from './reception.ts'

/** What goes back over HTTP. */
export interface Answer {
  status: number
  body?: object
}

/** Universal actions bring their data one level deeper. */
const executed = z.object({ action: z.object({ data: z.unknown() }) })
const asked = z.object({ data: z.unknown() })

/** Whatever is not known here is none of ours, and nothing to complain about. */
export async function onInvoke(hall: Reception, activity: Activity): Promise<Answer> {
  const actor = actorOf(activity)
  if (actor === null) return { status: 200 }
  hall.learn(activity, actor)
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const read = executed.safeParse(activity.value)
      const act = read.success ? actOf(activity, read.data.action.data, actor) : null
      return { status: 200, body: await answerExecute(hall, activity, actor, act) }
    }
    case 'task/fetch':
    case 'task/submit': {
      const read = asked.safeParse(activity.value)
      const act = read.success ? actOf(activity, read.data.data, actor) : null
      return answerDialog(hall, activity, actor, act)
    }
    default:
      return { status: 200 }
  }
}
