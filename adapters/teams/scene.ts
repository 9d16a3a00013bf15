/** Where somebody acted, as far as answers need it. */
import type { Activity } from './activity.ts'
import { type Act, type Actor, eventId, isAlone, placeOf } from './incoming.ts'
import type { Reception } from './reception.ts'
import type { Scene } from './replies.ts'

export function sceneOf(hall: Reception, activity: Activity, actor: Actor, act: Act | null): Scene {
  return {
    person: actor.person,
    reader: hall.readerOf(actor),
    conversation: activity.conversation?.id ?? '',
    isAlone: isAlone(activity),
    origin: act === null || act.kind === 'cancel' ? placeOf(activity) : act.origin,
    delivery: deliveryOf(act),
    id: eventId(activity),
  }
}

function deliveryOf(act: Act | null): string | null {
  if (act?.kind === 'press') return act.event.delivery ?? null
  return act?.kind === 'submit' ? act.context.ticket.delivery : null
}
